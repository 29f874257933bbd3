package io.vectra.storage.engine;

import io.vectra.storage.ChangeStatement;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.HitColumn;
import io.vectra.storage.MirrorColumn;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchResult;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextHits;
import io.vectra.storage.TextSearch;
import io.vectra.storage.TextSearcher;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorLookup;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.relational.KeptStatements;
import io.vectra.storage.relational.MirrorConnection;
import io.vectra.storage.relational.MirrorContext;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement's view: the session's mirror connection and the vectors of the same LSN. Thread rule: the statement's
 * thread only.
 */
final class EngineStatementView implements StatementView {
    private final EngineDatabase database;
    private final MirrorConnection mirror;
    private final SessionTemporaries temporaries;
    private final RunningStatement running;
    private final MirrorContext context;
    private final StoredVectors stored;
    private long lsn = -1;

    EngineStatementView(
            EngineDatabase database,
            MirrorConnection mirror,
            SessionTemporaries temporaries,
            RunningStatement running,
            MirrorContext context,
            StoredVectors stored) {
        this.database = database;
        this.mirror = mirror;
        this.temporaries = temporaries;
        this.running = running;
        this.context = context;
        this.stored = stored;
    }

    @Override
    public boolean hasOwnChanges() {
        Transaction transaction = stored.transaction();
        return transaction != null && !transaction.isEmpty();
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
    public long lastChange(Collection<Integer> tableIds) {
        return database.lastChanges().of(tableIds, lsn());
    }

    @Override
    public PreparedStatement prepare(String mirrorSql) throws SQLException {
        temporaries.require(mirrorSql);
        return running.track(mirror.jdbc()
                .prepareStatement(mirrorSql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY));
    }

    @Override
    public ChangeStatement prepareChange(String mirrorSql, String[] keyColumns) throws SQLException {
        temporaries.require(mirrorSql);
        if (keyColumns.length > 0) {
            return new Change(running.track(mirror.jdbc().prepareStatement(mirrorSql, keyColumns)), null);
        }
        KeptStatements.Kept kept = mirror.keptStatements().take(mirrorSql);
        return new Change(running.track(kept.statement()), kept);
    }

    /** A statement that goes back to the connection's, unless it returns generated keys. */
    private final class Change implements ChangeStatement {
        private final PreparedStatement statement;
        private final KeptStatements.@Nullable Kept kept;

        Change(PreparedStatement statement, KeptStatements.@Nullable Kept kept) {
            this.statement = statement;
            this.kept = kept;
        }

        @Override
        public PreparedStatement jdbc() {
            return statement;
        }

        @Override
        public void close() throws SQLException {
            // A cancelled one may not have noticed yet, and would end its next run.
            if (kept == null || running.isCancelled()) {
                statement.close();
            } else {
                mirror.keptStatements().giveBack(kept);
            }
        }
    }

    @Override
    public List<String> columnTypes(String mirrorSql) throws SQLException {
        temporaries.require(mirrorSql);
        return mirror.columnTypes(mirrorSql);
    }

    @Override
    public long stage(float[] vector) {
        VectorText.check(vector);
        return context.stage(vector.clone());
    }

    @Override
    public SearchResult nearest(VectorSearch search) {
        ColumnSearch columnSearch = columnSearch(search);
        SearchResult result = columnSearch.run();
        VectorIndexInfo index = columnSearch.walkedIndex();
        if (index != null
                && stored.transaction() == null
                && RecallSamples.isChosen(database.upkeep().sampleShare())) {
            var answer = new RecallSamples.Answer(lsn(), result);
            database.searchHelp()
                    .samples()
                    .offer(index, stored.state(), stored.state().pieces(database.log()), search, answer);
        }
        return result;
    }

    @Override
    public SearchPlan plan(VectorSearch search) {
        return columnSearch(search).plan();
    }

    private ColumnSearch columnSearch(VectorSearch search) {
        Transaction transaction = stored.transaction();
        long visible = lsn();
        ReadState state = stored.stateAt(visible);
        VectorColumn column = state.schema().vectorColumn(search.columnId());
        if (search.query().length != column.dimension()) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "The query vector has " + search.query().length + " dimensions, the column has "
                            + column.dimension() + ". Compare vectors of one length.");
        }
        VectorText.check(search.query());
        return new ColumnSearch(
                state,
                new StoredSource(state.pieces(database.log()), state.segments()),
                visible,
                search,
                transaction == null ? null : transaction.vectors(search.columnId()),
                database.searchHelp(),
                running::isCancelled);
    }

    @Override
    public ResultSet rows(List<HitColumn> columns, Long[] rowIds, @Nullable Double[] values, int count) {
        return mirror.rows(columns, rowIds, values, count);
    }

    @Override
    public boolean canEvaluate(int columnId, Filter filter) {
        ReadState state = stored.stateAt(lsn());
        int tableId = state.schema().vectorColumn(columnId).tableId();
        TableRows rows = state.segments().ofTable(tableId);
        Transaction transaction = stored.transaction();
        return rows != null && (transaction == null || !transaction.hasChanged(tableId)) && rows.canEvaluate(filter);
    }

    @Override
    public TextSearcher texts(TextSearch search) {
        long visible = lsn();
        Transaction transaction = stored.transaction();
        return new VisibleTexts(
                search,
                database,
                rows(search.tableId(), visible),
                visible,
                transaction == null ? Map.of() : transaction.rows(search.tableId()),
                running::isCancelled);
    }

    private TableRows rows(int tableId, long visible) {
        ReadState state = stored.stateAt(visible);
        TableRows rows = state.segments().ofTable(tableId);
        if (rows == null) {
            state.schema().table(tableId); // Fails, unless it is new.
            throw new IllegalStateException("table " + tableId + " is in the schema, but has no place for rows");
        }
        return rows;
    }

    @Override
    public boolean canFilter(int tableId, Filter filter) {
        Transaction transaction = stored.transaction();
        return (transaction == null || !transaction.hasChanged(tableId))
                && rows(tableId, lsn()).canEvaluate(filter);
    }

    @Override
    public long stage(TextHits hits, double bestScore) {
        return context.stage(hits, bestScore);
    }

    @Override
    public EligibleRows vectorsOf(int columnId, long[] rowIds) {
        int tableId = stored.stateAt(lsn()).schema().vectorColumn(columnId).tableId();
        Transaction transaction = stored.transaction();
        return rows(tableId, lsn())
                .vectorsOf(columnId, rowIds, lsn(), transaction == null ? Map.of() : transaction.rows(tableId));
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
    public @Nullable MirrorColumn column(PreparedStatement query) throws SQLException {
        return mirror.column(query);
    }

    @Override
    public MirrorColumn column(Long[] rowIds) {
        return mirror.column(rowIds);
    }

    @Override
    public long stage(MirrorColumn values) {
        return context.stage(values);
    }

    @Override
    public VectorLookup vectors() {
        return reference -> reference < 0 ? context.vector(reference).clone() : stored.vector(reference);
    }
}
