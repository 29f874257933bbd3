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
 * @param use what is wanted of the rows found
 * @param ranked the call that ranks the rows, if that gives the scores; else null
 */
public record TextSlot(
        int tableId,
        String label,
        List<String> columns,
        QueryText query,
        Use use,
        @Nullable String ranked) {
    public TextSlot {
        columns = List.copyOf(columns);
    }

    /** What is wanted of the rows found. */
    public enum Use {
        /** Their scores. */
        SCORES,
        /** Which they are. */
        MATCHES,
        /** Their ids, as an array. */
        ROW_IDS
    }

    boolean hasScores() {
        return use == Use.SCORES;
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
