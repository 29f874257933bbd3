package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.Seed;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearbyOrderTest {
    private static final int COUNT = 2000;

    private final Random random = Seed.random("NearbyOrderTest");

    @Test
    void nodesOfOneStartComeTogetherInEachRound() {
        GraphSettings settings = GraphSettings.of(Metric.EUCLIDEAN);
        NodeVectors nodes =
                GraphFixture.nodes(GraphVectors.clustered(random, COUNT, 8, 20).access(), settings);
        NodeLevels levels = NodeLevels.drawn(COUNT, settings.m(), settings.seed());
        var graph = new GraphConstruction(nodes, settings, levels);
        var insertion = new NodeInsertion(graph);
        int[] shuffled = levels.shuffledNodes();
        Arrays.stream(shuffled).skip(1).filter(node -> levels.levelOf(node) > 0).forEach(insertion::insert);
        int[] lowest = Arrays.stream(shuffled)
                .filter(node -> levels.levelOf(node) == 0)
                .toArray();
        int before = COUNT - lowest.length;
        var order = new NearbyOrder(graph, lowest.clone());

        IntStream.range(0, lowest.length).forEach(index -> order.find(index, insertion));
        order.sort(before, insertion);

        int[] ordered = IntStream.range(0, lowest.length).map(order::node).toArray();
        for (int from = 0; from < lowest.length; from += from + before) {
            int to = Math.min(lowest.length, 2 * from + before);
            assertThat(Arrays.copyOfRange(ordered, from, to))
                    .containsExactlyInAnyOrder(Arrays.copyOfRange(lowest, from, to));
            int[] starts = IntStream.range(from, to).map(order::start).toArray();
            long runs = 1
                    + IntStream.range(1, starts.length)
                            .filter(i -> starts[i] != starts[i - 1])
                            .count();
            assertThat(runs).isEqualTo(Arrays.stream(starts).distinct().count());
        }
        for (int i = 0; i < ordered.length; i++) {
            assertThat(order.start(i)).isEqualTo(insertion.nearestAbove(0, ordered[i]));
        }
    }
}
