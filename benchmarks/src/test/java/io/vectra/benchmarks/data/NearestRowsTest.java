package io.vectra.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NearestRowsTest {
    @ParameterizedTest
    @EnumSource
    void answersEqualASortByDistance(Metric metric) {
        long seed = Long.getLong("vectra.seed", 7);
        Random random = new Random(seed);
        HeapVectors base = new HeapVectors(vectors(random, 20_000, 5));
        float[][] queries = vectors(random, 3, 5);

        int[][] found = new NearestRows(base, metric, row -> row % 3 != 0).of(queries, 20);

        for (int i = 0; i < queries.length; i++) {
            float[] query = queries[i];
            int[] expected = IntStream.range(0, base.count())
                    .filter(row -> row % 3 != 0)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> Distance.exact(metric, query, base.vector(row))))
                    .limit(20)
                    .mapToInt(Integer::intValue)
                    .toArray();
            Recall recall = new Recall(base, metric);
            recall.add(query, found[i], expected);
            assertThat(recall.value()).as("seed %d", seed).isEqualTo(1);
            assertThat(found[i]).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void fewerRowsThanKAreAllFound() {
        HeapVectors base = new HeapVectors(new float[][] {{1}, {2}, {3}});

        int[][] found = new NearestRows(base, Metric.EUCLIDEAN, row -> row > 0).of(new float[][] {{9}}, 10);

        assertThat(found).isDeepEqualTo(new int[][] {{2, 1}});
    }

    private static float[][] vectors(Random random, int count, int dimension) {
        float[][] vectors = new float[count][dimension];
        Arrays.stream(vectors).forEach(vector -> {
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        });
        return vectors;
    }
}
