package io.vectra.storage.vector;

import io.vectra.storage.io.Directory;
import io.vectra.storage.manifest.VectorDirectoryFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one vector column: for each ordinal the row, the commits that created and deleted it, and where its
 * floats lie.
 *
 * <p>Thread rule: one writer at a time, any number of readers, and readers never lock. A reader sees an entry and a
 * deletion of commit L if it learned of L from a volatile write that followed them; what is newer than its LSN it may
 * or may not find here, and {@link View} hides it.
 */
public final class VectorColumn {
    /** The deleted LSN of a vector that is alive. */
    public static final long ALIVE = Long.MAX_VALUE;

    /** The deleted LSN of a vector that was dropped: nobody sees it, and its floats are nowhere. */
    public static final long DROPPED = 0;

    private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(Chunk[].class);

    private final int columnId;
    private final int tableId;
    private final int dimension;
    private final long mappedLsn;

    /** Grows by copying; elements are published with release, and all of them before {@link #count}. */
    private volatile @Nullable Chunk[] chunks = new Chunk[1];

    private volatile long count;

    /** Creates an empty column. */
    public VectorColumn(int columnId, int tableId, int dimension) {
        this(columnId, tableId, dimension, 0);
    }

    /** Takes chunks, as {@link ColumnRewrite} has made them. */
    VectorColumn(int columnId, int tableId, int dimension, @Nullable Chunk[] chunks, long count) {
        this(columnId, tableId, dimension, 0);
        this.chunks = chunks;
        this.count = count;
    }

    private VectorColumn(int columnId, int tableId, int dimension, long mappedLsn) {
        VectorText.checkDimension(dimension);
        this.mappedLsn = mappedLsn;
        this.columnId = columnId;
        this.tableId = tableId;
        this.dimension = dimension;
    }

    /**
     * Opens a column that {@link #writeTo} wrote. Only the header and the last block are read; each other block is
     * verified when it is first used, so a {@link io.vectra.storage.CorruptStoreException} may also come from any other
     * method. The file is derived: the caller rebuilds the column from the log.
     *
     * @throws io.vectra.storage.CorruptStoreException if the file is not a directory of this database, has another
     *     length than its header says, or the header fails its checksum
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static VectorColumn map(Directory directory, String name, UUID databaseId) throws IOException {
        ColumnFile file = ColumnFile.open(directory, name, databaseId);
        ColumnFile.Header header = file.header();
        var column = new VectorColumn(header.columnId(), header.tableId(), header.dimension(), header.lsn());
        if (header.count() > 0) {
            Chunk[] blocks = file.mapBlocks(directory);
            ((MappedChunk) blocks[blocks.length - 1]).verify();
            column.chunks = blocks;
            column.count = header.count();
        }
        return column;
    }

    /**
     * Writes the column as of an LSN to a new file and forces it; the folder is not synced. Reads and writes may go on.
     *
     * @param name such as {@code vectors/3-17.dir}; there must be no such file
     * @return what the manifest says of the file
     */
    public VectorDirectoryFile writeTo(Directory directory, String name, UUID databaseId, long lsn) throws IOException {
        return ColumnFile.write(directory, name, databaseId, this, view(lsn));
    }

    /** Returns the LSN that the mapped file describes the column after, or 0 if none was mapped. */
    public long mappedLsn() {
        return mappedLsn;
    }

    /** Returns the column's number, as in vector references. */
    public int columnId() {
        return columnId;
    }

    /** Returns the number of the table that the column belongs to. */
    public int tableId() {
        return tableId;
    }

    /** Returns how many floats each vector has. */
    public int dimension() {
        return dimension;
    }

    /** Returns how many entries there are; ordinals run from 0 to it, exclusive. */
    public long count() {
        return count;
    }

    /**
     * Adds the next vector, alive.
     *
     * @param ordinal {@link #count()}
     * @param createdLsn the commit that wrote it, not before that of the ordinal before
     * @param position where its floats lie, for a {@link VectorSource}
     */
    public void append(long ordinal, long rowId, long createdLsn, long position) {
        long entries = count;
        if (ordinal != entries) {
            throw new IllegalArgumentException(
                    "the next ordinal of column " + columnId + " is " + entries + ", but is given as " + ordinal);
        }
        if (entries > 0 && createdLsn < createdLsn(entries - 1)) {
            throw new IllegalArgumentException("created LSNs of column " + columnId + " must not fall, but ordinal "
                    + ordinal + " has " + createdLsn + " after " + createdLsn(entries - 1));
        }
        writableChunk(ordinal).set(Chunk.indexOf(ordinal), rowId, createdLsn, position);
        count = entries + 1;
    }

