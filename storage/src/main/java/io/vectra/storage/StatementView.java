package io.vectra.storage;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement sees: relational rows and vectors of the same LSN, with the changes of its own transaction over
 * them.
 *
 * <p>Thread rule: used by the thread that runs the statement only.
 */
public interface StatementView {
    /** Returns the LSN of the last commit that this statement sees. */
    long lsn();

    /**
     * Returns a commit of which some tables have the same rows as this statement sees committed: two statements with
     * the same answer see the same rows in them.
     *
     * @param tableIds of tables that are not temporary
     */
    long lastChange(Collection<Integer> tableIds);

    /** Returns whether the transaction has changed rows, so that this statement sees more than what is committed. */
    boolean hasOwnChanges();

    /**
     * Prepares a query in the relational mirror, as the unprivileged user. Parsed queries are cached by their text, so
     * preparing again is cheap. The caller closes the statement; a result set that was read from it stays usable after
     * this view is gone, until the statement is closed. Result sets are scroll-insensitive (which costs nothing,
     * because the mirror has them whole).
     *
     * @param mirrorSql SQL for the mirror, made by a planner, never a user's text
     */
    PreparedStatement prepare(String mirrorSql) throws SQLException;

    /**
     * As {@link #prepare(String)}, for a statement that changes rows, which is closed before this view is gone unless
     * its generated keys are asked for.
     *
     * @param keyColumns the columns whose values an INSERT returns as generated keys; empty for none
     */
    ChangeStatement prepareChange(String mirrorSql, String[] keyColumns) throws SQLException;

    /**
     * Makes a vector known to the mirror for the length of this statement.
     *
     * @param vector float[dimension]; copied
     * @return a negative reference to bind where the mirror's SQL has a vector
     * @throws StoreException ({@link StoreError#BAD_VECTOR}) for NaN, infinity, an empty vector or one of more than 16
     *     000 dimensions
     */
    long stage(float[] vector);

    /**
     * Finds the nearest rows, among the committed ones that this statement sees and the transaction's own.
     *
     * @throws StoreException ({@link StoreError#VECTOR_MISMATCH}) if the query's length is not the column's dimension
     */
    SearchResult nearest(VectorSearch search);

    /**
     * Returns the rows of a search as {@link #prepare prepared} queries return theirs, without running one.
     *
     * @param rowIds Long[count] and more
     * @param values Double[count] and more, the distances or scores; null for a row whose vector is NULL
     */
    ResultSet rows(List<HitColumn> columns, Long[] rowIds, @Nullable Double[] values, int count);

    /**
     * Returns whether a filter gives, for the rows of a vector column's table that this statement sees, exactly what it
     * gives in the relational mirror. Not so while the transaction has changed rows of the table, and for values that
     * only the mirror can compare.
     */
    boolean canEvaluate(int columnId, Filter filter);

    /** Returns a full-text query over the rows that this statement sees. */
    TextSearcher texts(TextSearch search);

    /** As {@link #canEvaluate}, for a table with full-text indexes. */
    boolean canFilter(int tableId, Filter filter);

    /**
     * Makes scores known to the mirror for the length of this statement.
     *
     * @param hits in ascending order of the row ids
     * @param bestScore what {@link MirrorFunctions#TEXT_SHARE} takes for 1; above 0
     * @return a number for {@link MirrorFunctions#TEXT_SCORE} and {@link MirrorFunctions#TEXT_MATCHES}
     */
    long stage(TextHits hits, double bestScore);

    /**
     * Returns the vectors that rows have in a column, as {@link VectorSearch#eligible()} takes them; rows without one
     * are left out.
     *
     * @param rowIds rows that this statement sees, in ascending order
     */
    EligibleRows vectorsOf(int columnId, long[] rowIds);

    /** Says how {@link #nearest} would go about a search, without doing it. */
    SearchPlan plan(VectorSearch search);

    /**
     * Runs a query whose one column calls {@link MirrorFunctions#COLLECT}, and returns the references that it was
     * given.
     *
     * @param statement a prepared and bound {@code SELECT VECTRA_INTERNAL.COLLECT(vec) FROM … WHERE …}
     */
    EligibleRows collect(PreparedStatement statement) throws SQLException;

    /**
     * Returns the types of a query's columns as the mirror's SQL, with all that a column of a new table needs;
     * {@code NULL} or {@code UNKNOWN} where there is none.
     *
     * @param mirrorSql a query, made by a planner
     */
    List<String> columnTypes(String mirrorSql) throws SQLException;

    /**
     * Reads the one column of a query.
     *
     * @param query a prepared and bound query
     * @return its values; null if they cannot be kept beyond the query, or not be looked up in a list
     */
    @Nullable
    MirrorColumn column(PreparedStatement query) throws SQLException;

    /** Returns row ids as a query returns them. */
    MirrorColumn column(Long[] rowIds);

    /**
     * Makes a column's values known to the mirror for the length of this statement.
     *
     * @return a number for {@link MirrorFunctions#IS_AMONG}
     */
    long stage(MirrorColumn values);

    /** Returns a reader of the vectors that this statement's rows refer to; it may be used after this view is gone. */
    VectorLookup vectors();
}
