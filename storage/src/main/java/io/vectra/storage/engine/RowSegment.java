package io.vectra.storage.engine;

import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.segment.RowFile;
import io.vectra.storage.segment.Tombstones;
import org.jspecify.annotations.Nullable;

/**
 * A sealed segment of a table's rows, with what was deleted of it since.
 *
 * @param entry what the manifest says of it; its deletions may be older
 * @param columns what its columns are filtered by; null for a table without vectors, and until the types are known
 * @param texts its full-text indexes
 */
record RowSegment(
        SegmentEntry entry, RowFile file, @Nullable SegmentColumns columns, Tombstones tombstones, SegmentTexts texts) {
    /** The names of its files. */
    static final String ROWS = "rows";

    static final String COLUMNS = "columns";

    RowSegment withEntry(SegmentEntry newEntry) {
        return new RowSegment(newEntry, file, columns, tombstones, texts);
    }

    RowSegment withColumns(SegmentColumns newColumns) {
        return new RowSegment(entry, file, newColumns, tombstones, texts);
    }

    int number() {
        return entry.number();
    }
}
