package io.vectra.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.MadeSet;
import io.vectra.benchmarks.data.Recall;
import io.vectra.storage.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "vectra, DOT_PRODUCT, 0.95",
        "lucene, COSINE, 0.95",
        "lucene, EUCLIDEAN, 0.95",
        "lucene-int8, COSINE, 0.7",
        "hnswlib, COSINE, 0.95",
        "hnswlib, DOT_PRODUCT, 0.95",
        "jvector, EUCLIDEAN, 0.95",
        "sqlite, COSINE, 1",
        "sqlite, MANHATTAN, 1",
        "h2, DOT_PRODUCT, 1"
    })
    void eachContestantFindsTheNearestRows(String name, Metric metric, double recallMin) throws Exception {
        DataSet set = DataSet.open(MadeSet.parse("clustered:700x16:3").write(folder), folder);
        Path work = Files.createDirectory(folder.resolve("work"));
        Recall recall = new Recall(set.base(), metric);

        try (Contestant contestant = Peers.create(name)) {
            contestant.load(new Workload(set, metric, 16, 100, 2, work));
            contestant.build();
            try (Searcher searcher = contestant.searcher()) {
                for (int i = 0; i < 30; i++) {
                    float[] query = set.queries()[i];
                    int[] rows = searcher.search(query, 10, 200);
                    assertThat(rows).hasSize(10);
                    recall.add(query, rows, Arrays.copyOf(set.truth(metric)[i], 10));
                }
            }
        }

        assertThat(recall.value()).isGreaterThanOrEqualTo(recallMin);
    }
}
