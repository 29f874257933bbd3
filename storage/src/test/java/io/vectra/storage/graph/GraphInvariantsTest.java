package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every graph that was built. */
class GraphInvariantsTest {
    private static final int M = 5;

    static Stream<Arguments> buildersAndThreads() {
        return Stream.of(new PrimitiveBuilder(), new HnswlibBuilder())
                .flatMap(builder -> Stream.of(1, 4).map(threads -> Arguments.of(builder, threads)));
    }

    @ParameterizedTest
    @MethodSource("buildersAndThreads")
    void everyNodeIsReachableByLinksThatFit(GraphBuilder builder, int threads) {
        for (Metric metric : Metric.values()) {
            VectorAccess vectors =
                    GraphVectors.clustered(new Random(51), 2500, 6, 7).access();
            GraphSettings settings = GraphSettings.of(metric)
                    .withLinks(M, 20)
                    .withBuilder(builder)
                    .withThreads(threads);

            HnswGraph graph = GraphFixture.graph(vectors, settings);

            assertThat(graph.nodeCount()).isEqualTo(2500);
            checkRows(graph.links(), 2500, 2 * M, null);
            assertThat(GraphRepair.unreachableCount(graph, GraphFixture.nodes(vectors, settings)))
                    .isZero();
            checkLevels(graph);
        }
    }

    private static void checkLevels(HnswGraph graph) {
        Set<Integer> below = null;
        for (HnswGraph.Level level : graph.upperLevels()) {
            Set<Integer> nodes = new HashSet<>();
            Arrays.stream(level.nodes()).forEach(nodes::add);
            assertThat(nodes).hasSize(level.nodes().length);
            if (below != null) {
                assertThat(below).containsAll(nodes);
            }
            checkRows(level.links(), level.nodes().length, M, level.nodes());
            for (int row = 0; row < level.nodes().length; row++) {
                for (int i = 0; i < level.links().count(row); i++) {
                    assertThat(nodes).contains(level.links().link(row, i));
                }
            }
            below = nodes;
        }
        if (below != null) {
            assertThat(below).contains(graph.entry());
        }
    }

    private static void checkRows(LinkTable links, int rowCount, int width, int[] nodes) {
        assertThat(links.width()).isEqualTo(width);
        for (int row = 0; row < rowCount; row++) {
            Set<Integer> linked = new HashSet<>();
            for (int i = 0; i < links.count(row); i++) {
                assertThat(linked.add(links.link(row, i)))
                        .as("link of %d only once", row)
                        .isTrue();
            }
            assertThat(linked).doesNotContain(nodes == null ? row : nodes[row]);
        }
    }

    @Test
    void oneThreadAndASeedBuildTheSameFile() throws Exception {
        VectorAccess vectors =
                GraphVectors.clustered(new Random(52), 2000, 8, 9).access();
        GraphSettings settings = GraphSettings.of(Metric.COSINE).withQuantization(Quantization.INT8);

        assertThat(rows(GraphFixture.graph(vectors, settings)))
                .isEqualTo(rows(GraphFixture.graph(vectors, settings)))
                .isNotEqualTo(rows(GraphFixture.graph(vectors, settings.withSeed(7))));
    }

    private static int[][] rows(HnswGraph graph) {
        var rows = new int[graph.nodeCount()][graph.links().width()];
        for (int node = 0; node < graph.nodeCount(); node++) {
            for (int i = 0; i < graph.links().width(); i++) {
                rows[node][i] = graph.links().link(node, i);
            }
        }
        return rows;
    }

    @Test
    void manyThreadsBuildAGraphAsGood() {
        var random = new Random(53);
        GraphVectors vectors = GraphVectors.clustered(random, 4000, 16, 20);
        GraphSettings settings = GraphSettings.of(Metric.EUCLIDEAN).withThreads(8);

        GraphIndex index = GraphFixture.index(vectors.access(), settings);

        assertThat(GraphRecallTest.recall(index, vectors, Metric.EUCLIDEAN, vectors.queries(random, 100), 64))
                .isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void nodesThatNothingLeadsToAreLinked() {
        VectorAccess vectors = GraphVectors.gaussian(new Random(54), 300, 4).access();
        GraphSettings settings = GraphSettings.of(Metric.EUCLIDEAN).withLinks(3, 10);
        HnswGraph graph = GraphFixture.graph(vectors, settings);
        NodeVectors nodes = GraphFixture.nodes(vectors, settings);
        for (int node = 0; node < 300; node++) {
            removeLinksTo(graph, node, 7);
        }
        assertThat(GraphRepair.unreachableCount(graph, nodes)).isPositive();

        GraphRepair.connect(graph, nodes, 10);

        assertThat(GraphRepair.unreachableCount(graph, nodes)).isZero();
    }

    /** Takes every link to a multiple of a number out of a row. */
    private static void removeLinksTo(HnswGraph graph, int row, int multiple) {
        LinkTable links = graph.links();
        int kept = 0;
        for (int i = 0, count = links.count(row); i < count; i++) {
            int link = links.link(row, i);
            links.setLink(row, i, LinkTable.NONE);
            if (link % multiple != 0) {
                links.setLink(row, kept++, link);
            }
        }
    }
}
