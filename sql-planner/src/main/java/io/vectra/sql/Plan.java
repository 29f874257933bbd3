package io.vectra.sql;

import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A planned statement. Immutable and shared: it holds no parameter values and no session.
 *
 * <p>Thread rule: any number of threads.
 */
public interface Plan {
    /** What a statement is, as its caller needs to know. */
    enum Kind {
        /** Gives rows. */
        QUERY,
        /** Changes rows, gives an update count. */
        UPDATE,
        /** Changes the schema, gives the update count 0. */
        DEFINITION,
        /** Transaction control and upkeep, gives the update count 0. */
        COMMAND
    }

    /** Returns what the statement is. */
    Kind kind();

    /** Returns the {@code ?}s in the order of the text. */
    List<ParameterInfo> parameters();

    /**
     * Returns the columns of a query's rows, each with its {@linkplain ResultColumn#description() description}; empty
     * for other statements. May ask the mirror through the session the first time.
     *
     * @throws SQLException if the mirror refuses
     */
    List<ResultColumn> columns(Session session) throws SQLException;

    /**
     * Returns the table that an INSERT, UPDATE, DELETE or MERGE changes, as of the plan's schema; null for other
     * statements. Needed for generated keys that are asked for by the columns' positions.
     */
    @Nullable
    TableInfo changedTable();

    /** Returns the version of the catalog that the plan was made by. */
    long schemaVersion();

    /** Returns whether what a session sees is still what the plan was made for; if not, prepare again. */
    default boolean isCurrent(Session session) {
        return session.catalog().version() == schemaVersion();
    }

    /**
     * Runs the statement.
     *
     * @param parameters one value for each parameter; {@code float[]}, {@code double[]}, {@code List<Number>},
     *     {@link java.sql.Array} or String for a vector; anything that the mirror's {@code setObject} takes for a
     *     scalar, including {@link java.sql.Blob}, {@link java.io.InputStream} and {@link java.io.Reader}
     * @throws SqlFailure for a value that does not fit its place
     */
    Execution execute(Session session, @Nullable Object[] parameters, ExecuteOptions options) throws SQLException;

    /**
     * Runs a changing statement once for each row of parameters, all of them or none.
     *
     * @return the update counts in order; the generated keys of all rows, if asked for, are in
     *     {@link BatchExecution#generatedKeys()}
     * @throws java.sql.BatchUpdateException if a row fails: its large update counts are those of the rows before the
     *     failing one (so their number is the failing row's index), its cause is the failure
     */
    BatchExecution executeBatch(Session session, List<@Nullable Object[]> parameterRows, ExecuteOptions options)
            throws SQLException;

    /**
     * What the caller asks of a run.
     *
     * @param maxRows at most this many rows, 0 for no limit
     * @param returnsKeys whether generated keys are asked for
     * @param keyColumns the columns to return as keys; empty for all generated ones
     */
    record ExecuteOptions(long maxRows, boolean returnsKeys, List<String> keyColumns) {
        /** No limit, no keys. */
        public static final ExecuteOptions NONE = new ExecuteOptions(0, false, List.of());
    }

    /**
     * A parameter.
     *
     * @param jdbcType a constant of {@link java.sql.Types}; {@code ARRAY} for a vector
     * @param typeName such as {@code VECTOR(384)} or {@code CHARACTER VARYING}
     * @param dimension the vector's dimension, or 0 for a scalar or where any dimension fits
     * @param isVector whether a vector is wanted
     */
    record ParameterInfo(int jdbcType, String typeName, int precision, int scale, int dimension, boolean isVector) {}

    /**
     * A column of a result.
     *
     * @param label the name that users see and ask for
     * @param dimension of a vector column, or 0 if unknown or scalar
     * @param isVector whether the mirror's value is a reference to be looked up
     * @param description type and origin; may be null in an {@link Execution}, whose rows describe themselves
     */
    record ResultColumn(
            String label,
            int dimension,
            boolean isVector,
            @Nullable ColumnDescription description) {
        /** As the full constructor, without a description. */
        public ResultColumn(String label, int dimension, boolean isVector) {
            this(label, dimension, isVector, null);
        }
    }
}
