package io.vectra.storage;

import java.util.Objects;

/**
 * An HNSW index of a table.
 *
 * @param name the index's name as stored, unique in its schema
 * @param column the name of the indexed vector column
 * @param columnId the number of that column
 * @param settings its options
 */
public record VectorIndexInfo(String name, String column, int columnId, VectorIndexSettings settings) {
    public VectorIndexInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(settings, "settings");
    }

    /** Returns the same index under another name. */
    public VectorIndexInfo withName(String newName) {
        return new VectorIndexInfo(newName, column, columnId, settings);
    }
}
