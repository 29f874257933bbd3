package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.ImmutableBitmapDataProvider;
import org.roaringbitmap.RoaringBitmap;

/**
 * Keeps the bitmaps of filters that were evaluated lately, as far as they fit into a number of bytes, and at most 4000
 * of them.
 *
 * <p>Segments do not change, so a bitmap stays right as long as it is kept. Thread rule: any number of threads; two may
 * evaluate the same filter at once.
 */
public final class FilterCache {
    private static final int COUNT_MAX = 4_000;

    /** What an entry costs beside its filter and bitmap, about. */
    private static final long ENTRY_BYTES = 512;

    private final long bytesMax;

    /** Guarded by this; the least recently used first. */
    private final Map<Key, RoaringBitmap> bitmaps = new LinkedHashMap<>(64, 0.75f, true);

    /** Guarded by this. */
    private long bytes;

    private record Key(ColumnsIdentity segment, Filter filter) {}

    /** Makes an empty cache. */
    public FilterCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Returns the slots of a segment whose rows meet a filter; not to be modified.
     *
     * @throws IllegalArgumentException if it {@linkplain SegmentColumns#canEvaluate cannot be evaluated}
     */
    public RoaringBitmap evaluate(SegmentColumns segment, Filter filter) {
        var key = new Key(segment.identity(), filter);
        synchronized (this) {
            RoaringBitmap known = bitmaps.get(key);
            if (known != null) {
                return known;
            }
        }
        RoaringBitmap bitmap = segment.evaluate(filter);
        if (bytes(key, bitmap) <= bytesMax / 2) {
            keep(key, bitmap);
        }
        return bitmap;
    }

    private synchronized void keep(Key key, RoaringBitmap bitmap) {
        if (bitmaps.putIfAbsent(key, bitmap) == null) {
            bytes += bytes(key, bitmap);
            Iterator<Map.Entry<Key, RoaringBitmap>> entries = bitmaps.entrySet().iterator();
            while (bytes > bytesMax || bitmaps.size() > COUNT_MAX) {
                Map.Entry<Key, RoaringBitmap> oldest = entries.next();
                bytes -= bytes(oldest.getKey(), oldest.getValue());
                entries.remove();
            }
        }
    }

    /** Forgets a segment that is gone. */
    public synchronized void forget(ColumnsIdentity segment) {
        Iterator<Map.Entry<Key, RoaringBitmap>> entries = bitmaps.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, RoaringBitmap> entry = entries.next();
            if (entry.getKey().segment().equals(segment)) {
                bytes -= bytes(entry.getKey(), entry.getValue());
                entries.remove();
            }
        }
    }

    /** Returns how many bytes are kept, about. */
    public synchronized long sizeBytes() {
        return bytes;
    }

    private static long bytes(Key key, ImmutableBitmapDataProvider bitmap) {
        return ENTRY_BYTES + FilterSize.sizeBytes(key.filter()) + bitmap.getLongSizeInBytes();
    }
}
