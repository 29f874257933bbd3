package io.vectra.storage.engine;

import io.vectra.storage.ProgressInfo;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.graph.BuildProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/** The long tasks that are running. Thread rule: any number of threads. */
final class Tasks {
    /** How often who waits asks whether it was cancelled. */
    static final long ASKING_MS = 20;

    private final Map<Long, Task> running = new ConcurrentSkipListMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private volatile boolean isStopped;

    /**
     * Begins a task; the caller closes it.
     *
     * @param cancelled asked too whether the task shall end
     */
    Task begin(String name, String subject, BooleanSupplier cancelled) {
        var task = new Task(nextId.getAndIncrement(), name, subject, cancelled);
        running.put(task.id, task);
        return task;
    }

    List<ProgressInfo> progress() {
        List<ProgressInfo> progress = new ArrayList<>();
        running.values().forEach(task -> progress.add(task.progress()));
        return progress;
    }

    boolean cancel(long id) {
        Task task = running.get(id);
        if (task != null) {
            task.isCancelled = true;
        }
        return task != null;
    }

    /** Asks all tasks to end, those too that have not begun. */
    void stop() {
        isStopped = true;
    }

    boolean isStopped() {
        return isStopped;
    }

    /** Ends a statement that was cancelled. */
    static void check(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new StoreException(StoreError.CANCELLED, "The statement was cancelled.");
        }
    }

    /**
     * Takes a lock, unless the statement that wants it is cancelled or interrupted meanwhile.
     *
     * @throws StoreException ({@link StoreError#CANCELLED})
     */
    static void lock(Lock lock, BooleanSupplier cancelled) {
        try {
            while (!lock.tryLock() && !lock.tryLock(ASKING_MS, TimeUnit.MILLISECONDS)) {
                check(cancelled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreError.CANCELLED, "The statement was interrupted while it waited for another task.", e);
        }
    }

    /** A long task. */
    final class Task implements BuildProgress, AutoCloseable {
        private final long id;
        private final String name;
        private final String subject;
        private final BooleanSupplier cancelled;
        private volatile boolean isCancelled;
        private volatile String step = "";
        private volatile long stepStart = System.nanoTime();
        private volatile long done;
        private volatile long total;

        private Task(long id, String name, String subject, BooleanSupplier cancelled) {
            this.id = id;
            this.name = name;
            this.subject = subject;
            this.cancelled = cancelled;
        }

        /** Begins a part. */
        void step(String newStep, long newTotal) {
            step = newStep;
            done = 0;
            total = newTotal;
            stepStart = System.nanoTime();
            check();
        }

        @Override
        public void advanced(long newDone, long newTotal) {
            done = newDone;
            total = newTotal;
        }

        @Override
        public boolean isCancelled() {
            return isCancelled || isStopped || cancelled.getAsBoolean();
        }

        /** Notes progress, and ends the task if that was asked for. */
        void advance(long newDone) {
            done = newDone;
            check();
        }

        private void check() {
            if (isCancelled()) {
                throw new StoreException(
                        StoreError.CANCELLED, "The task \"" + name + "\" of " + subject + " was cancelled.");
            }
        }

        private ProgressInfo progress() {
            double seconds = (System.nanoTime() - stepStart) / 1e9;
            double rate = seconds > 0 ? done / seconds : 0;
            double left = rate > 0 && total > 0 ? Math.max(0, total - done) / rate : Double.NaN;
            return new ProgressInfo(id, name, subject, step, done, total, rate, left);
        }

        @Override
        public void close() {
            running.remove(id);
        }
    }
}
