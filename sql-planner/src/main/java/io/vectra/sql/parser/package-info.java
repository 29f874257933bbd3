/** Turns text into a syntax tree: Calcite's grammar, extended by the productions in {@code src/main/codegen}. */
@NullMarked
package io.vectra.sql.parser;

import org.jspecify.annotations.NullMarked;
