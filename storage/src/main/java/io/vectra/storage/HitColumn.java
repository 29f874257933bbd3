package io.vectra.storage;

import java.util.Objects;

/**
 * A column of a result that a search alone gives, without a look into the relational mirror.
 *
 * @param label the column's label
 * @param content what it holds
 * @param table the searched table
 * @param column the table's row id column, where {@code content} is {@link Content#ROW_ID}; else any
 */
public record HitColumn(String label, Content content, TableInfo table, ColumnInfo column) {
    public HitColumn {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
    }

    /** What a column holds. */
    public enum Content {
        /** The row's id, in the type of its primary key. */
        ROW_ID,
        /** The distance or score. */
        VALUE,
        /** The same with its sign changed. */
        NEGATED_VALUE
    }
}
