package io.vectra.storage.segment;

import io.vectra.storage.io.AppendFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Appends a {@link Section} to a file block by block, and keeps the blocks' checksums.
 *
 * <p>Thread rule: one thread.
 */
final class BlockWriter {
    private final AppendFile file;
    private final ByteBuffer block;
    private final int fullBlockBytes;
    private int[] checksums = new int[16];
    private int checksumCount;
    private long sizeBytes;
    private boolean isBroken;

    BlockWriter(AppendFile file, int rowBytes) {
        this.file = file;
        this.fullBlockBytes = Section.fullBlockBytes(rowBytes);
        this.block = ByteBuffer.allocate(fullBlockBytes + Section.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        block.limit(fullBlockBytes);
    }

    /** Returns how many bytes were written so far. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Returns whether an append has failed, so that nobody knows what is in the file. */
    boolean isBroken() {
        return isBroken;
    }

    int checksumCount() {
        return checksumCount;
    }

    void putLong(long value) throws IOException {
        if (block.remaining() < Long.BYTES) {
            flush(); // Only rows of a multiple of eight bytes are written so, and blocks hold whole rows.
        }
        block.putLong(value);
        sizeBytes += Long.BYTES;
    }

    /** Writes a part of a buffer, whose position stays. */
    void put(ByteBuffer bytes, int index, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!block.hasRemaining()) {
                flush();
            }
            int part = Math.min(length - done, block.remaining());
            block.put(block.position(), bytes, index + done, part).position(block.position() + part);
            done += part;
        }
        sizeBytes += length;
    }

    void putZeros(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!block.hasRemaining()) {
                flush();
            }
            block.put((byte) 0);
        }
        sizeBytes += count;
    }

    /** Writes what is left, and zeros up to a multiple of {@link Section#ALIGNMENT}. */
    void finish() throws IOException {
        if (block.position() > 0) {
            int zeros = (int) (Section.padded(sizeBytes) - sizeBytes);
            block.limit(block.position() + zeros);
            for (int i = 0; i < zeros; i++) {
                block.put((byte) 0);
            }
            flush();
        }
    }

    /** Appends the checksums to a buffer that has room for them. */
    void copyChecksums(ByteBuffer target) {
        for (int i = 0; i < checksumCount; i++) {
            target.putInt(checksums[i]);
        }
    }

    private void flush() throws IOException {
        if (checksumCount == checksums.length) {
            checksums = Arrays.copyOf(checksums, 2 * checksumCount);
        }
        isBroken = true;
        checksums[checksumCount++] = SegmentFileHeader.crcOf(block, 0, block.position());
        file.append(block.flip());
        block.clear().limit(fullBlockBytes);
        isBroken = false;
    }
}
