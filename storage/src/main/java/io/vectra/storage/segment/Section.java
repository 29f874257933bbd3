package io.vectra.storage.segment;

/**
 * Where rows of a fixed size lie in a file, and how they are divided into checksummed blocks.
 *
 * <p>A block has as many rows as fit into 64 KiB, but a power of two and at least one. The last one has the rest, and
 * the zeros after it up to a multiple of 64.
 *
 * @param position the file's byte where it begins
 * @param firstBlock how many blocks there are before it
 */
record Section(long position, int firstBlock, int rowBytes, long rowCount) {
    static final int ALIGNMENT = 64;
    static final int BLOCK_BYTES = 1 << 16;

    /** Returns the section that follows this one. */
    Section next(int nextRowBytes, long nextRowCount) {
        return new Section(end(), firstBlock + blockCount(), nextRowBytes, nextRowCount);
    }

    /** Returns how many rows a block has, as a power of two. */
    int blockShift() {
        return rowsShift(BLOCK_BYTES, rowBytes);
    }

    int blockCount() {
        return rowCount == 0 ? 0 : Math.toIntExact((rowCount - 1 >>> blockShift()) + 1);
    }

    /** Returns the file's byte after the section and the zeros that follow it. */
    long end() {
        return position + padded(rowCount * rowBytes);
    }

    /** Returns the file's byte where a block begins. */
    long blockPosition(int block) {
        return position + ((long) block << blockShift()) * rowBytes;
    }

    /** Returns how many bytes a block has. */
    int blockBytes(int block) {
        long blockEnd = block == blockCount() - 1 ? end() : blockPosition(block + 1);
        return (int) (blockEnd - blockPosition(block));
    }

    /** Returns how many bytes a block that is not the last one has. */
    static int fullBlockBytes(int rowBytes) {
        return rowBytes << rowsShift(BLOCK_BYTES, rowBytes);
    }

    /** Returns how many rows fit into some bytes, as a power of two; at least one. */
    static int rowsShift(int bytes, int rowBytes) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, bytes / rowBytes));
    }

    static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
