package io.vectra.storage.graph;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file of a graph. All numbers are little-endian.
 *
 * <pre>
 * header  1024 bytes
 *    0  8  magic "VECTRA\r\n"
 *    8  4  kind "VGRF"
 *   12  4  format version, 3
 *   16 16  database id, upper half first
 *   32  4  column id
 *   36  4  metric: 1 cosine, 2 euclidean, 3 dot_product, 4 manhattan
 *   40  8  segment
 *   48  4  dimension
 *   52  4  count of vectors
 *   56  4  count of nodes: of different vectors
 *   60  4  m
 *   64  4  ef_construction
 *   68  4  builder: 1 hnswlib, 2 primitive
 *   72  8  how long the build took, in milliseconds
 *   80  4  quantization: 0 none, 1 int8
 *   84  4  entry: a row of the highest level; a node if there is no level; -1 without nodes
 *   88  4  count of sections
 *   92 12  of each section: its kind, bytes of a row, count of rows
 *    …  …  zeros
 * 1020  4  CRC32C of bytes 0 to 1019
 * sections, in the order of the header, each from the next multiple of 64 on
 *    …  …  rows, then zeros up to a multiple of 64
 * checksums
 *    0  4  CRC32C of each block of each section
 *    …  4  CRC32C of the checksums before
 * </pre>
 *
 * <p>A block has as many rows as fit into 64 KiB, but a power of two and at least one; a section's last block has the
 * rest and the zeros after it. The file ends with the checksums. Sections by their kind:
 *
 * <pre>
 * 1 links    of each node: int[2·m] nodes, -1 after the last
 * 2 level    one section for each level above 0, from level 1 on; of each of its nodes:
 *            int row on the level below, on level 1 the node; int node; m times: int row, int node; -1 after the last
 * 3 ordinals of each node: int ordinal. Absent if they are the same, or if there are equal vectors
 * 4 starts   of each node, and once more: int, where its ordinals begin among the members. Only with equal vectors
 * 5 members  int ordinals, those of a node in the order of their rows. Only with equal vectors
 * 6 norms    of each node: float, 1 / norm of its vector, 0 for a zero vector.
 *            Only with the cosine, and unless all norms are 1
 * 7 ranges   of each dimension: float that code 0 stands for, float that each further code adds. Only with quantization
 * 8 codes    of each node: as of {@link io.vectra.storage.vector.CodeRows}. The vectors have norm 1, with the cosine.
 *            Only with quantization
 * 9 nodes    of each ordinal: int node. Absent if they are the same
 * 10 squares of each node: float Σ (step·code)². Only with quantization and the euclidean metric
 * </pre>
 *
 * <p>The walk reads links, codes and norms of one node after the other, so those of a row lie together, and rows are
 * numbered so that neighbours are near (see {@link BreadthFirstOrder}) where the order of the vectors does not matter.
 *
 * <p>Thread rule: any number of threads.
 */
final class GraphFile {
    static final int HEADER_BYTES = 1024;
    static final int ALIGNMENT = 64;
    static final int BLOCK_BYTES_MAX = 1 << 16;

    static final int VERSION = 3;

    private static final long MAGIC = 0x0a0d_4152_5443_4556L; // "VECTRA\r\n"
    private static final int KIND = 'V' | 'G' << 8 | 'R' << 16 | 'F' << 24;

    static final int VERSION_INDEX = 12;
    static final int SECTIONS_INDEX = 92;
    static final int SECTION_BYTES = 12;
    static final int HEADER_CRC_INDEX = HEADER_BYTES - Integer.BYTES;
    static final int SECTIONS_MAX = (HEADER_CRC_INDEX - SECTIONS_INDEX) / SECTION_BYTES;

    static final int LINKS = 1;
    static final int LEVEL = 2;
    static final int ORDINALS = 3;
    static final int STARTS = 4;
    static final int MEMBERS = 5;
    static final int NORMS = 6;
    static final int RANGES = 7;
    static final int CODES = 8;
    static final int NODES = 9;
    static final int SQUARES = 10;

    static final int BUILDER_HNSWLIB = 1;
    static final int BUILDER_PRIMITIVE = 2;

    static final int QUANTIZATION_NONE = 0;
    static final int QUANTIZATION_INT8 = 1;

    private GraphFile() {}

    /**
     * What a file is about.
     *
     * @param vectorCount how many vectors there are
     * @param nodeCount how many of them are different
     */
    record Header(
            GraphIdentity identity,
            Metric metric,
            int dimension,
            int vectorCount,
            int nodeCount,
            int m,
            int efConstruction,
            int builderId,
            int quantization,
            long buildMs,
            int entry,
            List<Section> sections) {
        Header {
            sections = List.copyOf(sections);
        }

        /** Returns how many levels there are above 0. */
        int levelCount() {
            return (int)
                    sections.stream().filter(section -> section.kind() == LEVEL).count();
        }

        /** Returns where the checksums begin. */
        long checksumsPosition() {
            long position = HEADER_BYTES;
            for (Section section : sections) {
                position += section.paddedBytes();
            }
            return position;
        }

        int blockCount() {
            return sections.stream().mapToInt(Section::blockCount).sum();
        }

        int checksumsBytes() {
            return (blockCount() + 1) * Integer.BYTES;
        }

        long fileBytes() {
            return checksumsPosition() + checksumsBytes();
        }
    }

    /** Rows of one kind. */
    record Section(int kind, int rowBytes, int rowCount) {
        /** Returns how many rows a block has, as a power of two. */
        int blockShift() {
            return rowsShift(BLOCK_BYTES_MAX, rowBytes);
        }

