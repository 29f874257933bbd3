package io.vectra.sql.execute;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.execute.Blend.Method;
import io.vectra.sql.execute.Candidates.Filtering;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.SearchResult;
import io.vectra.storage.TextHits;
import io.vectra.storage.TextSearcher;
import io.vectra.storage.VectorSearch;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that are best by texts and vectors together, in one run.
 *
 * <p>Exactly, as far as the vector search is: of the rows that the text query does not find, only the vector orders, so
 * the best of all are among the matches and the k nearest rows. The mirror computes the scores; here they are computed
 * to leave out what is clearly worse. Thread rule: used by the thread that runs the statement only.
 */
final class BlendRun {
    /** Added to a rank before its reciprocal is taken (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion …"). */
    static final int RANK_ADDED = 60;

    /** How many rows beyond those wanted are asked for, so that rounding leaves none out. */
    private static final int SLACK = 8;

    /** As many ranks count on each side. */
    static final int RANKS = 1000;

    /** With more matches than that, the mirror reads the table. */
    private static final int MATCHES_MAX = 100_000;

    /** How much the mirror's arithmetic and ours may differ, in parts of the largest score. */
    private static final double TOLERANCE = 1e-9;

    /** How many of the best matches are asked for first. */
    private static final int FIRST_MATCHES = 64;

    /** The vectors of so many matches and more are compared before it is asked whether others can be better. */
    private static final int COMPARED_MIN = 16;

    /** How many times as many as rows are wanted, and as the time before. */
    private static final int MATCHES_FACTOR = 4;

    private final CandidateRun candidates;
    private final Blend blend;
    private final Run run;
    private final TextSearcher texts;
    private final @Nullable Filtering filtering;
    private boolean isTied;

    BlendRun(CandidateRun candidates, Blend blend, Run run, TextSearcher texts, @Nullable Filtering filtering) {
        this.candidates = candidates;
        this.blend = blend;
        this.run = run;
        this.texts = texts;
        this.filtering = filtering;
    }

    /**
     * A row's two scores.
     *
     * @param text the score of its text; 0 without a match
     * @param distance from the query vector; NaN without a vector
     */
    private record Scores(double text, double distance) {}

    /** Returns the ids of enough rows, or null if the mirror has to read the table. */
    long @Nullable [] find(int k) throws SQLException {
        float[] query = run.vector(blend.query());
        if (query == null) {
            return null;
        }
        Filter filter = storageFilter();
        MirrorSql conditions = blend.eligible();
        EligibleRows eligible = filter == null && conditions != null ? collected(conditions) : null;
        return blend.method() == Method.RANKED
                ? ranked(query, k, filter, eligible)
                : summed(query, k, filter, eligible);
    }

    /**
     * Returns whether rows that neither side has found may be among the best: those with the score 0, by other keys.
     */
    boolean isTied() {
        return isTied;
    }

    /** Returns the condition for the storage engine, or null if it cannot evaluate all of it. */
    private @Nullable Filter storageFilter() {
        FilterTemplate template = blend.template();
        Filter filter = template == null ? null : template.bind(run.slots());
        return filter != null && run.view().canEvaluate(blend.columnId(), filter) ? filter : null;
    }

    private EligibleRows collected(MirrorSql conditions) throws SQLException {
        try (PreparedStatement statement = run.prepare(conditions)) {
            return run.view().collect(statement);
        }
    }

    /**
     * Looks at the nearest rows and at the best matches, and at more of these until no other row can be among the best
     * k (the threshold algorithm of Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2001).
     */
    private long @Nullable [] summed(float[] query, int k, @Nullable Filter filter, @Nullable EligibleRows eligible)
            throws SQLException {
        TextHits checked = null;
        if (filter == null && filtering != null) {
            TextHits all = texts.all(true, null);
            if (all.count() > MATCHES_MAX) {
                return null;
            }
            checked = candidates.eligible(all, filtering);
        }
        SearchResult near = nearest(query, k, filter, eligible);
        double unseenDistance = near.count() < k + SLACK ? Double.NaN : near.distances()[near.count() - 1];
        int asked = Math.max(FIRST_MATCHES, MATCHES_FACTOR * k);
        TextHits best = bestTexts(asked, filter, checked);
        Map<Long, Scores> scores = withTexts(near, best.count() < asked ? best.byRowId() : checked);
        double bestScore = blend.method() != Method.WEIGHTED
                ? 1
                : filtering == null ? Binding.bestScore(best) : Binding.bestScore(bestTexts(1, null, null));
        var sum = new Sum(blend, run, bestScore);
        if (!sum.isUsual()) {
            return null;
        }
        int seen = 0;
        while (true) {
            int end = Math.min(best.count(), seen + Math.max(COMPARED_MIN, k));
            add(query, best.range(seen, end).byRowId(), scores);
            seen = end;
            double least = least(scores, k, sum);
            boolean areAllSeen = seen == best.count() && best.count() < asked;
            if (areAllSeen || least > sum.of(new Scores(best.scores()[seen - 1], unseenDistance))) {
                return chosen(scores, least, sum, bestScore);
            }
            if (seen == asked) {
                if (asked > MATCHES_MAX) {
                    return null;
                }
                asked *= MATCHES_FACTOR;
                best = bestTexts(asked, filter, checked);
            }
        }
    }

