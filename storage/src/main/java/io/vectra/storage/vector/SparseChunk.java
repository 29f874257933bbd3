package io.vectra.storage.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that lies in a block of a directory file which keeps some of its entries only; the other vectors were
 * dropped.
 *
 * <p>The block is verified when it is first used. Deletions since then are on the heap: the first one copies the
 * block's deleted LSNs there.
 */
final class SparseChunk extends Chunk {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int DROPPED = -1;

    private final ColumnFile file;
    private final int number;
    private final ByteBuffer bytes;
    private final int start;
    private final int kept;

    /** Where each array begins in {@link #bytes}. */
    private final int bits;

    private final int ranks;
    private final int rowIds;
    private final int createdLsns;
    private final int deletedLsns;
    private final int positions;

    private volatile boolean isVerified;

    /** Replaces the deleted LSNs of the block once it is there. */
    private volatile long @Nullable [] changedDeletedLsns;

    /**
     * Takes a block.
     *
     * @param file verifies the block
     * @param number the block's, from 0
     * @param bytes a little-endian buffer
     * @param start where the block begins in {@code bytes}
     * @param kept how many entries it keeps
     */
    SparseChunk(ColumnFile file, int number, ByteBuffer bytes, int start, int kept) {
        this.file = file;
        this.number = number;
        this.bytes = bytes;
        this.start = start;
        this.kept = kept;
        this.bits = start + ColumnFile.CREATED_BYTES;
        this.ranks = bits + ColumnFile.BITS_BYTES;
        this.rowIds = ranks + ColumnFile.RANKS_BYTES;
        this.createdLsns = rowIds + kept * Long.BYTES;
        this.deletedLsns = createdLsns + kept * Long.BYTES;
        this.positions = deletedLsns + kept * Long.BYTES;
    }

    private void verify() {
        if (!isVerified) {
            file.verifyBlock(number, bytes, start);
            isVerified = true;
        }
    }

    private long word(int word) {
        return bytes.getLong(bits + word * Long.BYTES);
    }

    /** Returns how many entries are kept before one. */
    private int rank(int index) {
        int word = index >>> 6;
        int before = bytes.getShort(ranks + word * Short.BYTES);
        return before + Long.bitCount(word(word) & (1L << index) - 1);
    }

    /** Returns where an entry is among those that are kept, or {@link #DROPPED}. */
    private int slot(int index) {
        verify();
        return (word(index >>> 6) & 1L << index) == 0 ? DROPPED : rank(index);
    }

    private long read(int array, int slot) {
        return bytes.getLong(array + slot * Long.BYTES);
    }

    @Override
    long rowId(int index) {
        int slot = slot(index);
        return slot == DROPPED ? 0 : read(rowIds, slot);
    }

    /** Of a dropped vector that of the one kept before it, so that they never fall. */
    @Override
    long createdLsn(int index) {
        int slot = slot(index);
        int known = slot == DROPPED ? rank(index) - 1 : slot;
        return known < 0 ? bytes.getLong(start) : read(createdLsns, known);
    }

    @Override
    long deletedLsn(int index) {
        int slot = slot(index);
        return slot == DROPPED ? VectorColumn.DROPPED : deletedLsnAt(changedDeletedLsns, slot);
    }

    private long deletedLsnAt(long @Nullable [] changed, int slot) {
        return changed == null ? read(deletedLsns, slot) : (long) LONGS.getAcquire(changed, slot);
    }

    @Override
    long position(int index) {
        int slot = slot(index);
        return slot == DROPPED ? 0 : read(positions, slot);
    }

    @Override
    void delete(int index, long deletedLsn) {
        int slot = slot(index);
        if (slot == DROPPED) {
            throw new IllegalStateException("a vector that was dropped cannot be deleted");
        }
        long[] changed = changedDeletedLsns;
        if (changed == null) {
            changed = new long[kept];
            for (int i = 0; i < kept; i++) {
                changed[i] = read(deletedLsns, i);
            }
            changed[slot] = deletedLsn;
            changedDeletedLsns = changed;
        } else {
            LONGS.setRelease(changed, slot, deletedLsn);
        }
    }

    @Override
    int firstAlive(int from, int end, long lsn) {
        verify();
        long[] changed = changedDeletedLsns;
        int index = from;
        while (index < end) {
            long left = word(index >>> 6) >>> index;
            if (left == 0) {
                index = (index | Long.SIZE - 1) + 1;
                continue;
            }
            index += Long.numberOfTrailingZeros(left);
            if (index < end && lsn < deletedLsnAt(changed, rank(index))) {
                return index;
            }
            index++;
        }
        return end;
    }

    @Override
    int firstDeleted(int from, int end, long lsn) {
        int index = from;
        while (index < end && lsn < deletedLsn(index)) {
            index++;
        }
        return index;
    }

    @Override
    long[] positions(long[] scratch) {
        verify();
        Arrays.fill(scratch, 0);
        int slot = 0;
        for (int word = 0; word < CAPACITY / Long.SIZE; word++) {
            for (long left = word(word); left != 0; left &= left - 1) {
                scratch[word * Long.SIZE + Long.numberOfTrailingZeros(left)] = read(positions, slot++);
            }
        }
        return scratch;
    }
}
