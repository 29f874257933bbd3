/** Runs plans: binds parameters, talks to the session, makes results. */
@NullMarked
package io.vectra.sql.execute;

import org.jspecify.annotations.NullMarked;
