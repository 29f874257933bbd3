package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.Distances;
import io.vectra.storage.vector.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeighbourSelectionTest {
    private static final GraphSettings EUCLIDEAN = GraphSettings.of(Metric.EUCLIDEAN);

    private final Random random = Seed.random("NeighbourSelectionTest");

    @Test
    void thoseThatNoKeptOneIsNearerToAreKept() {
        for (int round = 0; round < 200; round++) {
            int dimension = 1 + random.nextInt(8);
            GraphVectors vectors = wholeNumbers(2 + random.nextInt(80), dimension);
            int max = 1 + random.nextInt(30);
            NodeVectors nodes = GraphFixture.nodes(vectors.access(), EUCLIDEAN);
            var selection = new NeighbourSelection(new FloatScorer(nodes), Metric.EUCLIDEAN);
            var scorer = new FloatScorer(nodes);
            scorer.setQuery(0);
            selection.clear();
            IntStream.range(1, vectors.count())
                    .forEach(node -> selection.add(Keys.of(scorer.score(node), node), false));

            int count = selection.select(max);

            assertThat(IntStream.range(0, count).map(i -> Keys.node(selection.keys()[i])))
                    .containsExactlyElementsOf(expected(vectors, max));
        }
    }

    /** Different vectors whose squared distances are the same in single precision and in double. */
    private GraphVectors wholeNumbers(int count, int dimension) {
        return new GraphVectors(
                Stream.generate(() -> random.ints(dimension, -500, 501).boxed().toList())
                        .distinct()
                        .limit(count)
                        .map(NeighbourSelectionTest::vector)
                        .toArray(float[][]::new));
    }

    private static float[] vector(List<Integer> elements) {
        var vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = elements.get(i);
        }
        return vector;
    }

    /** Algorithm 4, word for word. */
    private static List<Integer> expected(GraphVectors vectors, int max) {
        float[] base = vectors.get(0);
        List<Integer> candidates = IntStream.range(1, vectors.count())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Distances.euclidean(vectors.get(i), base)))
                .toList();
        if (candidates.size() < max) {
            return candidates;
        }
        List<Integer> kept = new ArrayList<>();
        for (int candidate : candidates) {
            double distance = Distances.euclidean(vectors.get(candidate), base);
            boolean isOccluded = kept.stream()
                    .anyMatch(other -> Distances.euclidean(vectors.get(candidate), vectors.get(other)) < distance);
            if (!isOccluded && kept.size() < max) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    @Test
    void whatWasCheckedBeforeIsSelectedAsIfItWasNot() {
        for (int round = 0; round < 100; round++) {
            GraphVectors vectors = GraphVectors.gaussian(random, 60, 3);
            NodeVectors nodes = GraphFixture.nodes(vectors.access(), EUCLIDEAN);
            var scorer = new FloatScorer(nodes);
            scorer.setQuery(0);
            var first = new NeighbourSelection(new FloatScorer(nodes), Metric.EUCLIDEAN);
            IntStream.range(1, 40).forEach(node -> first.add(Keys.of(scorer.score(node), node), false));
            int kept = first.select(20);
            assertThat(first.checked()).isEqualTo(kept);
            var incremental = new NeighbourSelection(new FloatScorer(nodes), Metric.EUCLIDEAN);
            var whole = new NeighbourSelection(new FloatScorer(nodes), Metric.EUCLIDEAN);
            for (int i = 0; i < kept; i++) {
                incremental.add(first.keys()[i], true);
                whole.add(first.keys()[i], false);
            }
            IntStream.range(40, 60).forEach(node -> {
                incremental.add(Keys.of(scorer.score(node), node), false);
                whole.add(Keys.of(scorer.score(node), node), false);
            });

            int count = incremental.select(8);

            assertThat(whole.select(8)).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(incremental.keys()[i]).isEqualTo(whole.keys()[i]);
            }
        }
    }

    @Test
    void equalDirectionsLeaveRoomForOthers() {
        var all = new float[40][];
        for (int i = 0; i < 40; i++) {
            all[i] = i < 30 ? new float[] {1 + i, 2 + 2 * i} : new float[] {i - 20, 1};
        }
        NodeVectors nodes = GraphFixture.nodes(new GraphVectors(all).access(), GraphSettings.of(Metric.COSINE));
        var scorer = new FloatScorer(nodes);
        scorer.setQuery(0);
        var selection = new NeighbourSelection(new FloatScorer(nodes), Metric.COSINE);
        IntStream.range(1, 40).forEach(node -> selection.add(Keys.of(scorer.score(node), node), false));

        int count = selection.select(8);

        int[] kept = IntStream.range(0, count)
                .map(i -> Keys.node(selection.keys()[i]))
                .toArray();
        assertThat(IntStream.of(kept).filter(node -> node < 30).count()).isEqualTo(2);
        assertThat(IntStream.of(kept).filter(node -> node >= 30).count()).isPositive();
    }
}
