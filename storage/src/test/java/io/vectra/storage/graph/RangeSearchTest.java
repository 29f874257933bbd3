package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches for all vectors within a radius. */
class RangeSearchTest {
    private static final int COUNT = 3000;

    static Stream<Arguments> kinds() {
        return Stream.of(Metric.values())
                .flatMap(metric ->
                        Stream.of(Quantization.values()).map(quantization -> Arguments.of(metric, quantization)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nearlyAllWithinTheRadiusAreFound(Metric metric, Quantization quantization) {
        var random = new Random(71);
        GraphVectors vectors = GraphVectors.clustered(random, COUNT, 14, 15);
        GraphIndex index =
                GraphFixture.index(vectors.access(), GraphSettings.of(metric).withQuantization(quantization));
        for (int size : new int[] {1, 10, 100, 1000}) {
            for (float[] query : vectors.queries(random, 10)) {
                check(index, vectors, metric, query, size, i -> true);
                check(index, vectors, metric, query, size, i -> i % 3 == 0);
            }
        }
    }

    private static void check(
            GraphIndex index, GraphVectors vectors, Metric metric, float[] query, int size, IntPredicate isAccepted) {
        List<Integer> nearest = vectors.nearest(metric, query, size, i -> true);
        float radius = (float) vectors.distance(metric, nearest.get(size - 1), query);
        Set<Integer> expected =
                new HashSet<>(nearest.stream().filter(isAccepted::test).toList());

        GraphHits hits =
                index.within(GraphQuery.of(query, 0, 60).accepting(AcceptedOrdinals.of(isAccepted, COUNT)), radius);

        assertThat(hits.distances()).isSorted();
        assertThat(hits.ordinals()).doesNotHaveDuplicates();
        for (int ordinal : hits.ordinals()) {
            assertThat(isAccepted.test(ordinal)).isTrue();
            assertThat(vectors.distance(metric, ordinal, query))
                    .isLessThanOrEqualTo(radius + 1e-4 * (1 + Math.abs(radius)));
        }
        long found = IntStream.of(hits.ordinals()).filter(expected::contains).count();
        assertThat(found).isGreaterThanOrEqualTo((long) Math.floor(0.95 * expected.size()));
    }

    @Test
    void aRadiusThatNothingIsWithinGivesNoHits() {
        GraphVectors vectors = GraphVectors.clustered(new Random(72), 500, 6, 3);
        GraphIndex index = GraphFixture.index(vectors.access(), GraphSettings.of(Metric.EUCLIDEAN));

        assertThat(index.within(GraphQuery.of(new float[6], 0, 20), 0).ordinals())
                .isEmpty();
        assertThat(index.within(GraphQuery.of(new float[6], 0, 20), -1).ordinals())
                .isEmpty();
    }

    @Test
    void aRadiusThatAllAreWithinGivesAll() {
        GraphVectors vectors = GraphVectors.clustered(new Random(73), 500, 6, 3);
        GraphIndex index = GraphFixture.index(vectors.access(), GraphSettings.of(Metric.COSINE));

        assertThat(index.within(GraphQuery.of(vectors.get(0), 0, 1), 2).ordinals())
                .hasSize(500);
    }

    @Test
    void aWalkThatBecomesTooDearGivesUp() {
        GraphVectors vectors = GraphVectors.clustered(new Random(74), 2000, 6, 3);
        GraphIndex index = GraphFixture.index(vectors.access(), GraphSettings.of(Metric.COSINE));

        GraphHits hits = index.within(GraphQuery.of(vectors.get(0), 0, 1).limitedTo(200), 2);

        assertThat(hits.isComplete()).isFalse();
        assertThat(hits.computedDistances() + GraphWalk.LINKS_WORK * hits.visitedNodes())
                .isBetween(200L, 300L);
    }
}
