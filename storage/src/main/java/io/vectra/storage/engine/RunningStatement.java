package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
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
    private volatile boolean isCancelled;
    private volatile boolean isAborted;
    private volatile long deadlineNanos;
    private volatile boolean hasDeadline;

    /** A new statement begins. */
    synchronized void begin(int timeoutMs) {
        statements.clear();
        isCancelled = false;
        hasDeadline = timeoutMs > 0;
        deadlineNanos = System.nanoTime() + timeoutMs * 1_000_000L;
    }

    /** The statement is over; cancelling is harmless from now on. */
    synchronized void end() {
        statements.clear();
    }

    /** Remembers a mirror statement to be cancelled with this one. */
    synchronized PreparedStatement track(PreparedStatement statement) {
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
        return isAborted || isCancelled || (hasDeadline && System.nanoTime() - deadlineNanos > 0);
    }
}
