package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.vector.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualVectorsTest {
    private final Random random = Seed.random("EqualVectorsTest");

    @Test
    void vectorsAreGroupedByTheirBytes() {
        for (int round = 0; round < 200; round++) {
            var all = new float[random.nextInt(60)][1 + random.nextInt(5)];
            int dimension = 1 + random.nextInt(5);
            for (int i = 0; i < all.length; i++) {
                all[i] = new float[dimension];
                for (int j = 0; j < dimension; j++) {
                    all[i][j] = random.nextInt(3) - 1;
                }
            }
            check(all);
        }
    }

    private static void check(float[][] all) {
        Map<String, List<Integer>> model = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            model.computeIfAbsent(Arrays.toString(all[i]), key -> new ArrayList<>())
                    .add(i);
        }
        var vectors = new GraphVectors(all);

        EqualVectors.Groups groups = EqualVectors.group(
                all.length > 0 && all.length % 2 == 0 ? vectors.accessInPieces(3, 2) : vectors.access());

        assertThat(groups.nodeCount()).isEqualTo(model.size());
        assertThat(groups.hasEqual()).isEqualTo(model.size() < all.length);
        int node = 0;
        for (List<Integer> expected : model.values()) {
            assertThat(groups.firstOrdinal(node)).isEqualTo(expected.get(0));
            assertThat(groups.size(node)).isEqualTo(expected.size());
            if (groups.hasEqual()) {
                assertThat(Arrays.copyOfRange(groups.members(), groups.starts()[node], groups.starts()[node + 1]))
                        .containsExactly(
                                expected.stream().mapToInt(Integer::intValue).toArray());
            }
            node++;
        }
    }

    @Test
    void zerosOfBothSignsAreDifferentVectors() {
        VectorAccess vectors = new GraphVectors(new float[] {0f, 1}, new float[] {-0f, 1}).access();

        assertThat(EqualVectors.group(vectors).hasEqual()).isFalse();
    }
}
