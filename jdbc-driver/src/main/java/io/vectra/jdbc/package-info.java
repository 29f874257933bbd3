/** To be described. */
@NullMarked
package io.vectra.jdbc;

import org.jspecify.annotations.NullMarked;
