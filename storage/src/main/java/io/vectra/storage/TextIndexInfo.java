package io.vectra.storage;

import java.util.List;
import java.util.Objects;

/**
 * A full-text index of a table.
 *
 * @param name the index's name as stored, unique in its schema
 * @param columns the names of the indexed text columns, at least one
 * @param analyzer how texts are divided into words, such as {@code standard} or {@code english}
 */
public record TextIndexInfo(String name, List<String> columns, String analyzer) {
    public TextIndexInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(analyzer, "analyzer");
        columns = List.copyOf(columns);
    }

    /** Returns the same index under another name. */
    public TextIndexInfo withName(String newName) {
        return new TextIndexInfo(newName, columns, analyzer);
    }
}
