package io.vectra.storage.graph;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the numbered steps of a build on several threads, until all are done, one has failed, or the build is cancelled.
 *
 * <p>Thread rule: one build; the threads are daemons, and have ended when {@link #run} returns.
 */
final class BuildSteps {
    /** How many steps a thread takes at a time. */
    private static final int TAKEN = 32;

    private static final int REPORTED = 1024;

    private final int end;
    private final int total;
    private final BuildProgress progress;
    private final AtomicInteger next;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Takes steps.
     *
     * @param start the first
     * @param end the one after the last
     * @param total how many there are altogether, for the progress
     */
    BuildSteps(int start, int end, int total, BuildProgress progress) {
        this.end = end;
        this.total = total;
        this.progress = progress;
        this.next = new AtomicInteger(start);
    }

    /**
     * Runs all steps; with one thread in their order.
     *
     * @param workers gives each thread what runs its steps
     * @throws StoreException {@link StoreError#CANCELLED}
     */
    void run(int threadCount, Supplier<IntConsumer> workers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i < threadCount; i++) {
            var thread = new Thread(() -> work(workers), "vectra-graph-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        work(workers);
        threads.forEach(BuildSteps::join);
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void work(Supplier<IntConsumer> workers) {
        try {
            IntConsumer worker = workers.get();
            int first = take();
            while (first < end && failure.get() == null) {
                checkCancelled(progress);
                int after = Math.min(first + TAKEN, end);
                for (int step = first; step < after; step++) {
                    worker.accept(step);
                }
                if (first / REPORTED != after / REPORTED || after == total) {
                    progress.advanced(after, total);
                }
                first = take();
            }
        } catch (RuntimeException | Error e) {
            if (!failure.compareAndSet(null, e)) {
                Objects.requireNonNull(failure.get()).addSuppressed(e);
            }
        }
    }

    /** Takes the next steps; the number stays at the end, so that it cannot overflow. */
    private int take() {
        return next.getAndUpdate(first -> Math.min(end, first + TAKEN));
    }

    /** Throws {@link StoreError#CANCELLED} if a build is to end. */
    static void checkCancelled(BuildProgress progress) {
        if (progress.isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new StoreException(StoreError.CANCELLED, "The build of a graph was cancelled.");
        }
    }

    /** Waits for a thread that ends soon, even if this one is interrupted. */
    static void join(Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
