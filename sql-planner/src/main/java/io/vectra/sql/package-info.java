/**
 * SQL over the storage engine: parses and validates with Apache Calcite, decides what the vector search does and what
 * the relational mirror does, and runs the resulting plans.
 *
 * <p>This package is the module's API for the JDBC driver. The sub-packages are its inside.
 */
@NullMarked
package io.vectra.sql;

import org.jspecify.annotations.NullMarked;
