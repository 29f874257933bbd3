package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import io.vectra.storage.graph.GraphQuery.FilterWalk;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roaringbitmap.RoaringBitmap;

/** Searches among some of the vectors. */
class GraphFilterTest {
    private static final int COUNT = 4000;
    private static final int CLUSTERS = 20;
    private static final int K = 10;

    private static final Random RANDOM = new Random(41);
    private static final GraphVectors VECTORS = GraphVectors.clustered(RANDOM, COUNT, 16, CLUSTERS);
    private static final List<float[]> QUERIES = VECTORS.queries(RANDOM, 40);
    private static final GraphIndex FLOATS = GraphFixture.index(
            VECTORS.access(), GraphSettings.of(Metric.EUCLIDEAN).withQuantization(Quantization.NONE));
    private static final GraphIndex CODES = GraphFixture.index(
            VECTORS.access(), GraphSettings.of(Metric.EUCLIDEAN).withQuantization(Quantization.INT8));

    static Stream<Arguments> walksAndShares() {
        return Stream.of(FilterWalk.values())
                .flatMap(walk -> Stream.of(0.005, 0.01, 0.03, 0.1, 0.3, 0.5, 0.9, 0.99)
                        .flatMap(share -> Stream.of(Quantization.values())
                                .map(quantization -> Arguments.of(walk, share, quantization))));
    }

    @ParameterizedTest
    @MethodSource("walksAndShares")
    void onlyAcceptedVectorsAreFoundAndNearlyAllOfTheNearest(FilterWalk walk, double share, Quantization quantization) {
        var random = new Random(42);
        var bits = new BitSet();
        IntStream.range(0, COUNT).filter(i -> random.nextDouble() < share).forEach(bits::set);

        check(walk, quantization, bits::get);
    }

    static Stream<Arguments> walks() {
        return Stream.of(FilterWalk.values())
                .flatMap(
                        walk -> Stream.of(Quantization.values()).map(quantization -> Arguments.of(walk, quantization)));
    }

    /** The walk has to pass everything that is nearer, so reading those that match is cheaper, and it says so. */
    @ParameterizedTest
    @MethodSource("walks")
    void aWalkGivesUpWhereOnlyVectorsFarFromTheQueryAreAccepted(FilterWalk walk, Quantization quantization) {
        for (float[] query : QUERIES.subList(0, 10)) {
            List<Integer> nearest = VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT, i -> true);
            var farthest = new BitSet();
            nearest.subList(COUNT * 9 / 10, COUNT).forEach(farthest::set);
            GraphIndex index = quantization == Quantization.NONE ? FLOATS : CODES;

            GraphHits hits = index.nearest(GraphQuery.of(query, K, 80)
                    .accepting(AcceptedOrdinals.of(farthest::get, COUNT))
                    .walking(walk)
                    .limitedTo(COUNT / 10));

            assertThat(hits.isComplete()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("walks")
    void vectorsNearTheQueryAreFoundIfOnlyTheseAreAccepted(FilterWalk walk, Quantization quantization) {
        for (float[] query : QUERIES.subList(0, 10)) {
            var near = new BitSet();
            VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT / 50, i -> true).forEach(near::set);

            assertThat(recall(List.of(query), walk, quantization, near::get)).isGreaterThanOrEqualTo(0.9);
        }
    }

    private static void check(FilterWalk walk, Quantization quantization, IntPredicate isAccepted) {
        assertThat(recall(QUERIES, walk, quantization, isAccepted)).isGreaterThanOrEqualTo(0.95);
    }

    private static double recall(
            List<float[]> queries, FilterWalk walk, Quantization quantization, IntPredicate isAccepted) {
        AcceptedOrdinals accepted = AcceptedOrdinals.of(isAccepted, COUNT);
        GraphIndex index = quantization == Quantization.NONE ? FLOATS : CODES;
        double sum = 0;
        for (float[] query : queries) {
            GraphHits hits = index.nearest(
                    GraphQuery.of(query, K, 80).accepting(accepted).walking(walk));

            assertThat(hits.ordinals()).doesNotHaveDuplicates();
            assertThat(IntStream.of(hits.ordinals()).allMatch(isAccepted)).isTrue();
            assertThat(hits.count()).isLessThanOrEqualTo(Math.min(K, accepted.count()));
            sum += VECTORS.recall(Metric.EUCLIDEAN, query, K, isAccepted, hits);
        }
        return sum / queries.size();
    }

    @ParameterizedTest
    @EnumSource(FilterWalk.class)
    void nothingIsFoundIfNothingIsAccepted(FilterWalk walk) {
        AcceptedOrdinals nothing = AcceptedOrdinals.of(i -> false, COUNT);

        GraphHits hits = FLOATS.nearest(
                GraphQuery.of(QUERIES.get(0), K, 20).accepting(nothing).walking(walk));

        assertThat(hits.ordinals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FilterWalk.class)
    void aWalkThatComputesTooManyDistancesGivesUp(FilterWalk walk) {
        AcceptedOrdinals few = AcceptedOrdinals.of(i -> i % 1000 == 5, COUNT);
        GraphQuery query = GraphQuery.of(QUERIES.get(1), K, 20)
                .accepting(few)
                .walking(walk)
                .limitedTo(500);

        GraphHits hits = FLOATS.nearest(query);

        assertThat(hits.isComplete()).isFalse();
        assertThat(hits.computedDistances()).isBetween(500L, 600L);
    }

    @Test
    void anUnfilteredWalkGivesUpToo() {
        GraphHits hits = FLOATS.nearest(GraphQuery.of(QUERIES.get(1), K, 1000).limitedTo(300));

        assertThat(hits.isComplete()).isFalse();
        assertThat(hits.count()).isEqualTo(K);
    }

    @Test
    void aBitmapAndBitsMeanTheSame() {
        RoaringBitmap bitmap = RoaringBitmap.bitmapOf(3, 70, 3999, 5000);

        AcceptedOrdinals accepted = AcceptedOrdinals.of(bitmap, COUNT);

        assertThat(accepted.count()).isEqualTo(3);
        assertThat(IntStream.range(0, COUNT).filter(accepted::contains)).containsExactly(3, 70, 3999);
    }

    @Test
    void theIntersectionHasWhatIsInBoth() {
        AcceptedOrdinals even = AcceptedOrdinals.of(i -> i % 2 == 0, 100);
        AcceptedOrdinals third = AcceptedOrdinals.of(i -> i % 3 == 0, 100);

        AcceptedOrdinals both = even.and(third);

        assertThat(IntStream.range(0, 100).filter(both::contains))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).filter(i -> i % 6 == 0).boxed().toList());
    }
}