    /**
     * Marks a vector as deleted by a commit.
     *
     * @throws IllegalStateException if it is deleted already
     */
    public void delete(long ordinal, long deletedLsn) {
        Chunk chunk = chunkOf(ordinal);
        int index = Chunk.indexOf(ordinal);
        if (chunk.deletedLsn(index) != ALIVE) {
            throw new IllegalStateException("ordinal " + ordinal + " of column " + columnId + " was deleted at LSN "
                    + chunk.deletedLsn(index) + ", and cannot be deleted again at " + deletedLsn);
        }
        chunk.delete(index, deletedLsn);
    }

    /** Returns the id of the row that the vector belongs to. */
    public long rowId(long ordinal) {
        return chunkOf(ordinal).rowId(Chunk.indexOf(ordinal));
    }

    /** Returns the commit that wrote the vector. */
    public long createdLsn(long ordinal) {
        return chunkOf(ordinal).createdLsn(Chunk.indexOf(ordinal));
    }

    /** Returns the commit that deleted the vector, or {@link #ALIVE}. */
    public long deletedLsn(long ordinal) {
        return chunkOf(ordinal).deletedLsn(Chunk.indexOf(ordinal));
    }

    /** Returns where the vector's floats lie, for a {@link VectorSource}. */
    public long position(long ordinal) {
        return chunkOf(ordinal).position(Chunk.indexOf(ordinal));
    }

    /** Returns whether a reader at an LSN sees the vector: created by then, and not deleted by then. */
    public boolean isVisible(long ordinal, long lsn) {
        Chunk chunk = chunkOf(ordinal);
        int index = Chunk.indexOf(ordinal);
        return chunk.createdLsn(index) <= lsn && lsn < chunk.deletedLsn(index);
    }

    /** Returns what a reader at an LSN sees; entries appended later are not in it. */
    public View view(long lsn) {
        return new View(lsn, countAt(lsn));
    }

    /** Created LSNs never fall, so what was created by an LSN is a prefix. */
    private long countAt(long lsn) {
        long high = count;
        if (high == 0 || createdLsn(high - 1) <= lsn) {
            return high;
        }
        long low = 0;
        high--;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (createdLsn(middle) <= lsn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Chunk chunkOf(long ordinal) {
        if (ordinal < 0 || ordinal >= count) {
            throw new IndexOutOfBoundsException("column " + columnId + " has ordinals from 0 to " + count
                    + " (exclusive), but was asked for " + ordinal);
        }
        return chunk(Chunk.numberOf(ordinal));
    }

    @Nullable
    Chunk[] chunks() {
        return chunks;
    }

    private Chunk chunk(int number) {
        return (Chunk) CHUNK.getAcquire(chunks, number);
    }

    /**
     * Called by the writer: returns the heap chunk that the next entry goes to, after making or copying it if need be.
     */
    private HeapChunk writableChunk(long ordinal) {
        int number = Chunk.numberOf(ordinal);
        @Nullable Chunk[] table = chunks;
        if (number == table.length) {
            table = Arrays.copyOf(table, 2 * table.length);
            chunks = table;
        }
        Chunk chunk = table[number];
        if (chunk instanceof HeapChunk heapChunk) {
            return heapChunk;
        }
        HeapChunk writable = chunk == null ? new HeapChunk() : new HeapChunk(chunk, Chunk.indexOf(ordinal));
        CHUNK.setRelease(table, number, writable);
        return writable;
    }

    /**
     * A column as of one LSN.
     *
     * <p>Thread rule: any number of threads.
     */
    public final class View {
        private final long lsn;
        private final long viewedCount;

        private View(long lsn, long viewedCount) {
            this.lsn = lsn;
            this.viewedCount = viewedCount;
        }

        /** Returns the last commit that is seen. */
        public long lsn() {
            return lsn;
        }

        /** Returns how many vectors had been written, deleted ones included; ordinals run from 0 to it, exclusive. */
        public long count() {
            return viewedCount;
        }

        /** Returns the chunk that an ordinal below {@link #count()} is in. */
        Chunk chunk(long ordinal) {
            return VectorColumn.this.chunk(Chunk.numberOf(ordinal));
        }

        /** Returns whether the vector is seen: written, and not deleted. */
        public boolean isVisible(long ordinal) {
            return ordinal >= 0 && ordinal < viewedCount && lsn < deletedLsn(ordinal);
        }

        /** Returns how many vectors from an ordinal on are seen, by looking at each. */
        public long visibleCount(long from) {
            long visible = 0;
            for (long ordinal = from; ordinal < viewedCount; ordinal++) {
                visible += lsn < deletedLsn(ordinal) ? 1 : 0;
            }
            return visible;
        }
    }
}
