package io.vectra.storage.graph;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a graph, mapped.
 *
 * <p>Only the header and the checksums are read when it is opened; the rest is verified block by block when it is first
 * used.
 *
 * <p>Thread rule: any number of threads.
 */
final class MappedGraph {
    private final String name;
    private final GraphFile.Header header;
    private final ByteBuffer checksums;
    private final List<FixedRows> sections = new ArrayList<>();

    private MappedGraph(String name, GraphFile.Header header, ByteBuffer checksums) {
        this.name = name;
        this.header = header;
        this.checksums = checksums;
    }

    /** Opens a file. */
    static MappedGraph open(Directory directory, String name, GraphIdentity identity) throws IOException {
        return open(directory, name, identity, Directory.MAPPED_BYTES_MAX);
    }

    /**
     * Opens a file.
     *
     * @param pieceBytesMax no mapped piece is larger; a multiple of {@link GraphFile#BLOCK_BYTES_MAX}
     */
    static MappedGraph open(Directory directory, String name, GraphIdentity identity, int pieceBytesMax)
            throws IOException {
        GraphFile.Header header = GraphFile.readHeader(directory, name, identity);
        ByteBuffer checksums = directory.map(name, header.checksumsPosition(), header.checksumsBytes());
        int crcIndex = header.checksumsBytes() - Integer.BYTES;
        int crc = GraphFile.crcOf(checksums, 0, crcIndex);
        if (crc != checksums.getInt(crcIndex)) {
            throw new CorruptStoreException(
                    name,
                    header.checksumsPosition(),
                    "the checksums have checksum " + Integer.toHexString(checksums.getInt(crcIndex))
                            + ", but their bytes have " + Integer.toHexString(crc) + rebuild());
        }
        var graph = new MappedGraph(name, header, checksums);
        graph.mapSections(directory, pieceBytesMax);
        return graph;
    }

    private void mapSections(Directory directory, int pieceBytesMax) throws IOException {
        long position = GraphFile.HEADER_BYTES;
        int firstBlock = 0;
        for (GraphFile.Section section : header.sections()) {
            sections.add(map(directory, section, new Place(position, firstBlock), pieceBytesMax));
            position += section.paddedBytes();
            firstBlock += section.blockCount();
        }
    }

    private FixedRows map(Directory directory, GraphFile.Section section, Place place, int pieceBytesMax)
            throws IOException {
        int pieceShift = GraphFile.rowsShift(pieceBytesMax, section.rowBytes());
        var pieces = new ByteBuffer[section.rowCount() == 0 ? 0 : (section.rowCount() - 1 >>> pieceShift) + 1];
        long pieceBytes = ((long) section.rowBytes()) << pieceShift;
        for (int i = 0; i < pieces.length; i++) {
            long length = i < pieces.length - 1 ? pieceBytes : section.paddedBytes() - i * pieceBytes;
            pieces[i] = directory.map(name, place.position() + i * pieceBytes, Math.toIntExact(length));
        }
        var checks = new BlockChecks(section.rowCount(), section.blockShift(), block -> {
            int row = block << section.blockShift();
            int index = (row & (1 << pieceShift) - 1) * section.rowBytes();
            verify(
                    section,
                    block,
                    place,
                    GraphFile.crcOf(pieces[row >>> pieceShift], index, index + section.blockBytes(block)));
        });
        return new FixedRows(section.rowCount(), section.rowBytes(), pieceShift, pieces, checks);
    }

    /** Where a section is: its first byte in the file, and its first block among all. */
    private record Place(long position, int firstBlock) {}

    private void verify(GraphFile.Section section, int block, Place place, int actual) {
        int expected = checksums.getInt((place.firstBlock() + block) * Integer.BYTES);
        if (actual != expected) {
            throw new CorruptStoreException(
                    name,
                    place.position() + section.blockPosition(block),
                    "block " + block + " of section " + section.kind() + " has checksum "
                            + Integer.toHexString(expected) + ", but its bytes have " + Integer.toHexString(actual)
                            + rebuild());
        }
    }

    private static String rebuild() {
        return ". This file is derived: REINDEX builds it anew.";
    }

    String name() {
        return name;
    }

    GraphFile.Header header() {
        return header;
    }

    /** Returns the rows of a kind, or null if there are none. */
    @Nullable
    FixedRows section(int kind) {
        for (int i = 0; i < sections.size(); i++) {
            if (header.sections().get(i).kind() == kind) {
                return sections.get(i);
            }
        }
        return null;
    }

    /** Returns the rows of each level above 0, from level 1 on. */
    List<FixedRows> levels() {
        List<FixedRows> levels = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            if (header.sections().get(i).kind() == GraphFile.LEVEL) {
                levels.add(sections.get(i));
            }
        }
        return levels;
    }

    /** Verifies all bytes that were not verified yet. */
    void verifyAll() {
        sections.forEach(FixedRows::verifyAll);
    }
}
