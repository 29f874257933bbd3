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

    private volatile State state = State.UNVERIFIED;

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
        if (state == State.UNVERIFIED) {
            file.verifyBlock(number, bytes, rowIds);
            boolean hasDeleted = false;
            for (int i = 0; i < count; i++) {
                hasDeleted |= bytes.getLong(deletedLsns + i * Long.BYTES) != VectorColumn.ALIVE;
            }
            state = hasDeleted ? State.SOME_DELETED : State.ALL_ALIVE;
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
        check(index);
        return deletedLsn(changedDeletedLsns, index);
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
    int firstAlive(int from, int end, long lsn) {
        verify();
        long[] changed = changedDeletedLsns;
        int index = from;
        while (index < end && deletedLsn(changed, index) <= lsn) {
            index++;
        }
        return index;
    }

    @Override
    int firstDeleted(int from, int end, long lsn) {
        verify();
        long[] changed = changedDeletedLsns;
        if (changed == null && state == State.ALL_ALIVE) {
            return end;
        }
        int index = from;
        while (index < end && lsn < deletedLsn(changed, index)) {
            index++;
        }
        return index;
    }

    @Override
    long[] positions(long[] scratch) {
        verify();
        for (int i = 0; i < count; i++) {
            scratch[i] = bytes.getLong(positions + i * Long.BYTES);
        }
        return scratch;
    }

    private long deletedLsn(long @Nullable [] changed, int index) {
        return changed == null
                ? bytes.getLong(deletedLsns + index * Long.BYTES)
                : (long) LONGS.getAcquire(changed, index);
    }

    private long read(int array, int index) {
        check(index);
        return bytes.getLong(array + index * Long.BYTES);
    }

    private void check(int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException(
                    "block " + number + " has " + count + " entries, but was asked for " + index);
        }
        verify();
    }

    /** What is known of the block's bytes. */
    private enum State {
        UNVERIFIED,
        ALL_ALIVE,
        SOME_DELETED
    }
}
