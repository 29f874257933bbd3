package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.VectraSearcher;
import io.vectra.benchmarks.peer.VectraStore;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Searches on a thread of its own while something else goes on. */
final class BackgroundReader {
    private final VectraStore store;
    private final DataSet set;
    private volatile boolean isDone;

    BackgroundReader(VectraStore store, DataSet set) {
        this.store = store;
        this.set = set;
    }

    /** Searches for some seconds on this thread. */
    Latencies alone(double seconds) throws Exception {
        isDone = false;
        return search(System.nanoTime() + (long) (seconds * 1e9));
    }

    /** Searches beside an action, from its start to its end. */
    Latencies beside(Callable<?> action) throws Exception {
        isDone = false;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Latencies> searching = thread.submit(() -> search(Long.MAX_VALUE));
            try {
                action.call();
            } finally {
                isDone = true;
            }
            return searching.get();
        } finally {
            thread.shutdownNow();
        }
    }

    private Latencies search(long end) throws Exception {
        Latencies latencies = new Latencies();
        try (VectraSearcher searcher = store.searcher()) {
            searcher.search(set.queries()[0], SearchRun.K);
            long before = System.nanoTime();
            for (int i = 1; !isDone && before < end; i++) {
                searcher.search(set.queries()[i % set.queries().length], SearchRun.K);
                long after = System.nanoTime();
                latencies.add(after - before);
                before = after;
            }
        }
        return latencies;
    }
}
