package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.filter.ColumnsIdentity;
import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.filter.SegmentColumnsWriter;
import io.vectra.storage.io.Directory;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.segment.DeletedFile;
import io.vectra.storage.segment.RowFile;
import io.vectra.storage.segment.RowFileWriter;
import io.vectra.storage.segment.RowLayout;
import io.vectra.storage.segment.SegmentFileIdentity;
import io.vectra.storage.segment.Tombstones;
import io.vectra.storage.segment.VectorFile;
import io.vectra.storage.segment.VectorFileWriter;
import io.vectra.storage.segment.WrittenFile;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.roaringbitmap.RoaringBitmap;

/**
 * Gives numbers to new segments, and writes their files.
 *
 * <p>Thread rule: any number of threads, each for segments of its own.
 */
final class SegmentWriting {
    private static final System.Logger LOGGER = System.getLogger(SegmentWriting.class.getName());

    private final Directory directory;
    private final UUID databaseId;
    private final AtomicInteger next;

    SegmentWriting(Directory directory, UUID databaseId, int nextNumber) {
        this.directory = directory;
        this.databaseId = databaseId;
        this.next = new AtomicInteger(nextNumber);
    }

    /** Returns a number that no segment has had. */
    int nextNumber() {
        return next.getAndIncrement();
    }

    /** Returns the number that the next segment gets. */
    int peekNumber() {
        return next.get();
    }

    /**
     * Returns the entry of a segment that is still to be written.
     *
     * @param columnId the vector column, or 0 for rows
     */
    SegmentEntry blank(int number, int tableId, int columnId) {
        return new SegmentEntry(number, tableId, columnId, 0, 0, 0, 0, 0);
    }

    /** Begins a file of rows. */
    RowFileWriter createRows(SegmentEntry entry, RowLayout layout) throws IOException {
        return RowFileWriter.create(directory, entry.path(RowSegment.ROWS), rowIdentity(entry), layout);
    }

    /** Begins a file of vectors. */
    VectorFileWriter createVectors(SegmentEntry entry, int dimension) throws IOException {
        return VectorFileWriter.create(
                directory, entry.path(VectorSegment.vectorsName(entry.columnId())), vectorIdentity(entry), dimension);
    }

    /** Opens a segment of rows that was just written. */
    RowSegment openRows(SegmentEntry blank, WrittenFile written) throws IOException {
        SegmentEntry entry = described(blank, written);
        RowFile file = RowFile.open(directory, entry.path(RowSegment.ROWS), rowIdentity(entry));
        return new RowSegment(entry, file, null, new Tombstones(entry.count()), new SegmentTexts());
    }

    /** Writes what a segment's columns are filtered by, in place of an older file, and opens it. */
    RowSegment writeColumns(RowSegment segment, List<ColumnType> types) throws IOException {
        String name = segment.entry().path(RowSegment.COLUMNS);
        ColumnsIdentity identity =
                new ColumnsIdentity(databaseId, segment.entry().tableId(), segment.number());
        directory.delete(name);
        try (SegmentColumnsWriter columns = SegmentColumnsWriter.create(directory, name, identity, types)) {
            for (int slot = 0; slot < segment.file().count(); slot++) {
                columns.append(segment.file().image(slot));
            }
            columns.finish();
        }
        return segment.withColumns(SegmentColumns.open(directory, name, identity, types));
    }

    /** Opens what a segment's columns are filtered by; the file is derived, and written anew if need be. */
    RowSegment openColumns(RowSegment segment, List<ColumnType> types, boolean isReadOnly) throws IOException {
        String name = segment.entry().path(RowSegment.COLUMNS);
        ColumnsIdentity identity =
                new ColumnsIdentity(databaseId, segment.entry().tableId(), segment.number());
        try {
            return segment.withColumns(SegmentColumns.open(directory, name, identity, types));
        } catch (CorruptStoreException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The columns of segment " + segment.number() + " are written anew: " + e.getMessage());
            return isReadOnly ? segment : writeColumns(segment, types);
        }
    }

    /** Opens a segment of vectors that was just written. */
    VectorSegment openVectors(SegmentEntry blank, WrittenFile written) throws IOException {
        SegmentEntry entry = described(blank, written);
        VectorFile file = VectorFile.open(
                directory, entry.path(VectorSegment.vectorsName(entry.columnId())), vectorIdentity(entry));
        return new VectorSegment(entry, file, new Tombstones(entry.count()));
    }

    private static SegmentEntry described(SegmentEntry blank, WrittenFile written) {
        return new SegmentEntry(
                blank.number(),
                blank.tableId(),
                blank.columnId(),
                written.count(),
                0,
                0,
                written.firstLsn(),
                written.lastLsn());
    }

    /**
     * Writes what of a segment is deleted at an LSN, unless its entry names a file that says so.
     *
     * @return the segment's entry, changed or not
     */
    SegmentEntry writeDeletions(SegmentEntry entry, Tombstones tombstones, long lsn) throws IOException {
        RoaringBitmap deleted = tombstones.deletedAt(lsn);
        if (deleted.getLongCardinality() == entry.deleted()) {
            return entry;
        }
        SegmentEntry changed = entry.withDeleted(deleted.getLongCardinality(), lsn);
        directory.delete(changed.deletedPath());
        new DeletedFile(lsn, entry.count(), deleted)
                .write(directory, changed.deletedPath(), entry.isRows() ? rowIdentity(entry) : vectorIdentity(entry));
        return changed;
    }

    private SegmentFileIdentity rowIdentity(SegmentEntry entry) {
        return StoredSegments.rowIdentity(databaseId, entry);
    }

    private SegmentFileIdentity vectorIdentity(SegmentEntry entry) {
        return StoredSegments.vectorIdentity(databaseId, entry);
    }
}
