package io.vectra.storage.engine;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchResult;
import io.vectra.storage.SearchTrace;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.VectorLookup;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.relational.MirrorConnection;
import io.vectra.storage.relational.MirrorContext;
import io.vectra.storage.vector.ExactSearch;
import io.vectra.storage.vector.NearestRows;
import io.vectra.storage.vector.SearchInput;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * One statement's view: the session's mirror connection and the vectors of the same LSN. Thread rule: the statement's
 * thread only.
 */
final class EngineStatementView implements StatementView {
    private final EngineDatabase database;
    private final MirrorConnection mirror;
    private final RunningStatement running;
    private final MirrorContext context;
    private final StoredVectors stored;
    private long lsn = -1;

    EngineStatementView(
            EngineDatabase database,
            MirrorConnection mirror,
            RunningStatement running,
            MirrorContext context,
            StoredVectors stored) {
        this.database = database;
        this.mirror = mirror;
        this.running = running;
        this.context = context;
        this.stored = stored;
    }

    @Override
    public long lsn() {
        if (lsn < 0) {
            try {
                lsn = mirror.snapshotLsn();
            } catch (SQLException e) {
                throw new StoreException(
                        StoreError.IO,
                        "The relational mirror could not tell its LSN: " + e.getMessage()
                                + ". Close and reopen the database; the mirror is then brought up to the log.",
                        e);
            }
        }
        return lsn;
    }

    @Override
    public PreparedStatement prepare(String mirrorSql) throws SQLException {
        return running.track(mirror.jdbc()
                .prepareStatement(mirrorSql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY));
    }

    @Override
    public PreparedStatement prepareReturningKeys(String mirrorSql, String[] keyColumns) throws SQLException {
        return running.track(
                keyColumns.length == 0
                        ? mirror.jdbc().prepareStatement(mirrorSql, Statement.RETURN_GENERATED_KEYS)
                        : mirror.jdbc().prepareStatement(mirrorSql, keyColumns));
    }

    @Override
    public long stage(float[] vector) {
        VectorText.check(vector);
        return context.stage(vector.clone());
    }

    @Override
    public SearchResult nearest(VectorSearch search) {
        VectorColumn column = stored.schema().vectorColumn(search.columnId());
        if (search.query().length != column.dimension()) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "The query vector has " + search.query().length + " dimensions, the column has "
                            + column.dimension() + ". Compare vectors of one length.");
        }
        VectorText.check(search.query());
        Transaction transaction = stored.transaction();
        long visible = lsn();
        LogPieces pieces = database.log().pieces();
        long start = System.nanoTime();
        NearestRows nearest = ExactSearch.nearest(new SearchInput(
                column,
                new PieceSource(pieces),
                visible,
                search.metric(),
                search.query(),
                search.k(),
                search.eligible(),
                transaction == null ? null : transaction.vectors(search.columnId()),
                running::isCancelled));
        return result(search, nearest, plan(search), System.nanoTime() - start);
    }

    private static SearchResult result(VectorSearch search, NearestRows nearest, SearchPlan plan, long nanos) {
        int count = nearest.count();
        VectorSearch.Radius radius = search.radius();
        while (radius != null && count > 0 && !radius.contains(nearest.distances()[count - 1])) {
            count--;
        }
        return new SearchResult(
                Arrays.copyOf(nearest.rowIds(), count),
                Arrays.copyOf(nearest.distances(), count),
                new SearchTrace(plan, 0, nearest.compared(), 0, nanos));
    }

    @Override
    public SearchPlan plan(VectorSearch search) {
        VectorColumn column = stored.schema().vectorColumn(search.columnId());
        EligibleRows eligible = search.eligible();
        long rows = column.count();
        return eligible == null
                ? new SearchPlan(SearchPlan.Strategy.EXACT, "no index", null, rows, rows, 0, 0, rows, 0)
                : new SearchPlan(
                        SearchPlan.Strategy.PRE_FILTER,
                        "no index",
                        null,
                        rows,
                        eligible.count(),
                        0,
                        0,
                        eligible.count(),
                        0);
    }

    @Override
    public EligibleRows collect(PreparedStatement statement) throws SQLException {
        EligibleRows rows = new EligibleRows();
        context.collectInto(rows);
        try (ResultSet count = statement.executeQuery()) {
            count.next();
        } finally {
            context.collectInto(null);
        }
        return rows;
    }

    @Override
    public VectorLookup vectors() {
        return reference -> reference < 0 ? context.vector(reference).clone() : stored.vector(reference);
    }
}
