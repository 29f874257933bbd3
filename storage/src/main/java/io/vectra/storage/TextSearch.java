package io.vectra.storage;

import java.util.List;
import java.util.Objects;

/**
 * A full-text query over columns of one table.
 *
 * @param tableId the table, as in {@link TableInfo#tableId()}
 * @param columns the names of the columns, all of one full-text index
 * @param query what to look for, in the language of {@code docs/SQL.md}, "Full text"
 */
public record TextSearch(int tableId, List<String> columns, String query) {
    public TextSearch {
        columns = List.copyOf(columns);
        Objects.requireNonNull(query, "query");
    }
}
