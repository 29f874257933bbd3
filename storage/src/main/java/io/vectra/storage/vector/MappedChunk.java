package io.vectra.storage.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that lies in a block of a directory file.
 *
 * <p>The block is verified when it is first used. Deletions since then are on the heap: the first one copies the
 * block's deleted LSNs there.
 */
final class MappedChunk extends Chunk {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final ColumnFile file;
    private final int number;
    private final ByteBuffer bytes;

    /** Where each array begins in {@link #bytes}. */
    private final int rowIds;

    private final int createdLsns;
    private final int deletedLsns;
    private final int positions;
    private final int count;

    private volatile boolean isVerified;

    /** Replaces the deleted LSNs of the block once it is there. */
    private volatile long @Nullable [] changedDeletedLsns;

    /**
     * Takes a block.
     *
     * @param file verifies the block
     * @param number the block's, from 0
     * @param bytes a little-endian buffer
     * @param index where the block begins in {@code bytes}
     * @param count how many entries it has
     */
    MappedChunk(ColumnFile file, int number, ByteBuffer bytes, int index, int count) {
        this.file = file;
        this.number = number;
        this.bytes = bytes;
        this.count = count;
        this.rowIds = index;
        this.createdLsns = index + count * Long.BYTES;
        this.deletedLsns = index + 2 * count * Long.BYTES;
        this.positions = index + 3 * count * Long.BYTES;
    }

    /** Verifies the block unless that was done. */
    void verify() {
        if (!isVerified) {
            file.verifyBlock(number, bytes, rowIds, count);
            isVerified = true;
        }
    }

    @Override
    long rowId(int index) {
        return read(rowIds, index);
    }

    @Override
    long createdLsn(int index) {
        return read(createdLsns, index);
    }

    @Override
    long deletedLsn(int index) {
        long[] changed = changedDeletedLsns;
        return changed == null ? read(deletedLsns, index) : (long) LONGS.getAcquire(changed, index);
    }

    @Override
    long position(int index) {
        return read(positions, index);
    }

    @Override
    void delete(int index, long deletedLsn) {
        long[] changed = changedDeletedLsns;
        if (changed == null) {
            changed = new long[count];
            for (int i = 0; i < count; i++) {
                changed[i] = read(deletedLsns, i);
            }
            changed[index] = deletedLsn;
            changedDeletedLsns = changed;
        } else {
            LONGS.setRelease(changed, index, deletedLsn);
        }
    }

    @Override
    int selectAlive(Range range, long lsn, long[] ordinals, long[] selectedPositions) {
        verify();
        long[] changed = changedDeletedLsns;
        int selected = 0;
        for (int i = range.from(); i < range.to(); i++) {
            long deletedLsn =
                    changed == null ? bytes.getLong(deletedLsns + i * Long.BYTES) : (long) LONGS.getOpaque(changed, i);
            if (lsn < deletedLsn) {
                ordinals[selected] = range.chunkStart() + i;
                selectedPositions[selected++] = bytes.getLong(positions + i * Long.BYTES);
            }
        }
        return selected;
    }

    private long read(int array, int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException(
                    "block " + number + " has " + count + " entries, but was asked for " + index);
        }
        verify();
        return bytes.getLong(array + index * Long.BYTES);
    }
}
