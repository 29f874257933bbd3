package io.vectra.jdbc;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Plan;
import io.vectra.storage.StoreException;
import java.sql.BatchUpdateException;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one planned statement with the parameters that its setters were given.
 *
 * <p>Parameters keep their values from run to run. A batch is one changing statement of all its rows: all are kept, or
 * none.
 *
 * <p>Thread rule: one thread at a time (synchronised on the connection); {@link #cancel()} from any thread.
 */
final class VectraPreparedStatement extends ParameterizedStatement {
    private static final Object UNSET = new Object();

    private final PlannedSql planned;
    private final KeyRequest keys;
    private final List<Plan.ParameterInfo> targets;
    private @Nullable Object[] parameters;
    private List<@Nullable Object[]> rows = new ArrayList<>();

    VectraPreparedStatement(VectraConnection connection, int resultSetType, PlannedSql planned, KeyRequest keys)
            throws SQLException {
        super(connection, resultSetType);
        this.planned = planned;
        this.keys = keys;
        this.targets = planned.current().parameters();
        this.parameters = new Object[targets.size()];
        Arrays.fill(parameters, UNSET);
    }

    @Override
    void set(int index, @Nullable Object value) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) {
            throw SqlErrors.badArgument(
                    "parameterIndex", index, parameters.length == 0 ? "no parameter" : "1 to " + parameters.length);
        }
        parameters[index - 1] = ParameterValue.of(index, value, targets.get(index - 1));
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(parameters, UNSET);
    }

    private void checkComplete() throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == UNSET) {
                throw SqlErrors.of(
                        SqlErrors.PARAMETER_MISSING,
                        "Parameter " + (i + 1) + " of " + parameters.length + " is not set; NULL is set with setNull");
            }
        }
    }

    private boolean run(Expectation expectation) throws SQLException {
        checkComplete();
        return connection.perform(this, session -> run(planned, parameters, keys, expectation));
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        run(Expectation.ROWS);
        return rows();
    }

    @Override
    public boolean execute() throws SQLException {
        return run(Expectation.ANYTHING);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        run(Expectation.COUNT);
        return getLargeUpdateCount();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return count(executeLargeUpdate());
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        checkComplete();
        rows.add(parameters.clone());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        rows = new ArrayList<>();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        List<@Nullable Object[]> batch = rows;
        return connection.perform(this, session -> {
            rows = new ArrayList<>();
            discardResults();
            return batch.isEmpty() ? new long[0] : run(batch);
        });
    }

    private long[] run(List<@Nullable Object[]> batch) throws SQLException {
        Plan plan = planned.current();
        try {
            if (plan.kind() != Plan.Kind.UPDATE) {
                throw SqlErrors.of(
                        SqlErrors.NOT_AN_UPDATE, "Only a statement that changes rows can run as a batch; use execute");
            }
            BatchExecution execution = planned.executeBatch(batch, keys, limits());
            if (execution.generatedKeys() == null) {
                execution.close();
            } else {
                keepKeys(execution.generatedKeys(), execution.vectors(), execution.resources(), plan.changedTable());
            }
            return execution.updateCounts();
        } catch (BatchUpdateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw SqlErrors.batch("Row", e.getLargeUpdateCounts().length + 1, SqlErrors.allFailed(batch.size()), cause);
        } catch (SQLException | StoreException e) {
            throw SqlErrors.batch("Row", batch.size() + 1, SqlErrors.allFailed(batch.size()), e);
        }
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        Plan plan = connection.call(session -> planned.current());
        return plan.kind() == Plan.Kind.QUERY ? connection.call(session -> describe(planned.columns())) : null;
    }

    private static ResultSetMetaData describe(List<Plan.ResultColumn> columns) {
        List<ColumnDescription> descriptions = new ArrayList<>(columns.size());
        for (Plan.ResultColumn column : columns) {
            ColumnDescription description = column.description();
            if (description == null) {
                throw new AssertionError("a planned column without a description: " + column.label());
            }
            descriptions.add(description);
        }
        return new VectraResultSetMetaData(ResultColumns.of(columns), descriptions);
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new VectraParameterMetaData(targets);
    }

    @Override
    void refuseIfPrepared() throws SQLException {
        throw SqlErrors.of("90130", "A prepared statement has its text already; create a Statement for another");
    }

    /** Returns the statement's text, for logs. */
    @Override
    public String toString() {
        return planned.toString();
    }
}
