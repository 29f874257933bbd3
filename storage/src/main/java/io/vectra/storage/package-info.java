/**
 * The storage engine: one append-only log is the truth, everything else is an index over it.
 *
 * <p>This package is the engine's API. The sub-packages are its inside and may change at any time. The engine knows
 * neither SQL text of users nor JDBC drivers: callers hand over statements already translated for the relational mirror
 * (H2), vector searches as values, and schema changes as values.
 */
@NullMarked
package io.vectra.storage;

import org.jspecify.annotations.NullMarked;