    /** @param checked the matches that meet the condition, where only the mirror can tell; else null */
    private TextHits bestTexts(int count, @Nullable Filter filter, @Nullable TextHits checked) {
        return checked == null ? texts.best(count, filter) : checked.best(count);
    }

    /**
     * Returns the two scores of rows that were found by their vectors.
     *
     * @param matches all matches, by row id, if they are known
     */
    private Map<Long, Scores> withTexts(SearchResult near, @Nullable TextHits matches) {
        long[] rowIds = near.rowIds().clone();
        Arrays.sort(rowIds);
        TextHits found = matches == null ? texts.of(rowIds) : matches;
        Map<Long, Scores> scores = new TreeMap<>();
        for (int i = 0; i < near.count(); i++) {
            long rowId = near.rowIds()[i];
            int match = Arrays.binarySearch(found.rowIds(), rowId);
            scores.put(rowId, new Scores(match < 0 ? 0 : found.scores()[match], near.distances()[i]));
        }
        return scores;
    }

    /** Returns the rows with at least a score, or null if rows that were not looked at may have it. */
    private long @Nullable [] chosen(Map<Long, Scores> scores, double least, Sum sum, double bestScore) {
        // Those have no match, and are farther, or have no vector.
        if (!sum.isAboveUnseen(least)) {
            return null;
        }
        scores.values().removeIf(each -> !(sum.of(each) >= least));
        long[] rowIds = new long[scores.size()];
        double[] texts = new double[rowIds.length];
        int count = 0;
        for (Map.Entry<Long, Scores> each : scores.entrySet()) {
            rowIds[count] = each.getKey();
            texts[count++] = each.getValue().text();
        }
        candidates.keep(new TextHits(rowIds, texts), false, bestScore);
        return rowIds;
    }

    /**
     * How a row's scores are added up.
     *
     * @param distanceWeight at most 0
     */
    private record Sum(Method method, double weight, double distanceWeight, double textWeight) {
        Sum(Blend blend, Run run, double bestScore) {
            this(
                    blend.method(),
                    blend.text().of(run.slots()),
                    blend.distance().of(run.slots()),
                    blend.method() == Method.WEIGHTED
                            ? (1 - blend.text().of(run.slots())) / bestScore
                            : blend.text().of(run.slots()));
        }

        boolean isUsual() {
            return method == Method.WEIGHTED
                    ? weight >= 0 && weight <= 1
                    : distanceWeight <= 0
                            && distanceWeight > Double.NEGATIVE_INFINITY
                            && textWeight >= 0
                            && textWeight < Double.POSITIVE_INFINITY;
        }

        /** Returns a row's score, less what all rows have; negative infinity for NULL. */
        double of(Scores scores) {
            return vector(scores.distance()) + textWeight * scores.text();
        }

        private double vector(double distance) {
            if (Double.isNaN(distance)) {
                return method == Method.WEIGHTED ? 0 : Double.NEGATIVE_INFINITY;
            }
            return method == Method.WEIGHTED ? weight * (1 - distance / 2) : distanceWeight * distance;
        }

        /** Returns how large the numbers are that are added. */
        double size(Scores scores) {
            return 1 + Math.abs(vector(scores.distance())) + textWeight * scores.text();
        }

        /** Returns whether no row that was not looked at can have a score. */
        boolean isAboveUnseen(double least) {
            return least > (method == Method.WEIGHTED || distanceWeight == 0 ? 0 : Double.NEGATIVE_INFINITY);
        }
    }

