package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.relational.MirrorErrors;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session's running statement can be cancelled by. Thread rule: one thread runs the statement, any other may
 * cancel it.
 */
final class RunningStatement {
    private static final int TRACKED_MAX = 16;

    private final List<PreparedStatement> statements = new ArrayList<>();
    /** How many parts of the statement have begun, one inside the other. */
    private int depth;

    private volatile boolean isCancelled;
    /** Whether it waits for other transactions, or has ended while it did. */
    private volatile boolean isWaiting;

    private volatile boolean isAborted;
    private volatile long deadlineNanos;
    /** How long the statement may run; 0 for no limit. */
    private volatile int timeoutMs;

    /**
     * A new statement begins, or a part of the one that runs.
     *
     * @throws StoreException ({@link StoreError#CANCELLED}) if that was cancelled
     */
    synchronized void begin(int limitMs) {
        if (depth > 0) {
            refuseCancelled();
            depth++;
            return;
        }
        depth = 1;
        statements.clear();
        isCancelled = false;
        isWaiting = false;
        deadlineNanos = System.nanoTime() + limitMs * 1_000_000L;
        timeoutMs = limitMs;
    }

    /** The statement, or a part of it, is over; then cancelling is harmless from now on. */
    synchronized void end() {
        depth--;
        if (depth == 0) {
            statements.clear();
        }
    }

    /**
     * Waits for other transactions; whatever ends the statement before that is over, is told as having ended it there.
     */
    void await(Runnable wait) {
        isWaiting = true;
        try {
            wait.run();
            isWaiting = false;
        } catch (StoreException e) {
            rethrow(e);
            throw e;
        }
    }

    /** A task that writes files. */
    @FunctionalInterface
    interface LongWork {
        void run() throws IOException, SQLException;
    }

    /** Runs a long task on this thread, so that {@link #cancel} ends it. */
    void run(int limitMs, LongWork work) throws SQLException {
        begin(limitMs);
        try {
            work.run();
        } catch (IOException e) {
            throw new StoreException(
                    StoreError.IO,
                    "The task failed: " + e.getMessage() + ". Nothing is lost, and nothing was changed.",
                    e);
        } catch (StoreException e) {
            rethrow(e);
            throw e;
        } finally {
            end();
        }
    }

    /**
     * Remembers a mirror statement to be cancelled with this one.
     *
     * @throws StoreException ({@link StoreError#CANCELLED}) if this one was cancelled before
     */
    synchronized PreparedStatement track(PreparedStatement statement) throws SQLException {
        if (isCancelled()) {
            statement.close();
            refuseCancelled();
        }
        if (statements.size() == TRACKED_MAX) {
            statements.remove(0);
        }
        statements.add(statement);
        return statement;
    }

    void cancel() {
        List<PreparedStatement> running;
        synchronized (this) {
            isCancelled = true;
            running = List.copyOf(statements);
        }
        try {
            for (PreparedStatement statement : running) {
                cancel(statement);
            }
        } catch (SQLException e) {
            throw new StoreException(StoreError.IO, "The statement could not be cancelled: " + e.getMessage(), e);
        }
    }

    private static void cancel(PreparedStatement statement) throws SQLException {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // Its own thread may close it at any moment: then there is nothing left to cancel.
            if (!statement.isClosed()) {
                throw e;
            }
        }
    }

    /** Cancels this statement and all that begin later. */
    void abort() {
        isAborted = true;
    }

    boolean isAborted() {
        return isAborted;
    }

    /** Returns whether the statement was cancelled or has run out of time. */
    boolean isCancelled() {
        return isAborted || isCancelled || isOutOfTime();
    }

    private boolean isOutOfTime() {
        return timeoutMs > 0 && System.nanoTime() - deadlineNanos > 0;
    }

    /** Throws a failure as our own, if it is one, and says why the statement was ended, if it was. */
    void rethrow(Exception failure) {
        StoreException ours = MirrorErrors.storeExceptionIn(failure);
        boolean isEnded = ours == null ? MirrorErrors.isCancelled(failure) : ours.error() == StoreError.CANCELLED;
        if (isEnded && isCancelled()) {
            throw new StoreException(StoreError.CANCELLED, reason(), failure);
        }
        if (ours != null) {
            throw ours;
        }
    }

    private void refuseCancelled() {
        if (isCancelled()) {
            throw new StoreException(StoreError.CANCELLED, reason());
        }
    }

    private String reason() {
        if (isAborted) {
            return "The connection was closed while the statement ran, and the statement was ended.";
        }
        String where = isWaiting ? ", while it waited for another transaction to end" : "";
        return isCancelled
                ? "The statement was cancelled" + where + "."
                : "The statement was ended after " + timeoutMs
                        + " ms, its time limit, which setQueryTimeout or SET statement_timeout has set" + where + ".";
    }
}
