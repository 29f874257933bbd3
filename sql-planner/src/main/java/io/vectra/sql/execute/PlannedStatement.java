package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlFailure;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StatementWork;
import io.vectra.storage.TableInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all plans have in common. Immutable. */
public abstract class PlannedStatement implements Plan {
    private final Kind kind;
    private final List<ParameterInfo> parameters;
    private final Environment environment;

    PlannedStatement(Kind kind, List<ParameterInfo> parameters, Environment environment) {
        this.kind = kind;
        this.parameters = List.copyOf(parameters);
        this.environment = environment;
    }

    @Override
    public final Kind kind() {
        return kind;
    }

    @Override
    public final List<ParameterInfo> parameters() {
        return parameters;
    }

    /** Returns what the statement was planned for. */
    public final Environment environment() {
        return environment;
    }

    @Override
    public final long schemaVersion() {
        return environment.schemaVersion();
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return List.of();
    }

    @Override
    public @Nullable TableInfo changedTable() {
        return null;
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> parameterRows, ExecuteOptions options)
            throws SQLException {
        throw new SqlFailure(
                "HY000", "Only INSERT, UPDATE and DELETE can run as a batch, but this statement is a " + kind);
    }

    final void checkCount(@Nullable Object[] values) {
        if (values.length != parameters.size()) {
            throw wrongCount(parameters.size(), values.length);
        }
    }

    /**
     * Takes the values of a run.
     *
     * @param measured takes what is measured, or null if nothing is
     */
    final RunStart start(Binding binding, Session session, @Nullable Object[] values, @Nullable Measurements measured) {
        checkCount(values);
        @Nullable Object[] slots = binding.slots(session, environment.settings(), values);
        SearchOptions search = environment.settings().search(session);
        return view -> new Run(view, binding, slots, search, measured);
    }

    /** Takes the values of each run of a batch. */
    final List<RunStart> starts(Binding binding, Session session, List<@Nullable Object[]> rows) {
        rows.forEach(this::checkCount);
        SearchOptions search = environment.settings().search(session);
        List<RunStart> starts = new ArrayList<>(rows.size());
        for (@Nullable Object[] row : rows) {
            @Nullable Object[] slots = binding.slots(session, environment.settings(), row);
            starts.add(view -> new Run(view, binding, slots, search, null));
        }
        return starts;
    }

    static SqlFailure wrongCount(int expected, int found) {
        return new SqlFailure(
                "07001",
                "The statement has " + expected + (expected == 1 ? " parameter" : " parameters") + ", but " + found
                        + " values are given; Connection.prepareStatement takes a text with ?, and setObject its values");
    }

    /** Runs a change of a table's rows. */
    static <R> R change(Session session, TableInfo table, StatementWork<R> work) throws SQLException {
        return table.isTemporary() ? session.writeTemporary(work) : session.write(table, work);
    }

    /** A statement that gives neither rows nor keys. */
    static Execution done() {
        return new Execution(null, List.of(), null, 0, null, Execution.Resource.NONE);
    }
}
