/** Shows the storage engine's catalog to Calcite: types, tables, schemas. */
@NullMarked
package io.vectra.sql.catalog;

import org.jspecify.annotations.NullMarked;
