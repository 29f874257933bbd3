package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.Seed;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeCodeScorerTest {
    private final Random random = Seed.random("NodeCodeScorerTest");

    @ParameterizedTest
    @EnumSource(Metric.class)
    void distancesOfNodesByCodesAreNearThoseByFloats(Metric metric) {
        int count = 200;
        GraphVectors vectors = GraphVectors.ofManyLengths(random, count, 24);
        NodeVectors nodes = GraphFixture.nodes(vectors.access(), GraphSettings.of(metric));
        var codes = new NodeCodeScorer(nodes, NodeCodes.of(nodes, CodeRanges.of(nodes)));
        var floats = new FloatScorer(nodes);
        int[] all = IntStream.range(0, count).toArray();
        var byCodes = new float[count];
        var byFloats = new float[count];

        codes.setQuery(7);
        codes.score(all, count, byCodes);
        floats.setQuery(7);
        floats.score(all, count, byFloats);

        float farthest = 0;
        for (float distance : byFloats) {
            farthest = Math.max(farthest, distance);
        }
        assertThat(byCodes).containsExactly(byFloats, within(0.05f * farthest));
    }
}
