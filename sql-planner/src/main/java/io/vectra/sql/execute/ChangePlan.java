package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreException;
import io.vectra.storage.TableInfo;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An INSERT, UPDATE or DELETE, which is one statement of the mirror. */
public final class ChangePlan extends PlannedStatement {
    private final MirrorSql sql;
    private final Binding binding;
    private final TableInfo table;

    public ChangePlan(
            MirrorSql sql, Binding binding, List<ParameterInfo> parameters, TableInfo table, Environment environment) {
        super(Kind.UPDATE, parameters, environment);
        this.sql = sql;
        this.binding = binding;
        this.table = table;
    }

    /** Returns the statement of the mirror. */
    public MirrorSql sql() {
        return sql;
    }

    @Override
    public TableInfo changedTable() {
        return table;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        String[] keys = GeneratedKeys.columns(table, options);
        @Nullable Object[] slots = slots(session, values);
        return session.write(view -> run(view, slots, keys));
    }

    private @Nullable Object[] slots(Session session, @Nullable Object[] values) {
        return binding.slots(session, environment().settings(), values);
    }

    private Execution run(StatementView view, @Nullable Object[] slots, String @Nullable [] keys) throws SQLException {
        PreparedStatement statement = prepare(view, keys);
        try {
            binding.bind(statement, sql, view, slots);
            long count = statement.executeLargeUpdate();
            ResultSet generated = keys == null
                    ? null
                    : keys.length == 0 ? new MemoryRows().toResultSet() : statement.getGeneratedKeys();
            return new Execution(null, List.of(), null, count, generated, statement::close);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    private PreparedStatement prepare(StatementView view, String @Nullable [] keys) throws SQLException {
        return keys == null || keys.length == 0
                ? view.prepare(sql.text())
                : view.prepareReturningKeys(sql.text(), keys);
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> rows, ExecuteOptions options)
            throws SQLException {
        rows.forEach(this::checkCount);
        String[] keys = GeneratedKeys.columns(table, options);
        List<@Nullable Object[]> slots = new ArrayList<>(rows.size());
        rows.forEach(row -> slots.add(slots(session, row)));
        return session.write(view -> runBatch(view, slots, keys));
    }

    private BatchExecution runBatch(StatementView view, List<@Nullable Object[]> rows, String @Nullable [] keys)
            throws SQLException {
        long[] counts = new long[rows.size()];
        GeneratedKeys generated = new GeneratedKeys();
        boolean hasKeys = keys != null && keys.length > 0;
        int done = 0;
        try (PreparedStatement statement = prepare(view, keys)) {
            for (@Nullable Object[] row : rows) {
                binding.bind(statement, sql, view, row);
                counts[done] = statement.executeLargeUpdate();
                if (hasKeys) {
                    generated.addAll(statement);
                }
                done++;
            }
        } catch (SQLException e) {
            throw failed(e, e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, done));
        } catch (SqlFailure e) {
            throw failed(e, e.sqlState(), 0, Arrays.copyOf(counts, done));
        } catch (StoreException e) {
            throw failed(e, e.error().sqlState(), 0, Arrays.copyOf(counts, done));
        }
        return new BatchExecution(counts, keys == null ? null : generated.toResultSet(), Execution.Resource.NONE);
    }

    private static BatchUpdateException failed(Exception cause, @Nullable String sqlState, int errorCode, long[] done) {
        return new BatchUpdateException(cause.getMessage(), sqlState, errorCode, done, cause);
    }
}
