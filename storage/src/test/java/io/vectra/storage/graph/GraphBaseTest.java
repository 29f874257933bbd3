package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Metric;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs that begin with the links of an old one. */
class GraphBaseTest {
    private static final int COUNT = 3000;

    private final Random random = new Random(91);

    /** Some vectors, the graph of the first of them, and which of these live on beside the others. */
    private final class Merge {
        private final GraphSettings settings;
        private final GraphIndex old;
        private final int[] newOrdinals;
        private final GraphVectors merged;
        private final VectorAccess access;

        Merge(GraphVectors all, int oldCount, double deadShare, GraphSettings settings) {
            this.settings = settings;
            var first = new GraphVectors(
                    IntStream.range(0, oldCount).mapToObj(all::get).toArray(float[][]::new));
            this.old = GraphFixture.index(first.access(), settings);
            this.newOrdinals = new int[oldCount];
            List<float[]> live = new ArrayList<>();
            for (int i = all.count() - 1; i >= 0; i--) {
                boolean isDead = i < oldCount && random.nextDouble() < deadShare;
                if (i < oldCount) {
                    newOrdinals[i] = isDead ? GraphBase.NONE : live.size();
                }
                if (!isDead) {
                    live.add(all.get(i));
                }
            }
            this.merged = new GraphVectors(live.toArray(float[][]::new));
            this.access = merged.access();
        }

        private BaseLinks links() {
            EqualVectors.Groups groups = EqualVectors.group(access);
            NodeVectors nodes = NodeVectors.of(groups, access, settings.metric());
            return BaseLinks.of(new GraphBase(old, newOrdinals), nodes, groups, settings);
        }

        private GraphIndex index() throws IOException {
            GraphTarget target = GraphFixture.target(new FaultyDirectory(1));
            GraphIndex.build(target, access, settings, new GraphBase(old, newOrdinals), BuildProgress.NONE);
            return GraphIndex.open(target, access);
        }
    }

    @ParameterizedTest
    @CsvSource({"COSINE, 0.5, 0", "COSINE, 0.9, 0.25", "EUCLIDEAN, 1, 0.28", "EUCLIDEAN, 0.3, 0", "MANHATTAN, 0.8, 0.2"
    })
    void isAsGoodAsOneBuiltAnew(Metric metric, double oldShare, double deadShare) throws IOException {
        GraphVectors all = GraphVectors.clustered(random, COUNT, 24, 30);
        GraphSettings settings = GraphSettings.of(metric).withLinks(8, 60).withThreads(2);
        var merge = new Merge(all, (int) (COUNT * oldShare), deadShare, settings);
        List<float[]> queries = all.queries(random, 200);

        assertThat(merge.links()).isNotNull();
        double recall = GraphRecallTest.recall(merge.index(), merge.merged, metric, queries, 32);
        double anew =
                GraphRecallTest.recall(GraphFixture.index(merge.access, settings), merge.merged, metric, queries, 32);
        assertThat(recall).isGreaterThanOrEqualTo(anew - 0.01);
    }

    @Test
    void leadsToEveryNode() {
        GraphVectors all = GraphVectors.clustered(random, COUNT, 4, 10);
        GraphSettings settings = GraphSettings.of(Metric.EUCLIDEAN).withLinks(4, 20);
        var merge = new Merge(all, 2500, 0.3, settings);
        NodeVectors nodes = GraphFixture.nodes(merge.access, settings);

        HnswGraph graph = settings.builder().build(nodes, settings, merge.links(), BuildProgress.NONE);
        GraphRepair.connect(graph, nodes, 20);

        assertThat(GraphRepair.unreachableCount(graph, nodes)).isZero();
        for (int node = 0; node < graph.nodeCount(); node++) {
            int own = node;
            int[] links = IntStream.range(0, graph.links().count(node))
                    .map(i -> graph.links().link(own, i))
                    .toArray();
            assertThat(links).doesNotHaveDuplicates().doesNotContain(node);
        }
    }

    @Test
    void equalVectorsAreOneNodeAgain() throws IOException {
        GraphVectors different = GraphVectors.clustered(random, 600, 8, 5);
        var all = new GraphVectors(
                IntStream.range(0, 1500).mapToObj(i -> different.get(i % 600)).toArray(float[][]::new));
        var merge = new Merge(all, 900, 0.2, GraphSettings.of(Metric.COSINE));

        GraphIndex index = merge.index();

        assertThat(index.statistics().nodeCount()).isEqualTo(600);
        for (float[] query : all.queries(random, 20)) {
            assertThat(merge.merged.recall(
                            Metric.COSINE, query, 10, i -> true, index.nearest(GraphQuery.of(query, 10, 64))))
                    .isGreaterThanOrEqualTo(0.9);
        }
    }

    @Test
    void oldGraphsThatDoNotFitAreNotUsed() {
        GraphVectors all = GraphVectors.clustered(random, 500, 8, 5);
        GraphSettings settings = GraphSettings.of(Metric.COSINE);
        Merge merge = new Merge(all, 400, 0, settings);

        assertThat(merge.links()).isNotNull();
        assertThat(new Merge(all, 400, 0.5, settings).links()).isNull();
        assertThat(new Merge(all, 400, 1, settings).links()).isNull();
        assertThat(new Merge(all, 60, 0, settings).links()).isNull();
        assertThat(new Merge(all, 400, 0, GraphSettings.of(Metric.DOT_PRODUCT)).links())
                .isNull();
        EqualVectors.Groups groups = EqualVectors.group(merge.access);
        var base = new GraphBase(merge.old, merge.newOrdinals);
        for (GraphSettings other :
                List.of(GraphSettings.of(Metric.EUCLIDEAN), settings.withLinks(8, 100), settings.withLinks(16, 200))) {
            NodeVectors nodes = NodeVectors.of(groups, merge.access, other.metric());
            assertThat(BaseLinks.of(base, nodes, groups, other)).isNull();
        }
    }

    @Test
    void ordinalsOfOtherVectorsAreRefused() {
        GraphVectors all = GraphVectors.clustered(random, 500, 8, 5);
        var merge = new Merge(all, 400, 0, GraphSettings.of(Metric.COSINE));
        int[] tooFew = Arrays.copyOf(merge.newOrdinals, 399);
        int[] tooLarge = merge.newOrdinals.clone();
        tooLarge[7] = 500;

        for (int[] wrong : List.of(tooFew, tooLarge)) {
            assertThatThrownBy(() -> GraphIndex.build(
                            GraphFixture.target(new FaultyDirectory(1)),
                            merge.access,
                            merge.settings,
                            new GraphBase(merge.old, wrong),
                            BuildProgress.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("400 vectors");
        }
    }

    @Test
    void aCancelledMergeEnds() {
        GraphVectors all = GraphVectors.clustered(random, 500, 8, 5);
        var merge = new Merge(all, 400, 0, GraphSettings.of(Metric.COSINE));
        var directory = new FaultyDirectory(1);

        assertThatThrownBy(() -> GraphIndex.build(
                        GraphFixture.target(directory),
                        merge.access,
                        merge.settings,
                        new GraphBase(merge.old, merge.newOrdinals),
                        BuildProgress.cancelledBy(() -> true)))
                .isInstanceOf(StoreException.class);

        assertThat(directory.names()).isEmpty();
    }
}
