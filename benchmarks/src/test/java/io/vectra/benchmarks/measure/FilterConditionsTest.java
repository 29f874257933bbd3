package io.vectra.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.MadeSet;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.storage.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterConditionsTest {
    private static final int ROWS = 10_000;
    private static final int QUERY = 3;

    @TempDir
    Path folder;

    @Test
    void theyReachFromHardlyAnyRowToAllNearAndFar() throws Exception {
        DataSet set = DataSet.open(MadeSet.parse("clustered:" + ROWS + "x8:3").write(folder), folder);
        RowFile rows = Objects.requireNonNull(set.rows());
        int[][] truth = set.truth(Metric.COSINE);

        try (RelationalOracle oracle = new RelationalOracle(set, rows)) {
            Map<String, FilterConditions.ForQuery> all =
                    new FilterConditions(oracle, rows.columns(), ROWS, truth).all();
            List<Integer> counts = new ArrayList<>();
            for (FilterConditions.ForQuery each : all.values()) {
                counts.add(oracle.matches(each.condition(QUERY)).cardinality());
            }

            assertThat(all).hasSize(24);
            assertThat(counts).anyMatch(count -> count <= 10).contains(ROWS).doesNotContain(0);
            assertThat(matchesAmong(truth[QUERY], all, oracle, "label = near")).isGreaterThan(50);
            assertThat(matchesAmong(truth[QUERY], all, oracle, "label = far")).isZero();
        }
    }

    private static long matchesAmong(
            int[] nearest, Map<String, FilterConditions.ForQuery> all, RelationalOracle oracle, String name)
            throws Exception {
        BitSet matches = oracle.matches(Objects.requireNonNull(all.get(name)).condition(QUERY));
        return Arrays.stream(nearest).filter(matches::get).count();
    }
}
