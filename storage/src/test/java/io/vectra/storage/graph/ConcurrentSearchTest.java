package io.vectra.storage.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches of one index by many threads. */
class ConcurrentSearchTest {
    @ParameterizedTest
    @EnumSource(Quantization.class)
    void manyThreadsGetTheAnswersOfOne(Quantization quantization) throws Exception {
        var random = new Random(61);
        GraphVectors vectors = GraphVectors.clustered(random, 2000, 12, 10);
        GraphIndex index = GraphFixture.index(
                vectors.access(), GraphSettings.of(Metric.COSINE).withQuantization(quantization));
        List<GraphQuery> queries = new ArrayList<>();
        for (float[] query : vectors.queries(random, 60)) {
            AcceptedOrdinals accepted = AcceptedOrdinals.of(i -> random.nextInt(3) == 0, 2000);
            queries.add(GraphQuery.of(query, 10, 40).accepting(random.nextBoolean() ? accepted : null));
        }
        List<int[]> expected =
                queries.stream().map(query -> index.nearest(query).ordinals()).toList();

        var threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<int[]>>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> queries.stream()
                        .map(query -> index.nearest(query).ordinals())
                        .toList());
            }
            for (Future<List<int[]>> answers : threads.invokeAll(tasks)) {
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(answers.get().get(i)).containsExactly(expected.get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
