package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How near the graph's answers come to the exact ones. */
class GraphRecallTest {
    private static final int QUERIES = 100;
    private static final int K = 10;

    /** So many graphs of each builder are compared, because levels are random. */
    private static final int BUILDS = 4;

    /** By how much the mean recall of our builder may be below that of hnswlib-core. */
    private static final double PARITY_TOLERANCE = 0.01;

    static Stream<Arguments> metricsAndQuantizations() {
        return Stream.of(Metric.values())
                .flatMap(metric ->
                        Stream.of(Quantization.values()).map(quantization -> Arguments.of(metric, quantization)));
    }

    @ParameterizedTest
    @MethodSource("metricsAndQuantizations")
    void defaultsFindNearlyAllOfTheNearest(Metric metric, Quantization quantization) {
        var random = new Random(11);
        GraphVectors vectors = GraphVectors.clustered(random, 3000, 33, 30);

        GraphIndex index =
                GraphFixture.index(vectors.access(), GraphSettings.of(metric).withQuantization(quantization));

        assertThat(recall(index, vectors, metric, vectors.queries(random, QUERIES), 64))
                .isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @MethodSource("metricsAndQuantizations")
    void vectorsOfManyLengthsAreFound(Metric metric, Quantization quantization) {
        var random = new Random(12);
        GraphVectors vectors = GraphVectors.ofManyLengths(random, 2000, 20);

        GraphIndex index =
                GraphFixture.index(vectors.access(), GraphSettings.of(metric).withQuantization(quantization));

        assertThat(recall(index, vectors, metric, vectors.queries(random, QUERIES), 64))
                .isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void sortedVectorsAreAsGoodAsShuffledOnes(Metric metric) {
        var random = new Random(13);
        var sorted = new float[3000][];
        GraphVectors centers = GraphVectors.gaussian(random, 30, 16);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = centers.get(i / 100).clone();
            for (int j = 0; j < sorted[i].length; j++) {
                sorted[i][j] += (float) (0.2 * random.nextGaussian());
            }
        }
        var vectors = new GraphVectors(sorted);

        GraphIndex index = GraphFixture.index(vectors.access(), GraphSettings.of(metric));

        assertThat(recall(index, vectors, metric, vectors.queries(random, QUERIES), 64))
                .isGreaterThanOrEqualTo(0.95);
    }

    static Stream<Arguments> seededSets() {
        var random = new Random(14);
        return Stream.of(
                Arguments.of("gaussian, euclidean", Metric.EUCLIDEAN, GraphVectors.gaussian(random, 3000, 24)),
                Arguments.of("clustered, cosine", Metric.COSINE, GraphVectors.clustered(random, 3000, 48, 40)),
                Arguments.of(
                        "many lengths, inner product",
                        Metric.DOT_PRODUCT,
                        GraphVectors.ofManyLengths(random, 3000, 16)),
                Arguments.of("clustered, manhattan", Metric.MANHATTAN, GraphVectors.clustered(random, 3000, 12, 10)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seededSets")
    void ourBuilderIsNoWorseThanHnswlib(String name, Metric metric, GraphVectors vectors) {
        GraphSettings settings = GraphSettings.of(metric).withLinks(8, 40).withQuantization(Quantization.NONE);
        List<float[]> queries = vectors.queries(new Random(15), 300);
        VectorAccess access = vectors.access();

        double own = 0;
        var hnswlib = new double[BUILDS];
        for (int build = 0; build < BUILDS; build++) {
            GraphSettings seeded = settings.withSeed(build);
            own += recall(GraphFixture.index(access, seeded), vectors, metric, queries, 20) / BUILDS;
            GraphSettings random = settings.withBuilder(new HnswlibBuilder());
            hnswlib[build] = recall(GraphFixture.index(access, random), vectors, metric, queries, 20);
        }

        double mean = Arrays.stream(hnswlib).average().orElseThrow();
        double variance =
                Arrays.stream(hnswlib).map(x -> (x - mean) * (x - mean)).sum() / (BUILDS - 1);
        double standardError = Math.sqrt(variance / BUILDS);
        System.out.printf("%s: recall@10 %.4f, hnswlib-core %.4f ± %.4f%n", name, own, mean, standardError);
        // Its levels are random: on the inner product one build's recall differs from another's by 0.1.
        assertThat(own).isGreaterThanOrEqualTo(mean - PARITY_TOLERANCE - 3 * standardError);
    }

    @Test
    void aLargerEfFindsMore() {
        var random = new Random(16);
        GraphVectors vectors = GraphVectors.gaussian(random, 2000, 40);
        GraphIndex index = GraphFixture.index(vectors.access(), GraphSettings.of(Metric.EUCLIDEAN));
        List<float[]> queries = vectors.queries(random, QUERIES);

        double few = recall(index, vectors, Metric.EUCLIDEAN, queries, 10);
        double many = recall(index, vectors, Metric.EUCLIDEAN, queries, 400);

        assertThat(many).isGreaterThan(few).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void distancesAreTheMetricsValuesNearestFirst() {
        var random = new Random(17);
        GraphVectors vectors = GraphVectors.clustered(random, 500, 30, 5);
        float[] query = vectors.queries(random, 1).get(0);
        for (Metric metric : Metric.values()) {
            for (Quantization quantization : Quantization.values()) {
                GraphIndex index = GraphFixture.index(
                        vectors.access(), GraphSettings.of(metric).withQuantization(quantization));

                GraphHits hits = index.nearest(GraphQuery.of(query, K, 50));

                assertThat(hits.count()).isEqualTo(K);
                assertThat(hits.distances()).isSorted();
                for (int i = 0; i < K; i++) {
                    double distance = vectors.distance(metric, hits.ordinals()[i], query);
                    assertThat((double) hits.distances()[i])
                            .as("%s, %s", metric, quantization)
                            .isCloseTo(
                                    distance, org.assertj.core.api.Assertions.within(1e-4 * (1 + Math.abs(distance))));
                }
            }
        }
    }

    @Test
    void vectorsInSeveralPiecesGiveTheSameAnswers() {
        var random = new Random(18);
        GraphVectors vectors = GraphVectors.clustered(random, 700, 10, 5);
        GraphSettings settings = GraphSettings.of(Metric.COSINE).withQuantization(Quantization.NONE);
        GraphIndex whole = GraphFixture.index(vectors.access(), settings);
        GraphIndex inPieces = GraphFixture.index(vectors.accessInPieces(6, 3), settings);

        for (float[] query : vectors.queries(random, 20)) {
            assertThat(inPieces.nearest(GraphQuery.of(query, K, 30)).ordinals())
                    .containsExactly(whole.nearest(GraphQuery.of(query, K, 30)).ordinals());
        }
    }

    static double recall(GraphIndex index, GraphVectors vectors, Metric metric, List<float[]> queries, int ef) {
        double sum = 0;
        for (float[] query : queries) {
            sum += vectors.recall(metric, query, K, i -> true, index.nearest(GraphQuery.of(query, K, ef)));
        }
        return sum / queries.size();
    }
}