        int blockCount() {
            return rowCount == 0 ? 0 : (rowCount - 1 >>> blockShift()) + 1;
        }

        /** Returns where in the section a block begins. */
        long blockPosition(int block) {
            return ((long) block << blockShift()) * rowBytes;
        }

        /** Returns how many bytes a block has, with the zeros after the last one. */
        int blockBytes(int block) {
            long end = block == blockCount() - 1 ? paddedBytes() : blockPosition(block + 1);
            return Math.toIntExact(end - blockPosition(block));
        }

        long paddedBytes() {
            long bytes = (long) rowCount * rowBytes;
            return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
    }

    /** Returns how many rows fit into some bytes, as a power of two; at least one. */
    static int rowsShift(int bytes, int rowBytes) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, bytes / rowBytes));
    }

    static ByteBuffer encode(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putInt(KIND)
                .putInt(VERSION)
                .putLong(header.identity().databaseId().getMostSignificantBits())
                .putLong(header.identity().databaseId().getLeastSignificantBits())
                .putInt(header.identity().columnId())
                .putInt(metricId(header.metric()))
                .putLong(header.identity().segment())
                .putInt(header.dimension())
                .putInt(header.vectorCount())
                .putInt(header.nodeCount())
                .putInt(header.m())
                .putInt(header.efConstruction())
                .putInt(header.builderId())
                .putLong(header.buildMs())
                .putInt(header.quantization())
                .putInt(header.entry())
                .putInt(header.sections().size());
        for (Section section : header.sections()) {
            bytes.putInt(section.kind()).putInt(section.rowBytes()).putInt(section.rowCount());
        }
        bytes.putInt(HEADER_CRC_INDEX, crcOf(bytes, 0, HEADER_CRC_INDEX));
        return bytes.clear();
    }

    /** Reads and checks the header of a file, and its size. */
    static Header readHeader(Directory directory, String name, GraphIdentity identity) throws IOException {
        long size;
        try {
            size = directory.size(name);
        } catch (NoSuchFileException missing) {
            throw new CorruptStoreException(name, 0, "expected a graph, but there is no such file.", missing);
        }
        if (size < HEADER_BYTES) {
            throw new CorruptStoreException(
                    name, size, "expected a header of " + HEADER_BYTES + " bytes, but the file has " + size + ".");
        }
        Header header = decode(directory.map(name, 0, HEADER_BYTES), name);
        if (!header.identity().equals(identity)) {
            throw new CorruptStoreException(
                    name,
                    12,
                    "it belongs to " + header.identity() + ", but is expected to belong to " + identity + ".");
        }
        if (size != header.fileBytes()) {
            throw new CorruptStoreException(
                    name,
                    Math.min(size, header.fileBytes()),
                    "expected " + header.fileBytes() + " bytes, but the file has " + size + ".");
        }
        return header;
    }

    private static Header decode(ByteBuffer bytes, String name) {
        if (bytes.getLong(0) != MAGIC || bytes.getInt(8) != KIND) {
            throw new CorruptStoreException(name, 0, "expected a graph, but it does not begin as one.");
        }
        int crc = crcOf(bytes, 0, HEADER_CRC_INDEX);
        if (crc != bytes.getInt(HEADER_CRC_INDEX)) {
            throw new CorruptStoreException(
                    name,
                    0,
                    "the header has checksum " + Integer.toHexString(bytes.getInt(HEADER_CRC_INDEX))
                            + ", but its bytes have " + Integer.toHexString(crc) + ".");
        }
        if (bytes.getInt(VERSION_INDEX) > VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + name + "\" has format version " + bytes.getInt(VERSION_INDEX)
                            + ", but this version of Vectra reads up to " + VERSION
                            + ". Open the database with the version that wrote it, or a later one.");
        }
        if (bytes.getInt(VERSION_INDEX) < VERSION) {
            throw new CorruptStoreException(
                    name,
                    VERSION_INDEX,
                    "it has format version " + bytes.getInt(VERSION_INDEX) + ", and graphs are built anew in version "
                            + VERSION + ".");
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < bytes.getInt(SECTIONS_INDEX - Integer.BYTES); i++) {
            int at = SECTIONS_INDEX + i * SECTION_BYTES;
            sections.add(new Section(bytes.getInt(at), bytes.getInt(at + 4), bytes.getInt(at + 8)));
        }
        return new Header(
                new GraphIdentity(new UUID(bytes.getLong(16), bytes.getLong(24)), bytes.getInt(32), bytes.getLong(40)),
                metric(bytes.getInt(36), name),
                bytes.getInt(48),
                bytes.getInt(52),
                bytes.getInt(56),
                bytes.getInt(60),
                bytes.getInt(64),
                bytes.getInt(68),
                bytes.getInt(80),
                bytes.getLong(72),
                bytes.getInt(84),
                sections);
    }

    static int crcOf(ByteBuffer bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    private static int metricId(Metric metric) {
        return switch (metric) {
            case COSINE -> 1;
            case EUCLIDEAN -> 2;
            case DOT_PRODUCT -> 3;
            case MANHATTAN -> 4;
        };
    }

    private static Metric metric(int id, String name) {
        return switch (id) {
            case 1 -> Metric.COSINE;
            case 2 -> Metric.EUCLIDEAN;
            case 3 -> Metric.DOT_PRODUCT;
            case 4 -> Metric.MANHATTAN;
            default -> throw new CorruptStoreException(name, 36, "expected a metric, but found " + id + ".");
        };
    }
}
