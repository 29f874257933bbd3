package io.vectra.sql.execute;

import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.sql.mirror.MirrorSql;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the mirror over the rows that searches find before it runs. Immutable.
 *
 * @param searches what each finds goes into {@code sql} and into the searches that follow
 * @param slotCount how many values a run has, with those that the searches find
 */
public record SearchedSql(List<TopKSearch> searches, MirrorSql sql, int slotCount) {
    public SearchedSql {
        searches = List.copyOf(searches);
    }

    /** Returns the same run with room for what the searches find. */
    Run prepared(Run run) {
        return run.with(Arrays.copyOf(run.slots(), slotCount));
    }

    /**
     * Searches.
     *
     * @param run a prepared one, which takes what is found
     * @return what the last search has found, or null if the mirror has to answer the statement alone
     */
    @Nullable
    Hits search(Run run) throws SQLException {
        Hits last = null;
        for (TopKSearch search : searches) {
            last = RowWiseRun.find(search, run);
            if (last == null) {
                return null;
            }
            last.into(run.slots(), search);
        }
        return last;
    }
}
