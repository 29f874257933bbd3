package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VectorFileTest {
    private static final String NAME = DamagedFiles.NAME;
    private static final SegmentFileIdentity IDENTITY = SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 7, 3);

    private final SplittableRandom random = Seed.random("VectorFileTest");
    private final HeapDirectory directory = new HeapDirectory();

    /** A vector as it is stored. */
    private record Node(long ordinal, long rowId, long createdLsn, List<Float> vector) {}

    @Test
    void vectorsComeBackWhateverTheirCountAndDimension() throws IOException {
        for (int dimension : new int[] {1, 3, 4, 96, 100, 784, 20_001}) {
            for (int count : new int[] {0, 1, 2, 63, 64, 65, 300}) {
                assertComesBack(nodes(count, dimension), dimension);
            }
        }
        assertComesBack(nodes(9000, 5), 5);
    }

    @Test
    void vectorsAreAlignedAndFilledWithZeros() throws IOException {
        write(directory, nodes(3, 5), 5);

        VectorFile file = VectorFile.open(directory, NAME, IDENTITY);

        assertThat(file.strideBytes()).isEqualTo(32);
        ByteBuffer piece = file.piece(0);
        for (int node = 0; node < 3; node++) {
            assertThat(file.indexOf(node)).isEqualTo(node * 32);
            for (int i = 20; i < 32; i++) {
                assertThat(piece.get(node * 32 + i)).isZero();
            }
        }
        assertThat(directory.map(NAME, 64, 20)).isEqualTo(piece.slice(0, 20));
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        for (int count : new int[] {0, 1, 5}) {
            var faulty = new FaultyDirectory(1);
            write(faulty, nodes(count, 3), 3);

            DamagedFiles.assertRefusedWhenCut(faulty, NAME, VectorFileTest::readAll);
            DamagedFiles.assertRefusedWhenFlipped(faulty, NAME, random, VectorFileTest::readAll);
            DamagedFiles.assertTooNewIsTold(faulty, NAME, VectorFileTest::readAll);
        }
    }

    @Test
    void blocksAreVerifiedWhenTheyAreFirstUsed() throws IOException {
        var faulty = new FaultyDirectory(1);
        write(faulty, nodes(1000, 96), 96);
        int blockNodes = 128;
        byte[] bytes = faulty.content(NAME);
        bytes[64 + blockNodes * 384 + 5] ^= 1;
        faulty.setContent(NAME, bytes);

        VectorFile file = VectorFile.open(faulty, NAME, IDENTITY);

        file.verify(0, blockNodes);
        file.verify(2 * blockNodes, 1000);
        file.verify(500, 500);
        file.verify(blockNodes - 1);
        assertThat(file.ordinal(blockNodes)).isNotNegative();
        for (int from : new int[] {0, blockNodes, 2 * blockNodes - 1}) {
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> file.verify(from, 1000))
                    .satisfies(e -> assertThat(e.offset()).isEqualTo(64 + blockNodes * 384));
        }
        assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(() -> file.bufferOf(blockNodes));
        assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(() -> file.verify(blockNodes));
        assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(file::verifyAll);
    }

    @Test
    void aFileOfSomethingElseIsRefusedForThat() throws IOException {
        write(directory, nodes(5, 3), 3);

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> VectorFile.open(directory, NAME, SegmentFileIdentity.ofColumn(new UUID(1, 1), 7, 3)))
                .withMessageContaining("belongs to database " + DamagedFiles.DATABASE);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() ->
                        VectorFile.open(directory, NAME, SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 7, 4)))
                .withMessageContaining("segment=3");
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(
                        () -> RowFile.open(directory, NAME, SegmentFileIdentity.ofTable(DamagedFiles.DATABASE, 7, 3)))
                .withMessageContaining("expected a file of rows, but it is of kind VECTORS");
    }

    @Test
    void aVectorBeyondItsBufferIsRefusedAndHarmsNone() throws IOException {
        List<Node> nodes = nodes(2, 3);
        try (VectorFileWriter writer = VectorFileWriter.create(directory, NAME, IDENTITY, 3)) {
            add(writer, nodes.get(0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> writer.add(1, 1, 1, ByteBuffer.allocate(15), 4));
            add(writer, nodes.get(1));
            writer.finish();
        }

        assertThat(read(VectorFile.open(directory, NAME, IDENTITY))).isEqualTo(nodes);
    }

    @Test
    void anUnfinishedFileIsDeleted() throws IOException {
        try (VectorFileWriter writer = VectorFileWriter.create(directory, NAME, IDENTITY, 3)) {
            add(writer, nodes(1, 3).get(0));
        }
        assertThat(directory.isEmpty()).isTrue();
    }

    private void assertComesBack(List<Node> nodes, int dimension) throws IOException {
        directory.delete(NAME);
        WrittenFile written = write(directory, nodes, dimension);

        assertThat(written.sizeBytes()).isEqualTo(directory.size(NAME));
        assertThat(written.count()).isEqualTo(nodes.size());
        assertThat(written.firstLsn())
                .isEqualTo(nodes.stream().mapToLong(Node::createdLsn).min().orElse(0));
        assertThat(written.lastLsn())
                .isEqualTo(nodes.stream().mapToLong(Node::createdLsn).max().orElse(0));
        for (int pieceBytes : new int[] {Directory.MAPPED_BYTES_MAX, Section.BLOCK_BYTES, 1 << 17}) {
            VectorFile file = VectorFile.open(directory, NAME, IDENTITY, pieceBytes);
            assertThat(file.dimension()).isEqualTo(dimension);
            assertThat(file.written()).isEqualTo(written);
            assertThat(read(file)).isEqualTo(nodes);
            assertPiecesHoldAll(file);
            file.verifyAll();
        }
    }

    private static void assertPiecesHoldAll(VectorFile file) {
        for (int node = 0; node < file.count(); node++) {
            assertThat(file.piece(node >>> file.pieceShift())).isSameAs(file.bufferOf(node));
            assertThat((node & (1 << file.pieceShift()) - 1) * file.strideBytes())
                    .isEqualTo(file.indexOf(node));
            int end = file.pieceEnd(node);
            assertThat(file.bufferOf(end - 1)).isSameAs(file.bufferOf(node));
            assertThat(end == file.count() || file.bufferOf(end) != file.bufferOf(node))
                    .isTrue();
        }
    }

    private List<Node> nodes(int count, int dimension) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Float> vector = new ArrayList<>();
            for (int d = 0; d < dimension; d++) {
                vector.add((float) random.nextDouble());
            }
            nodes.add(new Node(random.nextLong(1L << 43), random.nextLong(), 1 + random.nextLong(100), vector));
        }
        return nodes;
    }

    private static WrittenFile write(Directory directory, List<Node> nodes, int dimension) throws IOException {
        try (VectorFileWriter writer = VectorFileWriter.create(directory, NAME, IDENTITY, dimension)) {
            for (Node node : nodes) {
                add(writer, node);
            }
            return writer.finish();
        }
    }

    private static void add(VectorFileWriter writer, Node node) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(9 + node.vector().size() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(7);
        node.vector().forEach(bytes::putFloat);
        writer.add(node.ordinal(), node.rowId(), node.createdLsn(), bytes, 7);
    }

    private static List<Node> read(VectorFile file) {
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < file.count(); node++) {
            ByteBuffer bytes = file.bufferOf(node);
            List<Float> vector = new ArrayList<>();
            for (int d = 0; d < file.dimension(); d++) {
                vector.add(bytes.getFloat(file.indexOf(node) + d * Float.BYTES));
            }
            nodes.add(new Node(file.ordinal(node), file.rowId(node), file.createdLsn(node), vector));
        }
        return nodes;
    }

    private static Object readAll(FaultyDirectory directory, String name) throws IOException {
        return read(VectorFile.open(directory, name, IDENTITY));
    }
}
