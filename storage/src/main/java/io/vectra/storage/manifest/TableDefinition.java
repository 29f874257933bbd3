package io.vectra.storage.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the mirror's own schema cannot tell about a user's table: its number, its vector columns, its declared primary
 * key. Immutable; kept in the manifest.
 *
 * @param tableId the number that log records carry; never used again
 * @param schema the schema's name as stored
 * @param name the table's name as stored
 * @param columns every column of the mirror's table in its order, the hidden one included: row images have this shape
 * @param rowIdIndex which of {@code columns} holds the row id, from 0: the hidden column, or the primary key where that
 *     is one integer column
 * @param primaryKey the names of the declared primary key's columns in key order; empty where there is none
 * @param primaryKeyName the declared primary key's constraint name, or null where there is no key
 * @param vectorIndexes the HNSW indexes of its vector columns
 * @param textIndexes its full-text indexes
 */
public record TableDefinition(
        int tableId,
        String schema,
        String name,
        List<Column> columns,
        int rowIdIndex,
        List<String> primaryKey,
        @Nullable String primaryKeyName,
        List<VectorIndexInfo> vectorIndexes,
        List<TextIndexInfo> textIndexes) {
    @JsonCreator
    public TableDefinition {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        vectorIndexes = List.copyOf(vectorIndexes);
        textIndexes = textIndexes == null ? List.of() : List.copyOf(textIndexes); // Older files do not have them.
        Objects.checkIndex(rowIdIndex, columns.size());
        if (tableId <= 0) {
            throw new IllegalArgumentException("a table's id is above 0, but \"" + name + "\" has " + tableId);
        }
    }

    /** Defines a table without HNSW and full-text indexes. */
    public TableDefinition(
            int tableId,
            String schema,
            String name,
            List<Column> columns,
            int rowIdIndex,
            List<String> primaryKey,
            @Nullable String primaryKeyName) {
        this(tableId, schema, name, columns, rowIdIndex, primaryKey, primaryKeyName, List.of(), List.of());
    }

    /** Returns the same table in another schema. */
    public TableDefinition withSchema(String newSchema) {
        return new TableDefinition(
                tableId, newSchema, name, columns, rowIdIndex, primaryKey, primaryKeyName, vectorIndexes, textIndexes);
    }

    /** Returns the same table with other HNSW indexes. */
    public TableDefinition withVectorIndexes(List<VectorIndexInfo> indexes) {
        return new TableDefinition(
                tableId, schema, name, columns, rowIdIndex, primaryKey, primaryKeyName, indexes, textIndexes);
    }

    /** Returns the same table with other full-text indexes. */
    public TableDefinition withTextIndexes(List<TextIndexInfo> indexes) {
        return new TableDefinition(
                tableId, schema, name, columns, rowIdIndex, primaryKey, primaryKeyName, vectorIndexes, indexes);
    }

    /** Returns whether one of its HNSW or full-text indexes has this name. */
    public boolean hasIndex(String indexName) {
        return vectorIndexes.stream().anyMatch(index -> index.name().equals(indexName))
                || textIndexes.stream().anyMatch(index -> index.name().equals(indexName));
    }

    /** Returns whether any column holds vectors. */
    @JsonIgnore
    public boolean hasVectors() {
        for (Column column : columns) {
            if (column.isVector()) {
                return true;
            }
        }
        return false;
    }

    /** Returns which columns hold vector references, in a row image. */
    @JsonIgnore
    public int[] vectorColumns() {
        return IntStream.range(0, columns.size())
                .filter(index -> columns.get(index).isVector())
                .toArray();
    }

    /**
     * A column of the mirror's table.
     *
     * @param name the name as stored
     * @param isHidden whether it is the mirror's own row id, which users never see
     * @param columnId the number of a vector column, from 1; 0 for a scalar column
     * @param dimension how many floats each vector has; 0 for a scalar column
     */
    public record Column(
            String name, @JsonProperty("hidden") boolean isHidden, int columnId, int dimension) {
        public Column {
            Objects.requireNonNull(name, "name");
        }

        /** Returns whether the column holds vector references. */
        @JsonIgnore
        public boolean isVector() {
            return columnId != 0;
        }
    }
}
