/**
 * Decides whether a statement is right: names, vectors, functions, syntax that the mirror has; and says what is wrong,
 * where, and what to do.
 */
@NullMarked
package io.vectra.sql.validate;

import org.jspecify.annotations.NullMarked;
