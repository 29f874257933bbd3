package io.vectra.sql;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that recurses deeply, such as planning a chain of ten thousand ANDs, where the caller's stack is too small
 * for it.
 *
 * <p>Thread rule: any number of threads. The work must need no lock that its caller holds.
 */
public final class LargeStack {
    private static final long STACK_BYTES = 512L << 20;

    private LargeStack() {}

    /**
     * Does the work on this thread, and once more on another one with a large stack if this one's is too small. What
     * the first try did has to be undone by its failure.
     *
     * @throws SqlFailure ({@code 54001}) if the large stack is too small, too
     */
    public static <R> R call(Callable<R> work) throws SQLException {
        try {
            return work.call();
        } catch (StackOverflowError e) {
            return callOnLarge(work);
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("no other exception is declared", e);
        }
    }

    private static <R> R callOnLarge(Callable<R> work) throws SQLException {
        FutureTask<R> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "vectra-large-stack", STACK_BYTES);
        thread.setDaemon(true);
        boolean isInterrupted = false;
        try {
            thread.start();
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (OutOfMemoryError e) {
            throw tooDeep(e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SQLException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof StackOverflowError) {
            throw tooDeep(cause);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof SQLException failure) {
            return failure;
        }
        throw new AssertionError("no other exception is declared", cause);
    }

    private static SqlFailure tooDeep(Throwable cause) {
        return new SqlFailure(
                SqlFailure.TOO_DEEP,
                "The statement is nested too deeply; split it, or use IN instead of long chains of OR",
                0,
                0,
                cause);
    }
}
