package io.vectra.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreByNearestRank() {
        Latencies latencies = new Latencies();
        for (int ms = 10_000; ms >= 1; ms--) {
            latencies.add(ms * 1_000_000L);
        }

        assertThat(latencies.percentileMs(0.5)).isEqualTo(5_000);
        assertThat(latencies.percentileMs(0.99)).isEqualTo(9_900);
        assertThat(latencies.percentileMs(1)).isEqualTo(10_000);
    }

    @Test
    void oneOperationIsEveryPercentile() {
        Latencies latencies = new Latencies();
        latencies.add(2_000_000);

        assertThat(latencies.percentileMs(0.01)).isEqualTo(2);
        assertThat(latencies.percentileMs(0.99)).isEqualTo(2);
    }
}
