package io.vectra.jdbc;

import io.vectra.sql.Plan;
import io.vectra.sql.StatementLimits;
import io.vectra.storage.Session;
import io.vectra.storage.Session.SavepointMark;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a batch of different statements, all or nothing.
 *
 * <p>A definition commits by itself, as everywhere; so a batch with definitions is made of the pieces between them, and
 * a failure undoes its own piece alone. The exception's counts tell: what was kept has its count, what was not has
 * {@link java.sql.Statement#EXECUTE_FAILED}.
 *
 * <p>Thread rule: one thread, under the connection's lock.
 */
final class TextBatch {
    private static final @Nullable Object[] NO_PARAMETERS = {};

    private final Session session;
    private final Planner planner;
    private final StatementLimits limits;
    private final boolean isAutoCommit;
    private @Nullable SavepointMark pieceStart;

    /** Plans a text. */
    @FunctionalInterface
    interface Planner {
        /** Returns the text with its plan. */
        PlannedSql plan(String sql) throws SQLException;
    }

    TextBatch(Session session, Planner planner, StatementLimits limits) {
        this.session = session;
        this.planner = planner;
        this.limits = limits;
        this.isAutoCommit = session.isAutoCommit();
    }

    /**
     * Runs the statements in order.
     *
     * @return one update count for each
     * @throws java.sql.BatchUpdateException naming the statement that failed
     */
    long[] run(List<String> texts) throws SQLException {
        long[] counts = SqlErrors.allFailed(texts.size());
        int pieceIndex = 0;
        int index = 0;
        try {
            if (isAutoCommit) {
                session.setAutoCommit(false);
            }
            for (; index < counts.length; index++) {
                PlannedSql planned = planner.plan(texts.get(index));
                Plan.Kind kind = planned.current().kind();
                VectraStatement.Expectation.COUNT.check(planned.current());
                if (kind != Plan.Kind.UPDATE) {
                    endPiece();
                    pieceIndex = index;
                } else if (pieceStart == null) {
                    pieceStart = session.setSavepoint(null);
                }
                counts[index] = execute(planned);
                if (kind != Plan.Kind.UPDATE) {
                    pieceIndex = index + 1;
                }
            }
            endPiece();
            return counts;
        } catch (SQLException | RuntimeException | Error e) {
            undoPiece(e);
            Arrays.fill(counts, pieceIndex, counts.length, java.sql.Statement.EXECUTE_FAILED);
            throw SqlErrors.batch("Statement", index + 1, counts, e);
        } finally {
            if (isAutoCommit) {
                session.setAutoCommit(true);
            }
        }
    }

    private long execute(PlannedSql planned) throws SQLException {
        try (var execution = planned.execute(NO_PARAMETERS, KeyRequest.NONE, limits)) {
            return execution.updateCount();
        }
    }

    private void endPiece() throws SQLException {
        SavepointMark start = pieceStart;
        pieceStart = null;
        if (isAutoCommit) {
            session.commit();
        } else if (start != null) {
            session.release(start);
        }
    }

    private void undoPiece(Throwable failure) {
        try {
            SavepointMark start = pieceStart;
            if (isAutoCommit) {
                session.rollback();
            } else if (start != null) {
                session.rollbackTo(start);
            }
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
