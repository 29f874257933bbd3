package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.vector.VectorColumn;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables and vector columns at one version of the schema. Immutable, except that the vector columns grow.
 *
 * @param catalog the same tables as users see them
 * @param tables by table id
 * @param columns by column id
 * @param nextTableId the next number for a table
 * @param nextColumnId the next number for a vector column
 */
record Schema(
        Catalog catalog,
        Map<Integer, TableDefinition> tables,
        Map<Integer, VectorColumn> columns,
        Map<Integer, int[]> vectorIndexes,
        int nextTableId,
        int nextColumnId) {

    static Schema of(
            Catalog catalog,
            Collection<TableDefinition> definitions,
            Map<Integer, VectorColumn> columns,
            int nextTableId,
            int nextColumnId) {
        Map<Integer, TableDefinition> tables = new LinkedHashMap<>();
        Map<Integer, int[]> vectorIndexes = new HashMap<>();
        for (TableDefinition table : definitions) {
            tables.put(table.tableId(), table);
            vectorIndexes.put(table.tableId(), table.vectorColumns());
        }
        return new Schema(
                catalog,
                Collections.unmodifiableMap(tables),
                Map.copyOf(columns),
                Map.copyOf(vectorIndexes),
                nextTableId,
                nextColumnId);
    }

    /** Returns the same schema after vectors have moved. */
    Schema withColumns(Map<Integer, VectorColumn> newColumns) {
        return new Schema(catalog, tables, Map.copyOf(newColumns), vectorIndexes, nextTableId, nextColumnId);
    }

    /** Returns where a table's vector columns stand among the columns of its images. */
    int[] vectorIndexes(TableDefinition table) {
        return vectorIndexes.getOrDefault(table.tableId(), NONE);
    }

    /** Returns the ids of the tables that a statement of the mirror names. */
    Set<Integer> tablesIn(String mirrorSql) {
        return tables.values().stream()
                .filter(table -> mirrorSql.contains(Mirror.nameOf(table)))
                .map(TableDefinition::tableId)
                .collect(Collectors.toUnmodifiableSet());
    }

    TableDefinition table(int tableId) {
        TableDefinition table = tables.get(tableId);
        if (table == null) {
            throw new StoreException(
                    StoreError.NOT_FOUND,
                    "Table number " + tableId
                            + " no longer exists: it was dropped meanwhile. Prepare the statement again.");
        }
        return table;
    }

    VectorColumn vectorColumn(int columnId) {
        VectorColumn column = columns.get(columnId);
        if (column == null) {
            throw new StoreException(
                    StoreError.NOT_FOUND,
                    "Vector column number " + columnId
                            + " no longer exists: its table was dropped meanwhile. Prepare the statement again.");
        }
        return column;
    }

    private static final int[] NONE = {};
}
