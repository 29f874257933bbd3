package io.vectra.storage.engine;

import io.vectra.storage.Filter;
import io.vectra.storage.filter.FilterCache;
import io.vectra.storage.filter.FilterSize;
import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows of one table that meet a filter.
 *
 * @param cache keeps what was found in segments
 */
record Matches(TableRows table, Filter filter, Cache cache) {
    /**
     * Returns the nodes of segments whose rows meet the filter and are visible; not to be changed.
     *
     * @param columnId the vector column
     */
    NodeSets sealed(ReadState state, int columnId, long lsn) {
        long deletions = deletions(state, columnId, lsn);
        var key = new Key(columnId, filter);
        Known known = cache.get(key);
        if (known != null && known.state() == state && known.deletions() == deletions) {
            return known.nodes();
        }
        NodeSets nodes = find(state, columnId, lsn).share();
        cache.put(key, new Known(state, deletions, nodes));
        return nodes;
    }

    /**
     * Returns a number that changes whenever a sealed row or vector dies; at one state, equal numbers mean equal sets.
     */
    private long deletions(ReadState state, int columnId, long lsn) {
        long deletions = 0;
        for (RowSegment segment : table.segments()) {
            deletions += segment.tombstones().deletedCount(lsn);
        }
        for (VectorSegment segment : state.segments().ofColumn(columnId)) {
            deletions += segment.tombstones().deletedCount(lsn);
        }
        return deletions;
    }

    private NodeSets find(ReadState state, int columnId, long lsn) {
        var finder = new NodeFinder(state, columnId);
        int vectorColumn = table.vectorColumn(columnId);
        for (RowSegment segment : table.segments()) {
            SegmentColumns columns = segment.columns();
            if (columns == null) {
                throw new IllegalStateException("a filter was not asked for before it is evaluated");
            }
            RoaringBitmap slots = cache.filters.evaluate(columns, filter);
            long[] alive = segment.tombstones().aliveWords(lsn);
            slots.forEach((int slot) -> {
                if (alive == null || (alive[slot >>> 6] & 1L << slot) != 0) {
                    finder.add(segment.file().reference(slot, vectorColumn));
                }
            });
        }
        return finder.found;
    }

    /** Finds the nodes of references. */
    private static final class NodeFinder {
        private final ReadState state;
        private final VectorColumn column;
        private final NodeSets found = new NodeSets();

        /** The segment of the reference before, most likely that of the next one. */
        private @Nullable VectorSegment segment;

        NodeFinder(ReadState state, int columnId) {
            this.state = state;
            this.column = state.schema().vectorColumn(columnId);
        }

        void add(long reference) {
            if (reference == Long.MIN_VALUE) {
                return;
            }
            long position = column.position(VectorReference.ordinal(reference));
            if (!SegmentPosition.isSegment(position)) {
                return;
            }
            int number = SegmentPosition.segment(position);
            if (segment == null || segment.number() != number) {
                segment = state.segments().byNumber().get(number);
            }
            if (segment != null) {
                found.with(segment, segment.node(position));
            }
        }
    }

    /** What of a column was looked for. */
    private record Key(int columnId, Filter filter) {}

    /**
     * What was found.
     *
     * @param deletions as of when
     */
    private record Known(ReadState state, long deletions, NodeSets nodes) {}

    /**
     * The sets that were found last, least recently used first, and the bitmaps of filters on segments.
     *
     * <p>Thread rule: any number of threads.
     */
    static final class Cache {
        private static final long BYTES_MAX = 32L << 20;
        private static final int COUNT_MAX = 1_000;

        private final FilterCache filters = new FilterCache(BYTES_MAX);
        private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        FilterCache filters() {
            return filters;
        }

        private synchronized @Nullable Known get(Key key) {
            return known.get(key);
        }

        private synchronized void put(Key key, Known newest) {
            Known before = known.put(key, newest);
            bytes += bytes(key, newest) - (before == null ? 0 : bytes(key, before));
            Iterator<Map.Entry<Key, Known>> entries = known.entrySet().iterator();
            while ((bytes > BYTES_MAX || known.size() > COUNT_MAX) && entries.hasNext()) {
                Map.Entry<Key, Known> oldest = entries.next();
                bytes -= bytes(oldest.getKey(), oldest.getValue());
                entries.remove();
            }
        }

        private static long bytes(Key key, Known found) {
            return FilterSize.sizeBytes(key.filter()) + found.nodes().sizeBytes();
        }

        /** Forgets everything, so that states that were replaced are not kept. */
        synchronized void clear() {
            known.clear();
            bytes = 0;
        }
    }
}
