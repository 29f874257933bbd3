package io.vectra.sql;

import io.vectra.storage.VectorLookup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement gave: rows, or an update count with or without generated keys.
 *
 * @param rows a query's rows as the mirror has them, or null; in a vector column each value is a reference for
 *     {@code vectors}
 * @param columns the rows' columns as users see them
 * @param vectors looks up the references in {@code rows} and {@code generatedKeys}; null if no column holds vectors
 * @param updateCount the rows changed; -1 for a query
 * @param generatedKeys the keys asked for, or null
 * @param resources closes the mirror's statement behind {@code rows} and {@code generatedKeys}
 */
public record Execution(
        @Nullable ResultSet rows,
        List<Plan.ResultColumn> columns,
        @Nullable VectorLookup vectors,
        long updateCount,
        @Nullable ResultSet generatedKeys,
        Resource resources)
        implements AutoCloseable {

    /** Something to close that may fail as JDBC does. */
    @FunctionalInterface
    public interface Resource {
        /** Nothing to close. */
        Resource NONE = () -> {};

        /** Closes it. */
        void close() throws SQLException;
    }

    @Override
    public void close() throws SQLException {
        resources.close();
    }
}
