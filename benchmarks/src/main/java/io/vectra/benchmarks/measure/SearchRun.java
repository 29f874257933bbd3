package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Recall;
import io.vectra.benchmarks.peer.Contestant;
import io.vectra.benchmarks.peer.Searcher;
import io.vectra.storage.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Searches of a contestant that has been built, with the data set's queries. */
final class SearchRun {
    static final int K = 10;

    private final Contestant contestant;
    private final DataSet set;
    private final int[][] truth;
    private final Metric metric;
    private final int queryCount;

    /** @param queryCountMax how many of the set's queries are used */
    SearchRun(Contestant contestant, DataSet set, Metric metric, int[][] truth, int queryCountMax) {
        this.contestant = contestant;
        this.set = set;
        this.truth = truth;
        this.metric = metric;
        queryCount = Math.min(queryCountMax, set.queries().length);
    }

    /** How fast searches were. */
    record Speed(double qps, double p50Ms, double p95Ms, double p99Ms) {}

    /** Returns recall at 10 over the queries. */
    double recall(int effort) throws Exception {
        Recall recall = new Recall(set.base(), metric);
        try (Searcher searcher = contestant.searcher()) {
            for (int i = 0; i < queryCount; i++) {
                float[] query = set.queries()[i];
                int[] nearest = Arrays.copyOf(truth[i], Math.min(K, truth[i].length));
                recall.add(query, searcher.search(query, K, effort), nearest);
            }
        }
        return recall.value();
    }

    /** Searches for some seconds on some threads; a tenth of that time before is not counted. */
    Speed speed(int effort, double seconds, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int firstQuery = i * queryCount / threads;
                running.add(pool.submit(() -> search(effort, seconds, firstQuery, start)));
            }
            Latencies all = new Latencies();
            double qps = 0;
            for (Future<Latencies> thread : running) {
                Latencies latencies = thread.get();
                qps += latencies.count() / latencies.totalSeconds();
                all.addAll(latencies);
            }
            return new Speed(qps, all.percentileMs(0.5), all.percentileMs(0.95), all.percentileMs(0.99));
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a search has failed: " + failed.getCause(), failed);
        } finally {
            pool.shutdownNow();
        }
    }

    private Latencies search(int effort, double seconds, int firstQuery, CyclicBarrier start) throws Exception {
        Latencies latencies = new Latencies();
        try (Searcher searcher = contestant.searcher()) {
            int query = firstQuery;
            long warmEnd = System.nanoTime() + (long) (seconds * 1e8);
            do {
                searcher.search(set.queries()[query++ % queryCount], K, effort);
            } while (System.nanoTime() < warmEnd);
            start.await();
            long before = System.nanoTime();
            long end = before + (long) (seconds * 1e9);
            while (before < end) {
                searcher.search(set.queries()[query++ % queryCount], K, effort);
                long after = System.nanoTime();
                latencies.add(after - before);
                before = after;
            }
        }
        return latencies;
    }
}
