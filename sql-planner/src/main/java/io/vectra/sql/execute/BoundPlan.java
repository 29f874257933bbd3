package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shared plan with the vectors that one statement's text had in place of parameters. Immutable. */
public final class BoundPlan implements Plan {
    private final Plan shared;
    private final List<float @Nullable []> vectors;
    private final List<ParameterInfo> parameters;

    /**
     * Binds a plan.
     *
     * @param vectors for each parameter of {@code shared} the vector that stands for it, or null for one of the user's
     */
    public BoundPlan(Plan shared, List<float @Nullable []> vectors) {
        this.shared = shared;
        this.vectors = vectors;
        List<ParameterInfo> own = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            if (vectors.get(i) == null) {
                own.add(shared.parameters().get(i));
            }
        }
        this.parameters = List.copyOf(own);
    }

    private @Nullable Object[] merged(@Nullable Object[] values) {
        if (values.length != parameters.size()) {
            throw PlannedStatement.wrongCount(parameters.size(), values.length);
        }
        @Nullable Object[] merged = new @Nullable Object[vectors.size()];
        int next = 0;
        for (int i = 0; i < merged.length; i++) {
            float[] vector = vectors.get(i);
            merged[i] = vector != null ? vector : values[next++];
        }
        return merged;
    }

    @Override
    public Kind kind() {
        return shared.kind();
    }

    @Override
    public List<ParameterInfo> parameters() {
        return parameters;
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return shared.columns(session);
    }

    @Override
    public @Nullable TableInfo changedTable() {
        return shared.changedTable();
    }

    @Override
    public long schemaVersion() {
        return shared.schemaVersion();
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        return shared.execute(session, merged(values), options);
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> rows, ExecuteOptions options)
            throws SQLException {
        List<@Nullable Object[]> merged = new ArrayList<>(rows.size());
        for (@Nullable Object[] row : rows) {
            merged.add(merged(row));
        }
        return shared.executeBatch(session, merged, options);
    }
}
