package io.vectra.storage.manifest;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as the log's row images know it.
 *
 * @param tableId the table's number, never used again
 * @param schema the name of the table's schema
 * @param name the table's name
 * @param columns all columns of the mirror in order, the hidden row id column included
 * @param hasHiddenRowId whether the row id is a column that users do not see
 * @param rowIdColumn the name of the column that is the row id, or null if there is none
 * @param primaryKey the names of the users' primary key columns, in key order; empty without one
 * @param primaryKeyName the name of the users' primary key constraint, or null without one
 */
public record TableDefinition(
        int tableId,
        String schema,
        String name,
        List<ColumnDefinition> columns,
        boolean hasHiddenRowId,
        @Nullable String rowIdColumn,
        List<String> primaryKey,
        @Nullable String primaryKeyName) {
    public TableDefinition {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        if (tableId <= 0) {
            throw new IllegalArgumentException("a table's id is above 0, but \"" + name + "\" has " + tableId);
        }
    }
}
