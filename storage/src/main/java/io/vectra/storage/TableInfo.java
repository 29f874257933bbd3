package io.vectra.storage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table or view, as users see it; hidden columns are left out.
 *
 * @param schema the schema's name
 * @param name the table's name
 * @param isView whether it is a view
 * @param tableId the number that log records carry; unique in a database, never used again; 0 for a view and for a
 *     temporary table
 * @param columns in their declared order
 * @param primaryKey the names of the primary key's columns in key order; empty where there is none
 * @param primaryKeyName the primary key constraint's name, or null where there is no key
 * @param estimatedRows the mirror's estimate of the row count
 * @param vectorIndexes the HNSW indexes of its vector columns
 * @param uniqueKeys the columns of each key that no two rows share, the primary key first
 * @param indexedColumns the columns with which an index begins
 * @param textIndexes its full-text indexes
 * @param rowIdColumn the name of the column that holds the row id; it may be a hidden one, which is none of
 *     {@code columns}
 * @param viewSql the query of a view as its user wrote it; null for a table
 * @param usedBy the names of the views that the mirror knows to read it
 * @param comments the comments by column name, that of the table by the empty text
 * @param lifetime how long the table and its rows are there
 */
public record TableInfo(
        String schema,
        String name,
        boolean isView,
        int tableId,
        List<ColumnInfo> columns,
        List<String> primaryKey,
        @Nullable String primaryKeyName,
        long estimatedRows,
        List<VectorIndexInfo> vectorIndexes,
        List<List<String>> uniqueKeys,
        Set<String> indexedColumns,
        List<TextIndexInfo> textIndexes,
        String rowIdColumn,
        @Nullable String viewSql,
        List<String> usedBy,
        Map<String, String> comments,
        Lifetime lifetime) {
    /** How long a table and its rows are there. */
    public enum Lifetime {
        /** Until they are dropped and deleted. */
        PERMANENT,
        /** The table until the database is closed, the rows as long as the session that alone sees them. */
        GLOBAL_TEMPORARY,
        /** As long as the session that alone sees them. */
        LOCAL_TEMPORARY
    }

    public TableInfo {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rowIdColumn, "rowIdColumn");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        vectorIndexes = List.copyOf(vectorIndexes);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
        indexedColumns = Set.copyOf(indexedColumns);
        textIndexes = List.copyOf(textIndexes);
        usedBy = List.copyOf(usedBy);
        comments = Map.copyOf(comments);
    }

    /** Describes a table without full-text indexes whose one unique key is its primary key, and the row id. */
    public TableInfo(
            String schema,
            String name,
            boolean isView,
            int tableId,
            List<ColumnInfo> columns,
            List<String> primaryKey,
            @Nullable String primaryKeyName,
            long estimatedRows,
            List<VectorIndexInfo> vectorIndexes) {
        this(
                schema,
                name,
                isView,
                tableId,
                columns,
                primaryKey,
                primaryKeyName,
                estimatedRows,
                vectorIndexes,
                primaryKey.isEmpty() ? List.of() : List.of(primaryKey),
                primaryKey.isEmpty() ? Set.of() : Set.of(primaryKey.get(0)),
                List.of(),
                primaryKey.size() == 1 ? primaryKey.get(0) : "",
                null,
                List.of(),
                Map.of(),
                Lifetime.PERMANENT);
    }

    /** Returns the schema that users see the table in. */
    public String shownSchema() {
        return Catalog.shownSchema(schema);
    }

    /** Returns the column of this exact name, or null. */
    public @Nullable ColumnInfo column(String columnName) {
        for (ColumnInfo column : columns) {
            if (column.name().equals(columnName)) {
                return column;
            }
        }
        return null;
    }

    /** Returns whether each session has rows of its own, which are gone with it. */
    public boolean isTemporary() {
        return lifetime != Lifetime.PERMANENT;
    }

    /** Returns whether one full-text index has all of some columns. */
    public boolean hasTextIndex(List<String> columnNames) {
        return textIndexes.stream().anyMatch(index -> index.columns().containsAll(columnNames));
    }

    /** Returns whether any column holds vectors. */
    public boolean hasVectors() {
        return columns.stream().anyMatch(ColumnInfo::isVector);
    }
}
