package io.vectra.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a batch gave.
 *
 * @param updateCounts the rows changed by each run, in order
 * @param generatedKeys the keys of all runs in order, or null if they were not asked for
 * @param resources closes what is behind {@code generatedKeys}
 */
public record BatchExecution(long[] updateCounts, @Nullable ResultSet generatedKeys, Execution.Resource resources)
        implements AutoCloseable {
    @Override
    public void close() throws SQLException {
        resources.close();
    }
}
