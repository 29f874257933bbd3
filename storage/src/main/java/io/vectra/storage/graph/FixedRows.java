package io.vectra.storage.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of a fixed size in little-endian pieces, each block of rows verified before it is first used.
 *
 * <p>Thread rule: any number of threads.
 */
final class FixedRows {
    /** Rows in memory begin where a line of the processor's caches does. */
    private static final int LINE_BYTES = 64;

    /** How many bytes rows in memory may take. */
    static final int BYTES_MAX = Integer.MAX_VALUE - 2 * LINE_BYTES;

    private final int count;
    private final int rowBytes;
    private final int pieceShift;
    private final int pieceMask;
    private final ByteBuffer[] pieces;
    private final BlockChecks checks;

    /**
     * Takes rows.
     *
     * @param pieceShift how many rows each piece but the last has, as a power of two
     */
    FixedRows(int count, int rowBytes, int pieceShift, ByteBuffer[] pieces, BlockChecks checks) {
        this.count = count;
        this.rowBytes = rowBytes;
        this.pieceShift = pieceShift;
        this.pieceMask = (1 << pieceShift) - 1;
        this.pieces = pieces;
        this.checks = checks;
    }

    /** Returns rows in memory that need no verification, all zero; they may take {@link #BYTES_MAX}. */
    static FixedRows inMemory(int count, int rowBytes) {
        int lines = (Math.multiplyExact(count, rowBytes) - 1) / LINE_BYTES + 2;
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(lines, LINE_BYTES))
                .alignedSlice(LINE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        return new FixedRows(count, rowBytes, Integer.SIZE - 2, new ByteBuffer[] {bytes}, BlockChecks.none(count));
    }

    /** Returns rows of one number each in memory. */
    static FixedRows inMemory(int[] values) {
        FixedRows rows = inMemory(values.length, Integer.BYTES);
        for (int i = 0; i < values.length; i++) {
            rows.pieces[0].putInt(i * Integer.BYTES, values[i]);
        }
        return rows;
    }

    int count() {
        return count;
    }

    int rowBytes() {
        return rowBytes;
    }

    int pieceShift() {
        return pieceShift;
    }

    ByteBuffer[] pieces() {
        return pieces;
    }

    /** Verifies the row's block unless that was done. */
    void verify(int row) {
        checks.verify(row);
    }

    /** Verifies all blocks that were not verified yet. */
    void verifyAll() {
        for (int row = 0; row < count; row += checks.blockRows()) {
            checks.verify(row);
        }
    }

    /** Returns the piece that holds a row. */
    ByteBuffer piece(int row) {
        return pieces[row >>> pieceShift];
    }

    /** Returns where in {@link #piece} a row begins. */
    int index(int row) {
        return (row & pieceMask) * rowBytes;
    }

    /** Returns the first number of a row, verified. */
    int intAt(int row) {
        checks.verify(row);
        return pieces[row >>> pieceShift].getInt((row & pieceMask) * rowBytes);
    }

    /** Returns the first number of a row, verified. */
    float floatAt(int row) {
        checks.verify(row);
        return pieces[row >>> pieceShift].getFloat((row & pieceMask) * rowBytes);
    }

    void setFloat(int row, float value) {
        pieces[row >>> pieceShift].putFloat((row & pieceMask) * rowBytes, value);
    }
}
