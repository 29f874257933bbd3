package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.TextSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A full-text query of a statement, whose value is the number of the rows that it finds.
 *
 * @param tableId the table
 * @param label the table's columns, for people
 * @param columns their names
 * @param query what gives the query's text
 * @param hasScores whether scores are wanted
 */
public record TextSlot(int tableId, String label, List<String> columns, QueryText query, boolean hasScores) {
    public TextSlot {
        columns = List.copyOf(columns);
    }

    /**
     * Where a query's text comes from: it stands in the statement, is a parameter, or is computed by the mirror.
     *
     * @param constant the text, or null
     * @param parameter the slot of the parameter, or null
     * @param sql the statement of the mirror, or null
     */
    public record QueryText(
            @Nullable String constant,
            @Nullable Integer parameter,
            @Nullable MirrorSql sql) {}

    TextSearch search(String text) {
        return new TextSearch(tableId, columns, text);
    }
}
