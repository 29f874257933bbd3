package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What damage to a graph's file does. */
class GraphFileTest {
    private final GraphVectors vectors = vectors();
    private final VectorAccess access = vectors.access();

    /** Some vectors of many lengths, two of them equal, so that a file has sections of all kinds. */
    private static GraphVectors vectors() {
        GraphVectors different = GraphVectors.ofManyLengths(new Random(21), 40, 5);
        var all = new float[different.count() + 1][];
        for (int i = 0; i < different.count(); i++) {
            all[i] = different.get(i);
        }
        all[different.count()] = different.get(7).clone();
        return new GraphVectors(all);
    }

    private FaultyDirectory directory(Quantization quantization) throws IOException {
        var directory = new FaultyDirectory(1);
        GraphIndex.build(GraphFixture.target(directory), access, settings(quantization), BuildProgress.NONE);
        return directory;
    }

    private static GraphSettings settings(Quantization quantization) {
        return GraphSettings.of(Metric.COSINE).withLinks(3, 20).withQuantization(quantization);
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void aFileCutAnywhereIsFoundDamaged(Quantization quantization) throws IOException {
        FaultyDirectory directory = directory(quantization);
        GraphTarget target = GraphFixture.target(directory);
        byte[] whole = directory.content(target.name());

        for (int length = 0; length < whole.length; length++) {
            directory.setContent(target.name(), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> GraphIndex.open(target, access))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void aByteFlippedAnywhereIsFound(Quantization quantization) throws IOException {
        FaultyDirectory directory = directory(quantization);
        GraphTarget target = GraphFixture.target(directory);
        byte[] whole = directory.content(target.name());

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            directory.setContent(target.name(), damaged);

            assertThatThrownBy(() -> GraphIndex.open(target, access).verify())
                    .as("byte %d of %d flipped", i, whole.length)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining(target.name());
        }
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void aSearchInADamagedFileAnswersAsBeforeOrNotAtAll(Quantization quantization) throws IOException {
        FaultyDirectory directory = directory(quantization);
        GraphTarget target = GraphFixture.target(directory);
        byte[] whole = directory.content(target.name());
        GraphQuery query = GraphQuery.of(vectors.get(3), 41, 41);
        int[] expected = GraphIndex.open(target, access).nearest(query).ordinals();

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) 0xff;
            directory.setContent(target.name(), damaged);

            int[] found;
            try {
                found = GraphIndex.open(target, access).nearest(query).ordinals();
            } catch (CorruptStoreException e) {
                continue;
            }
            assertThat(found).as("byte %d of %d", i, whole.length).containsExactly(expected);
        }
        assertThat(expected).hasSize(41);
    }

    @Test
    void aFileMappedInPiecesGivesTheSameAnswers() throws IOException {
        var random = new Random(23);
        GraphVectors many = GraphVectors.ofManyLengths(random, 4000, 40);
        VectorAccess manyAccess = many.access();
        for (Quantization quantization : Quantization.values()) {
            var directory = new FaultyDirectory(1);
            GraphTarget target = GraphFixture.target(directory);
            GraphSettings settings = GraphSettings.of(Metric.COSINE).withQuantization(quantization);
            GraphIndex.build(target, manyAccess, settings, BuildProgress.NONE);
            GraphIndex whole = GraphIndex.open(target, manyAccess);
            GraphIndex inPieces = GraphIndex.of(
                    MappedGraph.open(directory, target.name(), target.identity(), GraphFile.BLOCK_BYTES_MAX),
                    manyAccess);

            inPieces.verify();
            for (float[] query : many.queries(random, 20)) {
                assertThat(inPieces.nearest(GraphQuery.of(query, 10, 40)).ordinals())
                        .containsExactly(
                                whole.nearest(GraphQuery.of(query, 10, 40)).ordinals());
            }
        }
    }

    @Test
    void aGraphOfSomethingElseIsRefused() throws IOException {
        FaultyDirectory directory = directory(Quantization.NONE);
        GraphTarget target = GraphFixture.target(directory);
        GraphIdentity other = new GraphIdentity(new UUID(17, 4), 3, 6);

        assertThatThrownBy(() -> GraphIndex.open(new GraphTarget(directory, target.name(), other), access))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("segment=5")
                .hasMessageContaining("segment=6");
    }

    @Test
    void aGraphOfOtherVectorsIsRefused() throws IOException {
        FaultyDirectory directory = directory(Quantization.NONE);
        VectorAccess fewer = GraphVectors.gaussian(new Random(22), 40, 5).access();

        assertThatThrownBy(() -> GraphIndex.open(GraphFixture.target(directory), fewer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("41 vectors of dimension 5")
                .hasMessageContaining("40 of dimension 5");
    }

    @Test
    void aNewerFormatIsNotCalledDamage() throws IOException {
        FaultyDirectory directory = directory(Quantization.NONE);
        GraphTarget target = GraphFixture.target(directory);
        ByteBuffer newer = ByteBuffer.wrap(directory.content(target.name())).order(ByteOrder.LITTLE_ENDIAN);
        newer.putInt(GraphFile.VERSION_INDEX, GraphFile.VERSION + 1);
        newer.putInt(GraphFile.HEADER_CRC_INDEX, GraphFile.crcOf(newer, 0, GraphFile.HEADER_CRC_INDEX));
        directory.setContent(target.name(), newer.array());

        assertThatThrownBy(() -> GraphIndex.open(target, access))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW));
    }

    @Test
    void anOlderFormatIsBuiltAnewLikeDamage() throws IOException {
        FaultyDirectory directory = directory(Quantization.NONE);
        GraphTarget target = GraphFixture.target(directory);
        ByteBuffer older = ByteBuffer.wrap(directory.content(target.name())).order(ByteOrder.LITTLE_ENDIAN);
        older.putInt(GraphFile.VERSION_INDEX, GraphFile.VERSION - 1);
        older.putInt(GraphFile.HEADER_CRC_INDEX, GraphFile.crcOf(older, 0, GraphFile.HEADER_CRC_INDEX));
        directory.setContent(target.name(), older.array());

        assertThatThrownBy(() -> GraphIndex.open(target, access))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("format version " + (GraphFile.VERSION - 1));
    }

    @Test
    void aMissingFileIsReportedAsDamage() {
        assertThatThrownBy(() -> GraphIndex.open(GraphFixture.target(new FaultyDirectory(1)), access))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void aBuildThatFailsLeavesNoFile() throws IOException {
        long operations = directory(Quantization.INT8).operationCount();
        for (long operation = 1; operation <= operations; operation++) {
            for (Fault fault : Fault.values()) {
                var directory = new FaultyDirectory(operation);
                directory.failAt(operation, fault);
                GraphTarget target = GraphFixture.target(directory);

                assertThatThrownBy(
                                () -> GraphIndex.build(target, access, settings(Quantization.INT8), BuildProgress.NONE))
                        .as("operation %d of %d, %s", operation, operations, fault)
                        .isInstanceOf(IOException.class);
                if (operation > 1) {
                    assertThat(directory.names())
                            .as("operation %d, %s", operation, fault)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void theFileIsForcedBeforeTheBuildReturns() throws IOException {
        FaultyDirectory directory = directory(Quantization.NONE);

        List<String> operations = directory.operations();
        int last = operations.lastIndexOf(
                "append " + GraphFixture.target(directory).name());
        assertThat(operations.subList(last + 1, operations.size()))
                .contains("force " + GraphFixture.target(directory).name());
    }

    @Test
    void statisticsComeFromTheFile() throws IOException {
        FaultyDirectory directory = directory(Quantization.INT8);
        GraphTarget target = GraphFixture.target(directory);

        GraphStatistics statistics = GraphIndex.open(target, access).statistics();

        assertThat(statistics.vectorCount()).isEqualTo(41);
        assertThat(statistics.nodeCount()).isEqualTo(40);
        assertThat(statistics.metric()).isEqualTo(Metric.COSINE);
        assertThat(statistics.quantization()).isEqualTo(Quantization.INT8);
        assertThat(statistics.builder()).isEqualTo("primitive");
        assertThat(statistics.m()).isEqualTo(3);
        assertThat(statistics.efConstruction()).isEqualTo(20);
        assertThat(statistics.fileBytes()).isEqualTo(directory.size(target.name()));
    }
}
