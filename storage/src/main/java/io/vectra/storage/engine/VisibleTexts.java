package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Filter;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextHits;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.TextSearch;
import io.vectra.storage.TextSearcher;
import io.vectra.storage.filter.DeltaColumns;
import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.text.GrowingTexts;
import io.vectra.storage.text.TextFile;
import io.vectra.storage.text.TextPart;
import io.vectra.storage.text.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A full-text query over the rows of one table that a statement sees: those of segments and those that are not sealed,
 * at its LSN, without the ones that its transaction has changed, which are a part of their own.
 *
 * <p>Thread rule: one thread.
 */
final class VisibleTexts implements TextSearcher {
    private final TextSearch search;
    private final EngineDatabase database;
    private final TableRows rows;
    private final long lsn;
    private final Map<Long, @Nullable Object[]> own;
    private final BooleanSupplier cancelled;
    /** Those that have a part. */
    private final List<DeltaRows> deltas = new ArrayList<>();

    private @Nullable Prepared prepared;

    /** @param own what the statement's transaction has changed in the table, by row id */
    VisibleTexts(
            TextSearch search,
            EngineDatabase database,
            TableRows rows,
            long lsn,
            Map<Long, @Nullable Object[]> own,
            BooleanSupplier cancelled) {
        this.search = search;
        this.database = database;
        this.rows = rows;
        this.lsn = lsn;
        this.own = own;
        this.cancelled = cancelled;
    }

    @Override
    public TextHits all(boolean hasScores, @Nullable Filter filter) {
        return ask((query, parts) -> query.all(hasScores, filter == null ? null : eligible(filter, parts)));
    }

    @Override
    public TextHits best(int k, @Nullable Filter filter) {
        return ask((query, parts) -> query.top(k, filter == null ? null : eligible(filter, parts)));
    }

    @Override
    public TextHits of(long[] rowIds) {
        return ask((query, parts) -> query.of(rowIds));
    }

    /**
     * The query over the parts that there are.
     *
     * @param query null without parts
     */
    private record Prepared(@Nullable TextQuery query, List<TextPart> parts) {}

    /** Asks the query. */
    private interface Question {
        TextHits ask(TextQuery query, List<TextPart> parts) throws IOException;
    }

    private TextHits ask(Question question) {
        try {
            if (prepared == null) {
                prepared = prepare();
            }
            TextQuery query = prepared.query();
            if (query == null) {
                return new TextHits(new long[0], new double[0]);
            }
            TextHits hits = question.ask(query, prepared.parts());
            Tasks.check(cancelled);
            return hits;
        } catch (IOException e) {
            throw new StoreException(
                    StoreError.IO, "A full-text index could not be made or read: " + e.getMessage(), e);
        }
    }

    private Prepared prepare() throws IOException {
        TextIndexInfo index = index();
        TextColumns columns = TextColumns.of(rows.table(), index);
        List<Integer> asked =
                search.columns().stream().map(index.columns()::indexOf).toList();
        List<TextPart> parts = parts(columns);
        if (parts.isEmpty()) {
            TextQuery.check(search.query());
            return new Prepared(null, parts);
        }
        var request = new TextQuery.Request(search.query(), asked, index.analyzer());
        return new Prepared(TextQuery.of(request, parts, cancelled), parts);
    }

    /** Returns an index that has all columns: the one with the fewest others. */
    private TextIndexInfo index() {
        TableDefinition table = rows.table();
        TextIndexInfo best = null;
        for (TextIndexInfo index : table.textIndexes()) {
            boolean isFit = index.columns().containsAll(search.columns());
            if (isFit
                    && (best == null || index.columns().size() < best.columns().size())) {
                best = index;
            }
        }
        if (best == null) {
            throw new StoreException(
                    StoreError.NOT_FOUND,
                    "There is no full-text index on column " + String.join(", ", search.columns()) + " of table "
                            + table.name() + "; make one by CREATE INDEX … USING FULLTEXT.");
        }
        return best;
    }

    private List<TextPart> parts(TextColumns columns) throws IOException {
        List<TextPart> parts = new ArrayList<>();
        for (RowSegment segment : rows.segments()) {
            parts.add(part(segment, columns));
        }
        for (DeltaRows delta : rows.deltas()) {
            if (delta.count() > 0) {
                parts.add(delta.textPart(columns, lsn, own.keySet()));
                deltas.add(delta);
            }
        }
        if (!own.isEmpty()) {
            parts.add(ownPart(columns));
        }
        return parts;
    }

    private TextPart part(RowSegment segment, TextColumns columns) throws IOException {
        long[] living = living(segment);
        TextFile file = database.textBuilds().get(segment, columns, cancelled);
        try {
            return file.part(living, segment.file()::rowId);
        } catch (CorruptStoreException e) {
            database.textBuilds().damaged(segment, columns, file, e);
            return database.textBuilds().get(segment, columns, cancelled).part(living, segment.file()::rowId);
        }
    }

    private long @Nullable [] living(RowSegment segment) {
        long[] alive = segment.tombstones().aliveWords(lsn);
        if (own.isEmpty()) {
            return alive;
        }
        int count = segment.file().count();
        long[] living = null;
        for (long rowId : own.keySet()) {
            int slot = segment.file().slotOf(rowId);
            if (slot >= 0) {
                if (living == null) {
                    living = alive == null ? allOf(count) : alive.clone();
                }
                living[slot >>> 6] &= ~(1L << slot);
            }
        }
        return living == null ? alive : living;
    }

    private static long[] allOf(int count) {
        long[] words = new long[(count + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(words, -1);
        return words;
    }

    private TextPart ownPart(TextColumns columns) throws IOException {
        var texts = new GrowingTexts(columns.analyzer());
        var present = new TreeMap<Long, @Nullable Object[]>();
        own.forEach((rowId, image) -> {
            if (image != Transaction.TableChanges.DELETED) {
                present.put(rowId, image);
            }
        });
        long[] rowIds = new long[present.size()];
        int count = 0;
        for (Map.Entry<Long, @Nullable Object[]> row : present.entrySet()) {
            rowIds[count++] = row.getKey();
            texts.add(columns.texts(row.getValue()));
        }
        return texts.part(-1, all -> null, row -> rowIds[row], true);
    }

    /** Returns for each part the rows that meet a filter. */
    private List<long @Nullable []> eligible(Filter filter, List<TextPart> parts) {
        List<long @Nullable []> eligible = new ArrayList<>();
        for (RowSegment segment : rows.segments()) {
            SegmentColumns columns = segment.columns();
            if (columns == null) {
                throw new IllegalStateException("a filter was not asked for before it is evaluated");
            }
            RoaringBitmap slots = database.searchHelp().matches().filters().evaluate(columns, filter);
            eligible.add(words(slots, segment.file().count()));
        }
        for (DeltaRows delta : deltas) {
            DeltaColumns columns = delta.columns();
            if (columns == null) {
                throw new IllegalStateException("a filter was not asked for before it is evaluated");
            }
            int count = parts.get(eligible.size()).count();
            eligible.add(words(columns.evaluate(filter, count), count));
        }
        return eligible;
    }

    private static long[] words(RoaringBitmap rows, int count) {
        long[] words = new long[(count + Long.SIZE - 1) / Long.SIZE];
        rows.forEach((int row) -> words[row >>> 6] |= 1L << row);
        return words;
    }
}
