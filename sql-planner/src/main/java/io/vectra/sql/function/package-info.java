/**
 * The functions that a statement may call: Vectra's own over vectors, and the harmless ones of the mirror. No other
 * function reaches the mirror.
 */
@NullMarked
package io.vectra.sql.function;

import org.jspecify.annotations.NullMarked;
