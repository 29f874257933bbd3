package io.vectra.sql.execute;

import io.vectra.sql.execute.Candidates.Filtering;
import io.vectra.sql.execute.Candidates.Ranking;
import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Filter;
import io.vectra.storage.TextHits;
import io.vectra.storage.TextSearcher;
import io.vectra.storage.VectorSearch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds the candidates of one run. Thread rule: used by the thread that runs the statement only. */
final class CandidateRun {
    /** With more candidates than that, the mirror reads the table. */
    private static final int MANY_ROWS = 50_000;

    private final Candidates candidates;
    private final Run run;
    /** What {@link #scored} has found. */
    private @Nullable TextHits best;

    CandidateRun(Candidates candidates, Run run) {
        this.candidates = candidates;
        this.run = run;
    }

    /** Returns the row ids, or null if the mirror has to answer without candidates. */
    long @Nullable [] find() throws SQLException {
        TextSlot slot = run.binding().text(candidates.textSlot());
        String query = run.binding().queryText(slot, run.view(), run.slots());
        if (query == null) {
            return null;
        }
        TextSearcher texts = run.view().texts(slot.search(query));
        Ranking ranking = candidates.ranking();
        long[] found = ranking == null ? matched(texts, slot.hasScores()) : ranked(texts, ranking);
        return found == null || found.length > MANY_ROWS ? null : found;
    }

    /**
     * Returns as many rows as are wanted, and those before them, best first, if only their scores order them; null if
     * there are not as many with a score, or the storage engine cannot tell which are eligible.
     */
    @Nullable
    TextHits scored(Ranking ranking) throws SQLException {
        TextSlot slot = run.binding().text(candidates.textSlot());
        String query = run.binding().queryText(slot, run.view(), run.slots());
        int k = k(ranking);
        if (query == null || k <= 0 || !(ranking.weight().of(run.slots()) > 0)) {
            return null;
        }
        Filter filter = storageFilter();
        if (filter == null && candidates.filter() != null) {
            return null;
        }
        TextHits found = run.view().texts(slot.search(query)).best(k, filter);
        best = found;
        return found.scoredCount() < k ? null : found;
    }

    /** Returns how many of the best rows are wanted, with those that are left out; -1 if that is no number. */
    private int k(Ranking ranking) {
        long fetch = ranking.fetch().of(run.slots());
        long offset = ranking.offset().of(run.slots());
        boolean isRight = fetch >= 0 && offset >= 0 && fetch + offset >= 0 && fetch + offset < VectorSearch.ALL / 4;
        return !isRight ? -1 : fetch == 0 ? 0 : (int) (fetch + offset);
    }

    private long[] matched(TextSearcher texts, boolean hasScores) throws SQLException {
        Filter filter = storageFilter();
        TextHits hits = texts.all(hasScores, filter);
        keep(hits, filter == null, Binding.bestScore(hits));
        return hits.rowIds();
    }

    /**
     * Has the statement use what was found, rather than ask once more.
     *
     * @param isAll whether these are all rows, or only those that candidates are taken from
     * @param bestScore what a share of 1 is
     */
    void keep(TextHits hits, boolean isAll, double bestScore) {
        if (isAll || candidates.isOnlyUse()) {
            run.slots()[candidates.textSlot()] = run.view().stage(hits, bestScore);
        }
    }

    /** Returns the condition for the storage engine, or null if there is none that it can evaluate. */
    private @Nullable Filter storageFilter() {
        Filtering filtering = candidates.filter();
        FilterTemplate template = filtering == null ? null : filtering.template();
        Filter filter = template == null ? null : template.bind(run.slots());
        return filter != null && run.view().canFilter(candidates.tableId(), filter) ? filter : null;
    }

    private long @Nullable [] ranked(TextSearcher texts, Ranking ranking) throws SQLException {
        int k = k(ranking);
        if (k <= 0) {
            return k < 0 ? null : new long[0];
        }
        Filtering filtering = candidates.filter();
        Blend blend = ranking.blend();
        if (blend != null) {
            return blended(new BlendRun(this, blend, run, texts, filtering), k, ranking);
        }
        if (!(ranking.weight().of(run.slots()) > 0)) {
            return null;
        }
        Filter filter = storageFilter();
        TextHits best;
        if (filtering == null || filter != null) {
            best = best(texts, k, ranking, filter);
        } else {
            TextHits all = texts.all(true, null);
            keep(all, true, Binding.bestScore(all));
            if (all.count() > MANY_ROWS) {
                return null;
            }
            best = eligible(all, filtering);
        }
        if (best.scoredCount() >= k) {
            return best.rowIds();
        }
        return ranking.hasOtherKeys() ? null : filled(best, k, ranking);
    }

    private long @Nullable [] blended(BlendRun blended, int k, Ranking ranking) throws SQLException {
        long[] found = blended.find(k);
        if (found == null || !blended.isTied()) {
            return found;
        }
        // All others have the score 0, with a text and without.
        long[] others = joined(
                rowIds(run, ranking.unfound(), Integer.MAX_VALUE), rowIds(run, ranking.textless(), Integer.MAX_VALUE));
        return LongStream.of(joined(found, others)).distinct().toArray();
    }

    private TextHits best(TextSearcher texts, int k, Ranking ranking, @Nullable Filter filter) {
        TextHits hits = best == null ? texts.best(k, filter) : best;
        int asked = k;
        while (ranking.hasOtherKeys() && hits.count() == asked && hits.scores()[asked - 1] == hits.scores()[k - 1]) {
            asked *= 4;
            hits = texts.best(asked, filter);
        }
        boolean isAll = hits.count() < asked;
        if (isAll || hits.scoredCount() >= k) { // Else the rows that were not found are asked for, too.
            keep(hits.byRowId(), isAll && filter == null, Binding.bestScore(hits));
        }
        return hits;
    }

    /** Returns those hits that meet a condition, by row id. */
    TextHits eligible(TextHits hits, Filtering filtering) throws SQLException {
        @Nullable Object[] slots = run.slots().clone();
        long[] kept = new long[0];
        for (int from = 0; from < hits.count(); from += Hits.COUNT_MAX) {
            int to = Math.min(hits.count(), from + Hits.COUNT_MAX);
            slots[candidates.slot()] = boxed(Arrays.copyOfRange(hits.rowIds(), from, to));
            kept = joined(kept, rowIds(run.with(slots), filtering.sql(), Integer.MAX_VALUE));
        }
        Arrays.sort(kept);
        double[] scores = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            scores[i] = hits.scores()[Arrays.binarySearch(hits.rowIds(), kept[i])];
        }
        return new TextHits(kept, scores);
    }

    /** Adds rows that are not found, with a score of 0 as some that are found, then such without a text, by row id. */
    private long[] filled(TextHits best, int k, Ranking ranking) throws SQLException {
        long[] all = joined(best.rowIds(), rowIds(run, ranking.unfound(), k - best.scoredCount()));
        return all.length >= k ? all : joined(all, rowIds(run, ranking.textless(), k - all.length));
    }

    private static long[] joined(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static long[] rowIds(Run run, MirrorSql sql, int max) throws SQLException {
        try (PreparedStatement statement = run.prepare(sql)) {
            statement.setMaxRows(max == Integer.MAX_VALUE ? 0 : max);
            long[] found = new long[16];
            int count = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = rows.getLong(1);
                }
            }
            return Arrays.copyOf(found, count);
        }
    }

    static Long[] boxed(long[] rowIds) {
        Long[] boxed = new Long[rowIds.length];
        Arrays.setAll(boxed, i -> rowIds[i]);
        return boxed;
    }
}
