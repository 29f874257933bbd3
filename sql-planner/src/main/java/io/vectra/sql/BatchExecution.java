package io.vectra.sql;

import io.vectra.storage.VectorLookup;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a batch gave.
 *
 * @param updateCounts the rows changed by each run, in order
 * @param generatedKeys the keys of all runs in order, or null if they were not asked for
 * @param vectors looks up the references in {@code generatedKeys}; null if they hold no vectors
 * @param resources closes what is behind {@code generatedKeys}
 */
public record BatchExecution(
        long[] updateCounts,
        @Nullable ResultSet generatedKeys,
        @Nullable VectorLookup vectors,
        Execution.Resource resources)
        implements AutoCloseable {
    @Override
    public void close() throws SQLException {
        resources.close();
    }
}
