package io.vectra.storage.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@code ef} that a wanted recall needs, by asking a graph for what is known exactly.
 *
 * <p>Thread rule: immutable; any number of threads.
 */
public final class RecallCalibration {
    /** No larger {@code ef} is tried. */
    public static final int EF_MAX = 10_000;

    /** Two values of {@code ef} that differ by a smaller part are not told apart. */
    private static final double RESOLUTION = 0.05;

    /** So that of a hundred measured graphs two or three, not sixteen, give less than was wanted. */
    private static final double STANDARD_ERRORS = 2;

    /** By how much a distance in single precision may be larger than the exact one, as a part of it. */
    private static final double TOLERANCE = 1e-5;

    private final GraphIndex graph;
    private final List<ExactAnswer> answers;
    private final @Nullable AcceptedOrdinals accepted;

    /**
     * Takes a graph, and what is known of its vectors.
     *
     * @param answers of queries like those to come: some hundred, because the error of a recall that is measured with
     *     few is large
     * @param accepted the vectors that the answers are among, such as those that are not deleted; null for all
     */
    public RecallCalibration(GraphIndex graph, List<ExactAnswer> answers, @Nullable AcceptedOrdinals accepted) {
        this.graph = graph;
        this.answers =
                answers.stream().filter(answer -> answer.distances().length > 0).toList();
        this.accepted = accepted;
    }

    /**
     * An exact answer.
     *
     * @param query float[dimension]
     * @param distances double[k], the metric's values of the nearest vectors, ascending. A hit that is no farther than
     *     the last counts as found, so equally near vectors are as good as one another
     */
    public record ExactAnswer(float[] query, double[] distances) {}

    /**
     * An {@code ef} and what it gives.
     *
     * @param recall the part of the exact answers that a search with this {@code ef} finds, the mean of all samples
     * @param isMet whether that is the wanted recall
     */
    public record Calibrated(int ef, double recall, boolean isMet) {}

    /**
     * Returns the smallest {@code ef} whose recall less two standard errors is at least the wanted one; the largest one
     * that may be if none is so good.
     *
     * @param recall wanted, in (0, 1]
     */
    public Calibrated efFor(double recall) {
        if (!(recall > 0 && recall <= 1)) {
            throw new IllegalArgumentException("recall must be above 0 and at most 1, but is " + recall);
        }
        int max = Math.max(1, Math.min(EF_MAX, graph.statistics().nodeCount()));
        int low = 0;
        int high = Math.min(
                max, answers.stream().mapToInt(a -> a.distances().length).max().orElse(1));
        Measured measured = measure(high);
        while (!measured.isAtLeast(recall) && high < max) {
            low = high;
            high = (int) Math.min(max, 2L * high);
            measured = measure(high);
        }
        while (measured.isAtLeast(recall) && high - low > Math.max(1, RESOLUTION * high) && low > 0) {
            int middle = (low + high) >>> 1;
            Measured atMiddle = measure(middle);
            if (atMiddle.isAtLeast(recall)) {
                high = middle;
                measured = atMiddle;
            } else {
                low = middle;
            }
        }
        return new Calibrated(high, measured.mean(), measured.isAtLeast(recall));
    }

    /** Returns the mean recall with an {@code ef}; 1 without answers. */
    public double recallAt(int ef) {
        return measure(ef).mean();
    }

    /** A mean, and by how much it may be off. */
    private record Measured(double mean, double standardError) {
        boolean isAtLeast(double wanted) {
            return mean - STANDARD_ERRORS * standardError >= wanted;
        }
    }

    private Measured measure(int ef) {
        double sum = 0;
        double squares = 0;
        for (ExactAnswer answer : answers) {
            double found = found(answer, ef);
            sum += found;
            squares += found * found;
        }
        int count = answers.size();
        if (count == 0) {
            return new Measured(1, 0);
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        return new Measured(mean, Math.sqrt(variance / count));
    }

    private double found(ExactAnswer answer, int ef) {
        int k = answer.distances().length;
        double last = answer.distances()[k - 1];
        double limit = last + TOLERANCE * Math.max(1, Math.abs(last));
        GraphHits hits = graph.nearest(GraphQuery.of(answer.query(), k, ef).accepting(accepted));
        int found = 0;
        for (float distance : hits.distances()) {
            found += distance <= limit ? 1 : 0;
        }
        return Math.min(1.0, found / (double) k);
    }
}
