package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link Section} in mapped pieces, each block verified before it is first used.
 *
 * <p>Thread rule: any number of threads; a block may be verified by several at once.
 */
final class MappedSection {
    private final String name;
    private final Section section;
    private final int blockShift;
    private final int pieceShift;
    private final long pieceMask;
    private final ByteBuffer[] pieces;

    /** Of all sections of the file, little-endian. */
    private final ByteBuffer checksums;

    /** Written racily: a thread that does not see a verified block verifies it once more. */
    private final boolean[] verified;

    private MappedSection(String name, Section section, int pieceShift, ByteBuffer[] pieces, ByteBuffer checksums) {
        this.name = name;
        this.section = section;
        this.blockShift = section.blockShift();
        this.pieceShift = pieceShift;
        this.pieceMask = (1L << pieceShift) - 1;
        this.pieces = pieces;
        this.checksums = checksums;
        this.verified = new boolean[section.blockCount()];
    }

    /**
     * Maps a section; none of it is read.
     *
     * @param checksums of all blocks of the file
     * @param pieceBytesMax no piece is larger, as far as a block is not; at least {@link Section#BLOCK_BYTES}
     */
    static MappedSection map(Directory directory, String name, Section section, ByteBuffer checksums, int pieceBytesMax)
            throws IOException {
        int pieceShift = Math.max(section.blockShift(), Section.rowsShift(pieceBytesMax, section.rowBytes()));
        long pieceBytes = (long) section.rowBytes() << pieceShift;
        var pieces = new ByteBuffer[section.rowCount() == 0 ? 0 : (int) (section.rowCount() - 1 >>> pieceShift) + 1];
        for (int i = 0; i < pieces.length; i++) {
            long start = section.position() + i * pieceBytes;
            long end = i < pieces.length - 1 ? start + pieceBytes : section.end();
            pieces[i] = directory.map(name, start, Math.toIntExact(end - start));
        }
        return new MappedSection(name, section, pieceShift, pieces, checksums);
    }

    Section section() {
        return section;
    }

    int pieceShift() {
        return pieceShift;
    }

    ByteBuffer pieceNumber(int number) {
        return pieces[number];
    }

    /** Returns the piece that holds a row. */
    ByteBuffer piece(long row) {
        return pieces[(int) (row >>> pieceShift)];
    }

    /** Returns where in {@link #piece} a row begins. */
    int index(long row) {
        return (int) (row & pieceMask) * section.rowBytes();
    }

    /** Returns the row after the piece that holds a row. */
    long pieceEnd(long row) {
        return Math.min(section.rowCount(), (row | pieceMask) + 1);
    }

    /** Returns a number in a row, verified. */
    long longAt(long row, int offset) {
        verify(row);
        return piece(row).getLong(index(row) + offset);
    }

    /** Verifies a row's block unless that was done. */
    void verify(long row) {
        int block = (int) (row >>> blockShift);
        if (!verified[block]) {
            verifyBlock(block);
        }
    }

    /** Verifies the blocks of some rows, the last one excluded, unless that was done. */
    void verify(long fromRow, long toRow) {
        if (fromRow < toRow) {
            int lastBlock = (int) (toRow - 1 >>> blockShift);
            for (int block = (int) (fromRow >>> blockShift); block <= lastBlock; block++) {
                if (!verified[block]) {
                    verifyBlock(block);
                }
            }
        }
    }

    private void verifyBlock(int block) {
        long row = (long) block << blockShift;
        int index = index(row);
        int actual = SegmentFileHeader.crcOf(piece(row), index, index + section.blockBytes(block));
        int expected = checksums.getInt((section.firstBlock() + block) * Integer.BYTES);
        if (actual != expected) {
            throw new CorruptStoreException(
                    name,
                    section.blockPosition(block),
                    "the block of " + section.blockBytes(block) + " bytes has checksum " + Integer.toHexString(expected)
                            + ", but its bytes have " + Integer.toHexString(actual) + ". Restore a backup");
        }
        verified[block] = true;
    }
}