    /** Returns what a row needs to be among the best k, less what rounding may change. */
    private static double least(Map<Long, Scores> scores, int k, Sum sum) {
        double[] sums = scores.values().stream().mapToDouble(sum::of).sorted().toArray();
        double largest = scores.values().stream()
                .filter(each -> sum.of(each) != Double.NEGATIVE_INFINITY)
                .mapToDouble(sum::size)
                .max()
                .orElse(0);
        return sums.length < k ? Double.NEGATIVE_INFINITY : sums[sums.length - k] - TOLERANCE * largest;
    }

    /** Compares the vectors of matches that are not known yet, and adds their scores. */
    private void add(float[] query, TextHits matches, Map<Long, Scores> scores) {
        long[] unknown = LongStream.of(matches.rowIds())
                .filter(rowId -> !scores.containsKey(rowId))
                .toArray();
        EligibleRows vectors = run.view().vectorsOf(blend.columnId(), unknown);
        Map<Long, Double> distances = new HashMap<>();
        if (vectors.count() > 0) {
            SearchResult compared = run.view()
                    .nearest(new VectorSearch(
                            blend.columnId(),
                            blend.metric(),
                            query,
                            vectors.count(),
                            null,
                            vectors,
                            null,
                            SearchOptions.EXACT));
            for (int i = 0; i < compared.count(); i++) {
                distances.put(compared.rowIds()[i], compared.distances()[i]);
            }
        }
        for (int i = 0; i < matches.count(); i++) {
            long rowId = matches.rowIds()[i];
            if (!scores.containsKey(rowId)) {
                scores.put(rowId, new Scores(matches.scores()[i], distances.getOrDefault(rowId, Double.NaN)));
            }
        }
    }

    private SearchResult nearest(float[] query, int k, @Nullable Filter filter, @Nullable EligibleRows eligible) {
        int asked = k + SLACK;
        while (true) {
            SearchResult near = run.view()
                    .nearest(new VectorSearch(
                            blend.columnId(),
                            blend.metric(),
                            query,
                            asked,
                            null,
                            eligible,
                            filter,
                            blend.options(run)));
            // Rows as near as the k-th may be ordered by other keys.
            boolean isComplete = near.count() < asked || near.distances()[asked - 1] != near.distances()[k - 1];
            if (isComplete || asked > VectorSearch.ALL / 8) {
                return near;
            }
            asked *= 4;
        }
    }

    /** Returns the eligible rows whose ranks by text count. */
    private TextHits best(@Nullable Filter filter) throws SQLException {
        return filter != null || filtering == null
                ? texts.best(RANKS, filter)
                : candidates.eligible(texts.all(true, null), filtering).best(RANKS);
    }

    /** Ranks both sides, and has the statement read the scores that come of it. */
    private long @Nullable [] ranked(float[] query, int k, @Nullable Filter filter, @Nullable EligibleRows eligible)
            throws SQLException {
        double alpha = blend.text().of(run.slots());
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new SqlFailure("22023", "The weight of the vectors in hybrid is from 0 to 1, but is " + alpha);
        }
        SearchResult near = nearest(query, RANKS, filter, eligible);
        Map<Long, Double> scores = new TreeMap<>();
        for (int rank = 1; rank <= Math.min(RANKS, near.count()); rank++) {
            scores.put(near.rowIds()[rank - 1], alpha / (RANK_ADDED + rank));
        }
        TextHits best = best(filter);
        for (int rank = 1; rank <= best.count(); rank++) {
            scores.merge(best.rowIds()[rank - 1], (1 - alpha) / (RANK_ADDED + rank), Double::sum);
        }
        long[] rowIds = new long[scores.size()];
        double[] values = new double[rowIds.length];
        int count = 0;
        for (Map.Entry<Long, Double> each : scores.entrySet()) {
            rowIds[count] = each.getKey();
            values[count++] = each.getValue();
        }
        TextHits fused = new TextHits(rowIds, values);
        candidates.keep(fused, true, Binding.bestScore(fused));
        double least = count < k ? 0 : fused.best(k).scores()[k - 1];
        isTied = least <= 0;
        return scores.entrySet().stream()
                .filter(each -> each.getValue() >= least)
                .mapToLong(Map.Entry::getKey)
                .toArray();
    }
}
