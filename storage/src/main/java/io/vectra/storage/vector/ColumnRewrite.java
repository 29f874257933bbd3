package io.vectra.storage.vector;

import org.jspecify.annotations.Nullable;

/**
 * Makes a column whose vectors lie elsewhere, after they were copied to a segment, and in which dead ones are dropped.
 *
 * <p>Ordinals stay what they are. The column that it starts from is not changed, and shares the chunks that nothing is
 * said about; so it must not be written any more once the new one is. Thread rule: one thread, which may write the
 * column.
 */
public final class ColumnRewrite {
    private final VectorColumn column;
    private final @Nullable Chunk[] chunks;
    private final boolean[] isOwn;

    /** Starts from a column. */
    public ColumnRewrite(VectorColumn column) {
        this.column = column;
        this.chunks = column.chunks().clone();
        this.isOwn = new boolean[chunks.length];
    }

    /** Starts from a column in which every vector was dropped. */
    public static ColumnRewrite dropped(int columnId, int tableId, int dimension, long count) {
        int chunkCount = Math.toIntExact((count + Chunk.CAPACITY - 1) / Chunk.CAPACITY);
        var chunks = new Chunk[Math.max(1, chunkCount)];
        for (int i = 0; i < chunkCount; i++) {
            var chunk = new HeapChunk();
            long entries = Math.min(Chunk.CAPACITY, count - (long) i * Chunk.CAPACITY);
            for (int index = 0; index < entries; index++) {
                chunk.drop(index);
            }
            chunks[i] = chunk;
        }
        var rewrite = new ColumnRewrite(new VectorColumn(columnId, tableId, dimension, chunks, count));
        java.util.Arrays.fill(rewrite.isOwn, true);
        return rewrite;
    }

    /** Says where a vector lies now. */
    public void move(long ordinal, long position) {
        ownChunk(ordinal).setPosition(Chunk.indexOf(ordinal), position);
    }

    /** Forgets a vector that nobody can see any more. */
    public void drop(long ordinal) {
        if (column.deletedLsn(ordinal) != VectorColumn.DROPPED) {
            ownChunk(ordinal).drop(Chunk.indexOf(ordinal));
        }
    }

    /** Brings a dropped vector back, alive. */
    public void restore(long ordinal, long rowId, long createdLsn, long position) {
        HeapChunk chunk = ownChunk(ordinal);
        chunk.restore(Chunk.indexOf(ordinal), rowId, createdLsn, position);
    }

    private HeapChunk ownChunk(long ordinal) {
        int number = Chunk.numberOf(ordinal);
        Chunk chunk = chunks[number];
        if (isOwn[number] && chunk instanceof HeapChunk own) {
            return own;
        }
        if (chunk == null) {
            throw new IndexOutOfBoundsException("column " + column.columnId() + " has no ordinal " + ordinal);
        }
        HeapChunk copy = new HeapChunk(chunk, entriesOf(number));
        chunks[number] = copy;
        isOwn[number] = true;
        return copy;
    }

    private int entriesOf(int number) {
        return (int) Math.min(Chunk.CAPACITY, column.count() - (long) number * Chunk.CAPACITY);
    }

    /** Returns the new column. */
    public VectorColumn finish() {
        long created = 0;
        for (int number = 0; number < chunks.length; number++) {
            if (chunks[number] == null) {
                continue;
            }
            int entries = entriesOf(number);
            if (isOwn[number] && chunks[number] instanceof HeapChunk own && own.fillCreated(created, entries)) {
                created = own.createdLsn(entries - 1);
                if (entries == Chunk.CAPACITY) {
                    chunks[number] = new AbsentChunk(created);
                }
            } else {
                Chunk chunk = chunks[number];
                created = chunk == null || entries <= 0 ? created : chunk.createdLsn(entries - 1);
            }
        }
        return new VectorColumn(column.columnId(), column.tableId(), column.dimension(), chunks, column.count());
    }
}
