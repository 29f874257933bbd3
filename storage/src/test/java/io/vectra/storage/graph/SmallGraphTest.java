package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs of few vectors, and of vectors that are hard to tell apart. */
class SmallGraphTest {
    static Stream<Arguments> kinds() {
        return Stream.of(Metric.values())
                .flatMap(metric -> Stream.of(Quantization.values())
                        .flatMap(quantization -> Stream.of(new PrimitiveBuilder(), new HnswlibBuilder())
                                .map(builder -> Arguments.of(metric, quantization, builder))));
    }

    private static GraphSettings settings(Metric metric, Quantization quantization, GraphBuilder builder) {
        return GraphSettings.of(metric).withQuantization(quantization).withBuilder(builder);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noVectorsGiveNoHits(Metric metric, Quantization quantization, GraphBuilder builder) {
        GraphIndex index = GraphFixture.index(new GraphVectors().access(), settings(metric, quantization, builder));

        assertThat(index.nearest(GraphQuery.of(new float[3], 10, 10)).ordinals())
                .isEmpty();
        assertThat(index.within(GraphQuery.of(new float[3], 10, 10), 9).ordinals())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fewVectorsAreAllFound(Metric metric, Quantization quantization, GraphBuilder builder) {
        for (int count = 1; count <= 40; count++) {
            GraphVectors vectors = GraphVectors.gaussian(new Random(count), count, 3);
            GraphIndex index = GraphFixture.index(vectors.access(), settings(metric, quantization, builder));

            GraphHits hits = index.nearest(GraphQuery.of(new float[] {1, 2, 3}, 50, 50));

            assertThat(hits.ordinals()).as("%d vectors", count).hasSize(count).doesNotHaveDuplicates();
            assertThat(hits.isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void kZeroGivesNoHits(Metric metric, Quantization quantization, GraphBuilder builder) {
        GraphVectors vectors = GraphVectors.gaussian(new Random(3), 20, 3);
        GraphIndex index = GraphFixture.index(vectors.access(), settings(metric, quantization, builder));

        assertThat(index.nearest(GraphQuery.of(new float[3], 0, 10)).ordinals()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void vectorsThatAreAllEqualAreOneNode(Metric metric, Quantization quantization, GraphBuilder builder) {
        var all = new float[1000][];
        Arrays.fill(all, new float[] {1, -2, 3});
        VectorAccess access = new GraphVectors(all).access();
        GraphIndex index = GraphFixture.index(access, settings(metric, quantization, builder));
        AcceptedOrdinals accepted = AcceptedOrdinals.of(ordinal -> ordinal % 7 == 3, all.length);

        assertThat(index.statistics().nodeCount()).isEqualTo(1);
        assertThat(index.nearest(GraphQuery.of(new float[] {1, 1, 1}, 12, 10)).ordinals())
                .containsExactly(IntStream.range(0, 12).toArray());
        assertThat(index.nearest(GraphQuery.of(new float[] {1, 1, 1}, 3, 10).accepting(accepted))
                        .ordinals())
                .containsExactly(3, 10, 17);
        if (index.hasCodes()) {
            assertThat(index.nearestByCodes(GraphQuery.of(new float[] {1, 1, 1}, 3, 10), accepted)
                            .ordinals())
                    .containsExactly(3, 10, 17);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void vectorsBesideManyEqualOnesAreFound(Metric metric, Quantization quantization, GraphBuilder builder) {
        var random = new Random(31);
        GraphVectors different = GraphVectors.clustered(random, 300, 8, 5);
        var all = new float[1300][];
        for (int i = 0; i < all.length; i++) {
            all[i] = different.get(i < 300 ? i : i % 3);
        }
        GraphVectors vectors = new GraphVectors(all).shuffled(random);
        GraphIndex index = GraphFixture.index(vectors.access(), settings(metric, quantization, builder));

        assertThat(index.statistics().nodeCount()).isEqualTo(300);
        double recall = 0;
        for (float[] query : vectors.queries(random, 50)) {
            recall += vectors.recall(metric, query, 10, i -> true, index.nearest(GraphQuery.of(query, 10, 40))) / 50;
        }
        assertThat(recall).isGreaterThan(0.97);
        AcceptedOrdinals even = AcceptedOrdinals.of(ordinal -> ordinal % 2 == 0, all.length);
        double walked = 0;
        for (float[] query : vectors.queries(random, 50)) {
            GraphHits hits = index.nearest(GraphQuery.of(query, 10, 40).accepting(even));
            walked += vectors.recall(metric, query, 10, ordinal -> ordinal % 2 == 0, hits) / 50;
        }
        assertThat(walked).isGreaterThan(0.97);
        if (index.hasCodes()) {
            double compared = 0;
            for (float[] query : vectors.queries(random, 50)) {
                GraphHits hits = index.nearestByCodes(GraphQuery.of(query, 10, 40), even);
                assertThat(hits.visitedNodes()).isZero();
                compared += vectors.recall(metric, query, 10, ordinal -> ordinal % 2 == 0, hits) / 50;
            }
            assertThat(compared).isGreaterThan(0.97);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void vectorsOfOneDirectionDoNotHideOthers(Metric metric, Quantization quantization, GraphBuilder builder) {
        var random = new Random(32);
        GraphVectors different = GraphVectors.gaussian(random, 500, 6);
        var all = new float[1000][];
        for (int i = 0; i < all.length; i++) {
            all[i] = different.get(i < 500 ? i : 0).clone();
            for (int j = 0; i >= 500 && j < all[i].length; j++) {
                all[i][j] *= i - 498;
            }
        }
        GraphVectors vectors = new GraphVectors(all).shuffled(random);
        GraphIndex index = GraphFixture.index(vectors.access(), settings(metric, quantization, builder));

        double recall = 0;
        for (float[] query : vectors.queries(random, 50)) {
            recall += vectors.recall(metric, query, 10, i -> true, index.nearest(GraphQuery.of(query, 10, 60))) / 50;
        }
        // The library links vectors of one direction to one another alone.
        assertThat(recall).isGreaterThan(builder instanceof PrimitiveBuilder ? 0.95 : 0.5);
        // Codes do not tell the short vectors apart, so they are left out.
        assertThat(index.statistics().quantization())
                .isEqualTo(metric == Metric.COSINE ? quantization : Quantization.NONE);
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void aZeroVectorIsAtDistanceOneFromEverything(Quantization quantization) {
        var all = new float[31][];
        GraphVectors units = GraphVectors.gaussian(new Random(33), 30, 4).normalized();
        for (int i = 0; i < 30; i++) {
            all[i] = units.get(i).clone();
            all[i][0] = Math.abs(all[i][0]) + 1;
        }
        all[30] = new float[4];
        GraphIndex index = GraphFixture.index(
                new GraphVectors(all).access(), GraphSettings.of(Metric.COSINE).withQuantization(quantization));

        GraphHits hits = index.nearest(GraphQuery.of(new float[] {1, 0, 0, 0}, 31, 31));

        assertThat(hits.ordinals()).hasSize(31).endsWith(30);
        assertThat(hits.distances()[30]).isEqualTo(1);
    }
}
