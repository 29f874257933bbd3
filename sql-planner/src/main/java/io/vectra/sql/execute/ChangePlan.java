package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.SearchOptions;
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

/** An INSERT, UPDATE or DELETE, which is one statement of the mirror, perhaps over what searches have found. */
public final class ChangePlan extends PlannedStatement {
    private final MirrorSql sql;
    private final Binding binding;
    private final TableInfo table;
    private final @Nullable SearchedSql searched;

    public ChangePlan(
            MirrorSql sql, Binding binding, List<ParameterInfo> parameters, TableInfo table, Environment environment) {
        super(Kind.UPDATE, parameters, environment);
        this.sql = sql;
        this.binding = binding;
        this.table = table;
        this.searched = null;
    }

    /** Creates a plan that searches first, where the parameters make that possible. */
    public ChangePlan(ChangePlan exact, SearchedSql searched) {
        super(Kind.UPDATE, exact.parameters(), exact.environment());
        this.sql = exact.sql;
        this.binding = exact.binding;
        this.table = exact.table;
        this.searched = searched;
    }

    /** Returns the statement of the mirror without any search. */
    public MirrorSql sql() {
        return sql;
    }

    /** Adds to an explanation how the change would be made. */
    void explain(Explanation explanation, Session session, @Nullable Object[] values) throws SQLException {
        SearchedSql searching = searched;
        if (searching == null) {
            explanation.addMirrorSql(sql);
            return;
        }
        checkCount(values);
        @Nullable Object[] slots = slots(session, values);
        SearchOptions options = environment().settings().search(session);
        session.read(view -> {
            explanation.add(searching, new Run(view, binding, slots, options, null));
            return explanation;
        });
    }

    /**
     * A statement of the mirror with its values.
     *
     * @param sql either the one over what was found, or the one without searches
     */
    private record Bound(MirrorSql sql, @Nullable Object[] slots) {}

    private Bound bound(StatementView view, @Nullable Object[] slots, SearchOptions options) throws SQLException {
        if (searched == null) {
            return new Bound(binding.fitting(sql, view, slots), slots);
        }
        Run run = searched.prepared(new Run(view, binding, slots, options, null));
        return searched.search(run, false) == null
                ? new Bound(binding.fitting(sql, view, slots), slots)
                : new Bound(binding.fitting(searched.sql(), view, run.slots()), run.slots());
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
        SearchOptions search = environment().settings().search(session);
        return session.write(view -> run(view, bound(view, slots, search), keys));
    }

    private @Nullable Object[] slots(Session session, @Nullable Object[] values) {
        return binding.slots(session, environment().settings(), values);
    }

    private Execution run(StatementView view, Bound bound, String @Nullable [] keys) throws SQLException {
        PreparedStatement statement = prepare(view, bound.sql(), keys);
        try {
            binding.bind(statement, bound.sql(), view, bound.slots());
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

    private static PreparedStatement prepare(StatementView view, MirrorSql used, String @Nullable [] keys)
            throws SQLException {
        return keys == null || keys.length == 0
                ? view.prepare(used.text())
                : view.prepareReturningKeys(used.text(), keys);
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> rows, ExecuteOptions options)
            throws SQLException {
        rows.forEach(this::checkCount);
        String[] keys = GeneratedKeys.columns(table, options);
        List<@Nullable Object[]> slots = new ArrayList<>(rows.size());
        rows.forEach(row -> slots.add(slots(session, row)));
        SearchOptions search = environment().settings().search(session);
        return session.write(view -> runBatch(new Batch(view, slots, keys), search));
    }

    /**
     * A batch.
     *
     * @param rows the values of each run
     * @param keys which generated keys are asked for, or null for none
     */
    private record Batch(StatementView view, List<@Nullable Object[]> rows, String @Nullable [] keys) {
        boolean hasKeys() {
            return keys != null && keys.length > 0;
        }
    }

    private BatchExecution runBatch(Batch batch, SearchOptions search) throws SQLException {
        StatementView view = batch.view();
        long[] counts = new long[batch.rows().size()];
        GeneratedKeys generated = new GeneratedKeys();
        int done = 0;
        try (PreparedStatement shared = prepare(view, sql, batch.keys())) {
            for (@Nullable Object[] row : batch.rows()) {
                Bound bound = bound(view, row, search);
                PreparedStatement statement = bound.sql() == sql ? shared : prepare(view, bound.sql(), batch.keys());
                try {
                    binding.bind(statement, bound.sql(), view, bound.slots());
                    counts[done] = statement.executeLargeUpdate();
                    if (batch.hasKeys()) {
                        generated.addAll(statement);
                    }
                } finally {
                    if (statement != shared) {
                        statement.close();
                    }
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
        return new BatchExecution(
                counts, batch.keys() == null ? null : generated.toResultSet(), Execution.Resource.NONE);
    }

    private static BatchUpdateException failed(Exception cause, @Nullable String sqlState, int errorCode, long[] done) {
        return new BatchUpdateException(cause.getMessage(), sqlState, errorCode, done, cause);
    }
}
