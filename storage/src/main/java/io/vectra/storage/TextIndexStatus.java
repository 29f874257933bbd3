package io.vectra.storage;

import java.util.Objects;

/**
 * How a full-text index is doing.
 *
 * @param schema the table's schema
 * @param table the table's name
 * @param index its definition
 * @param segments how many sealed segments the table has
 * @param files how many of them are indexed
 * @param rows how many rows those have, deleted ones included
 * @param deleted how many of those are deleted
 * @param unindexedRows how many living rows of segments are not indexed yet
 * @param bytes the size of the index's files
 */
public record TextIndexStatus(
        String schema,
        String table,
        TextIndexInfo index,
        int segments,
        int files,
        long rows,
        long deleted,
        long unindexedRows,
        long bytes) {
    public TextIndexStatus {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(index, "index");
    }
}
