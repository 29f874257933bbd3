package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Distance;
import io.vectra.benchmarks.measure.TextStore.Hit;
import io.vectra.storage.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The formulas of {@code hybrid} as docs/SQL.md states them, computed for every row of one question.
 *
 * <p>Thread rule: immutable, any number of threads.
 *
 * @param cosines the similarity of each row's vector
 * @param texts bm25 of each row, 0 where the text does not match
 */
record HybridOracle(double[] cosines, double[] texts) {
    private static final int RANKS_MAX = 1_000;
    private static final int RANK_OFFSET = 60;

    /** Computes both sides. */
    static HybridOracle of(DataSet set, float[] query, List<Hit> matches) {
        double[] cosines = new double[set.count()];
        for (int row = 0; row < cosines.length; row++) {
            cosines[row] = 1 - Distance.exact(Metric.COSINE, query, set.base().vector(row));
        }
        double[] texts = new double[cosines.length];
        matches.forEach(hit -> texts[hit.row()] = hit.score());
        return new HybridOracle(cosines, texts);
    }

    /** Returns the scores of the wanted rows, best first, ties by row. */
    List<Hit> best(double weight, boolean isWeighted, IntPredicate isWanted) {
        double[] scores = isWeighted ? weighted(weight) : ranked(weight, isWanted);
        return sorted(scores, isWanted, row -> true);
    }

    private double[] weighted(double weight) {
        double highest = 0;
        for (double text : texts) {
            highest = Math.max(highest, text);
        }
        double[] scores = new double[texts.length];
        for (int row = 0; row < scores.length; row++) {
            double share = highest == 0 ? 0 : texts[row] / highest;
            scores[row] = weight * (1 + cosines[row]) / 2 + (1 - weight) * share;
        }
        return scores;
    }

    private double[] ranked(double weight, IntPredicate isWanted) {
        double[] scores = new double[texts.length];
        addRanks(scores, weight, sorted(cosines, isWanted, row -> true));
        addRanks(scores, 1 - weight, sorted(texts, isWanted, row -> texts[row] > 0));
        return scores;
    }

    private static void addRanks(double[] scores, double weight, List<Hit> sorted) {
        for (int rank = 1; rank <= Math.min(RANKS_MAX, sorted.size()); rank++) {
            scores[sorted.get(rank - 1).row()] += weight / (RANK_OFFSET + rank);
        }
    }

    private static List<Hit> sorted(double[] scores, IntPredicate isWanted, IntPredicate isFound) {
        List<Hit> hits = new ArrayList<>();
        for (int row = 0; row < scores.length; row++) {
            if (isWanted.test(row) && isFound.test(row)) {
                hits.add(new Hit(row, scores[row]));
            }
        }
        hits.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::row));
        return hits;
    }
}
