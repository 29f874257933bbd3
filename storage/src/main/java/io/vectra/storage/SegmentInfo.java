package io.vectra.storage;

import java.util.Objects;

/**
 * A sealed segment: rows of a table, or vectors of one of its columns.
 *
 * @param number its number, the name of its folder; unique in a database
 * @param schema the table's schema
 * @param table the table's name
 * @param column the vector column, or empty for the rows
 * @param rows how many rows or vectors it holds, deleted ones included
 * @param deleted how many of them are deleted
 * @param bytes the size of its files, graphs included
 * @param graphs how many graphs it has
 * @param firstLsn the oldest commit in it
 * @param lastLsn the newest
 */
public record SegmentInfo(
        int number,
        String schema,
        String table,
        String column,
        long rows,
        long deleted,
        long bytes,
        int graphs,
        long firstLsn,
        long lastLsn) {
    public SegmentInfo {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
    }
}
