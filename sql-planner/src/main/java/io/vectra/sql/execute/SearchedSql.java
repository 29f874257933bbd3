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
     * @param isAnswer whether what the last search finds is the answer by itself; else the mirror takes it, too
     * @return what the last search has found, or null if the mirror has to answer the statement alone
     */
    @Nullable
    Hits search(Run run, boolean isAnswer) throws SQLException {
        Hits last = null;
        for (int i = 0; i < searches.size(); i++) {
            last = RowWiseRun.find(searches.get(i), run);
            boolean isTaken = !isAnswer || i < searches.size() - 1;
            if (last == null || (isTaken && last.isTooMany())) {
                return null;
            }
            last.into(run.slots(), searches.get(i));
        }
        return last;
    }
}
