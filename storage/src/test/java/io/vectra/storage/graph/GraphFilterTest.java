package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
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

    /** How a graph is searched. */
    enum Way {
        WALK_FLOATS,
        WALK_CODES,
        COMPARE_CODES;

        GraphHits nearest(GraphQuery query, AcceptedOrdinals accepted) {
            return switch (this) {
                case WALK_FLOATS -> FLOATS.nearest(query.accepting(accepted));
                case WALK_CODES -> CODES.nearest(query.accepting(accepted));
                case COMPARE_CODES -> CODES.nearestByCodes(query, accepted);
            };
        }
    }

    static Stream<Arguments> waysAndShares() {
        return Stream.of(0.005, 0.01, 0.03, 0.1, 0.3, 0.5, 0.9, 0.99)
                .flatMap(share -> Stream.of(Way.values()).map(way -> Arguments.of(way, share)));
    }

    @ParameterizedTest
    @MethodSource("waysAndShares")
    void onlyAcceptedVectorsAreFoundAndNearlyAllOfTheNearest(Way way, double share) {
        var random = new Random(42);
        var bits = new BitSet();
        IntStream.range(0, COUNT).filter(i -> random.nextDouble() < share).forEach(bits::set);

        check(way, bits::get);
    }

    /** The walk has to pass everything that is nearer, so reading those that match is cheaper, and it says so. */
    @ParameterizedTest
    @EnumSource(names = "COMPARE_CODES", mode = EnumSource.Mode.EXCLUDE)
    void aWalkGivesUpWhereOnlyVectorsFarFromTheQueryAreAccepted(Way way) {
        for (float[] query : QUERIES.subList(0, 10)) {
            List<Integer> nearest = VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT, i -> true);
            var farthest = new BitSet();
            nearest.subList(COUNT * 9 / 10, COUNT).forEach(farthest::set);

            GraphHits hits = way.nearest(
                    GraphQuery.of(query, K, 80).limitedTo(COUNT / 10), AcceptedOrdinals.of(farthest::get, COUNT));

            assertThat(hits.isComplete()).isFalse();
        }
    }

    /** A tenth of all is accepted; a walk is worth it if it meets a twentieth. */
    @Test
    void aWalkThatIsNotWorthItGivesUpSoonAndOthersGoOn() {
        for (float[] query : QUERIES.subList(0, 10)) {
            List<Integer> nearest = VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT, i -> true);
            var farthest = new BitSet();
            nearest.subList(COUNT * 9 / 10, COUNT).forEach(farthest::set);
            GraphQuery wanted = GraphQuery.of(query, K, 80).worthwhileFrom(0.05);

            GraphHits far = FLOATS.nearest(wanted.accepting(AcceptedOrdinals.of(farthest::get, COUNT)));
            GraphHits anywhere = FLOATS.nearest(wanted.accepting(AcceptedOrdinals.of(i -> i % 10 == 3, COUNT)));

            assertThat(far.isComplete()).isFalse();
            assertThat(far.computedDistances()).isLessThan(anywhere.computedDistances());
            assertThat(anywhere.isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vectorsNearTheQueryAreFoundIfOnlyTheseAreAccepted(Way way) {
        for (float[] query : QUERIES.subList(0, 10)) {
            var near = new BitSet();
            VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT / 50, i -> true).forEach(near::set);

            assertThat(recall(List.of(query), way, near::get)).isGreaterThanOrEqualTo(0.9);
        }
    }

    /** The whole of a cluster around the query is not accepted: the walk passes some of it, and goes on around it. */
    @Test
    void whatLiesAroundTheNearestIsFoundWithoutPassingAllOfThese() {
        double sum = 0;
        long visited = 0;
        long passed = 0;
        for (float[] query : QUERIES) {
            List<Integer> nearest = VECTORS.nearest(Metric.EUCLIDEAN, query, COUNT, i -> true);
            int hole = COUNT / CLUSTERS;
            var around = new BitSet();
            nearest.subList(hole, COUNT).forEach(around::set);
            AcceptedOrdinals accepted = AcceptedOrdinals.of(around::get, COUNT);

            GraphHits hits = CODES.nearest(GraphQuery.of(query, K, 80).accepting(accepted));

            sum += VECTORS.recall(Metric.EUCLIDEAN, query, K, around::get, hits);
            visited += hits.visitedNodes();
            passed += hole;
        }
        assertThat(sum / QUERIES.size()).isGreaterThanOrEqualTo(0.95);
        assertThat(visited).isLessThan(passed);
    }

    @ParameterizedTest
    @EnumSource
    void aRegionIsSearchedAsWellFromInsideAsFromFarAway(Way way) {
        var region = new BitSet();
        VECTORS.nearest(Metric.EUCLIDEAN, VECTORS.get(0), COUNT / 10, i -> true).forEach(region::set);
        List<float[]> inside = region.stream().limit(20).mapToObj(VECTORS::get).toList();

        assertThat(recall(inside, way, region::get)).isGreaterThanOrEqualTo(0.95);
        check(way, region::get);
    }

    private static void check(Way way, IntPredicate isAccepted) {
        assertThat(recall(QUERIES, way, isAccepted)).isGreaterThanOrEqualTo(0.95);
    }

    private static double recall(List<float[]> queries, Way way, IntPredicate isAccepted) {
        AcceptedOrdinals accepted = AcceptedOrdinals.of(isAccepted, COUNT);
        double sum = 0;
        for (float[] query : queries) {
            GraphHits hits = way.nearest(GraphQuery.of(query, K, 80), accepted);

            assertThat(hits.ordinals()).doesNotHaveDuplicates();
            assertThat(IntStream.of(hits.ordinals()).allMatch(isAccepted)).isTrue();
            assertThat(hits.count()).isLessThanOrEqualTo(Math.min(K, accepted.count()));
            sum += VECTORS.recall(Metric.EUCLIDEAN, query, K, isAccepted, hits);
        }
        return sum / queries.size();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsFoundIfNothingIsAccepted(Way way) {
        AcceptedOrdinals nothing = AcceptedOrdinals.of(i -> false, COUNT);

        GraphHits hits = way.nearest(GraphQuery.of(QUERIES.get(0), K, 20), nothing);

        assertThat(hits.ordinals()).isEmpty();
    }

    @Test
    void aWalkThatBecomesTooDearGivesUp() {
        AcceptedOrdinals few = AcceptedOrdinals.of(i -> i % 1000 == 5, COUNT);
        GraphQuery query = GraphQuery.of(QUERIES.get(1), K, 20).accepting(few).limitedTo(1000);

        GraphHits hits = FLOATS.nearest(query);

        assertThat(hits.isComplete()).isFalse();
        assertThat(hits.computedDistances() + GraphWalk.LINKS_WORK * hits.visitedNodes())
                .isBetween(1000L, 1100L);
    }

    @Test
    void anUnfilteredWalkGivesUpToo() {
        GraphHits hits = FLOATS.nearest(GraphQuery.of(QUERIES.get(1), K, 1000).limitedTo(300));

        assertThat(hits.isComplete()).isFalse();
        assertThat(hits.count()).isEqualTo(K);
    }

    /** The graphs number their nodes differently: one as the vectors, one in its own order. */
    @Test
    void aSetThatIsUsedAgainFindsWhatANewOneFinds() {
        AcceptedOrdinals used = AcceptedOrdinals.of(i -> i % 3 == 0, COUNT);
        for (float[] query : QUERIES) {
            for (Way way : Way.values()) {
                GraphQuery nearest = GraphQuery.of(query, K, 60);
                AcceptedOrdinals unused = AcceptedOrdinals.of(i -> i % 3 == 0, COUNT);

                assertThat(way.nearest(nearest, used).ordinals())
                        .as("%s", way)
                        .containsExactly(way.nearest(nearest, unused).ordinals());
            }
        }
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
