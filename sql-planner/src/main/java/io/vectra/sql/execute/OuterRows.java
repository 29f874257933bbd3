package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import java.util.List;

/**
 * The rows of a table, for each of which a search is done. Immutable.
 *
 * @param table its name, as people read it
 * @param sql the query of the mirror for the rows' ids, and the columns that the search depends on
 * @param slots where the columns' values go
 * @param isPaired whether each found row stands beside the row for which it was found; else it is found once
 */
public record OuterRows(String table, MirrorSql sql, List<Integer> slots, boolean isPaired) {
    public OuterRows {
        slots = List.copyOf(slots);
    }
}
