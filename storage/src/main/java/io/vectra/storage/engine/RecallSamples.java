package io.vectra.storage.engine;

import io.vectra.storage.SearchOptions;
import io.vectra.storage.SearchResult;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.log.LogPieces;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures the true recall of users' queries: answers a few of them once more in the background, exactly and as of the
 * same commit, and compares.
 *
 * <p>Takes at most 1 % of the time of one core. Thread rule: any number of threads offer, one measures.
 */
final class RecallSamples {
    private static final int WAITING_MAX = 16;

    /** Of a hundred nanoseconds, one is spent on samples. */
    private static final int TIME_PART = 100;

    /** An older sample counts by so much less than the one after it. */
    private static final double FADING = 0.99;

    private final ArrayBlockingQueue<Sample> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Map<String, Measured> measured = new HashMap<>();
    private final long startNanos = System.nanoTime();
    private long spentNanos;

    /** A query that was answered through graphs. */
    private record Sample(
            String index, ReadState state, LogPieces pieces, long lsn, VectorSearch search, SearchResult result) {}

    /**
     * What is known of an index's recall.
     *
     * @param recall the mean of the samples, newer ones counting more
     * @param weight the sum of their weights
     */
    record Measured(double recall, double weight, long samples) {
        static final Measured NONE = new Measured(Double.NaN, 0, 0);

        Measured with(double sample) {
            double faded = weight * FADING;
            double sum = samples == 0 ? 0 : recall * faded;
            return new Measured((sum + sample) / (faded + 1), faded + 1, samples + 1);
        }
    }

    /** Decides whether a search is to be measured; only searches among committed rows are. */
    static boolean isChosen(double share) {
        return share > 0 && ThreadLocalRandom.current().nextDouble() < share;
    }

    /** Keeps a search until there is time; one too many is forgotten. */
    void offer(VectorIndexInfo index, ReadState state, LogPieces pieces, VectorSearch search, Answer answer) {
        float[] query = search.query().clone();
        var copy = new VectorSearch(
                search.columnId(),
                search.metric(),
                query,
                search.k(),
                search.radius(),
                search.eligible(),
                search.filter(),
                SearchOptions.EXACT);
        waiting.offer(new Sample(GraphFiles.name(index), state, pieces, answer.lsn(), copy, answer.result()));
    }

    /** What a search found, and as of when. */
    record Answer(long lsn, SearchResult result) {}

    /** Measures what waits, as far as there is time for it. */
    void measure(SearchHelp help, BooleanSupplier cancelled) {
        while (spentNanos * TIME_PART < System.nanoTime() - startNanos && !cancelled.getAsBoolean()) {
            Sample sample = waiting.poll();
            if (sample == null) {
                return;
            }
            long start = System.nanoTime();
            SearchResult exact = new ColumnSearch(
                            sample.state(),
                            new StoredSource(sample.pieces(), sample.state().segments()),
                            sample.lsn(),
                            sample.search(),
                            null,
                            help,
                            cancelled)
                    .run();
            double recall = recall(sample.result(), exact);
            spentNanos += System.nanoTime() - start;
            synchronized (measured) {
                measured.merge(sample.index(), Measured.NONE.with(recall), (before, now) -> before.with(recall));
            }
        }
    }

    /** A row at the distance of the last one counts as found: of equally near ones any is right. */
    private static double recall(SearchResult found, SearchResult exact) {
        if (exact.count() == 0) {
            return 1;
        }
        double last = exact.distances()[exact.count() - 1];
        long right = Arrays.stream(found.distances())
                .filter(distance -> distance <= last)
                .count();
        return Math.min(1.0, right / (double) exact.count());
    }

    /** Returns what is known of an index's recall. */
    Measured of(VectorIndexInfo index) {
        synchronized (measured) {
            @Nullable Measured known = measured.get(GraphFiles.name(index));
            return known == null ? Measured.NONE : known;
        }
    }
}
