/** Plans statements and keeps the plans of recent ones. */
@NullMarked
package io.vectra.sql.plan;

import org.jspecify.annotations.NullMarked;
