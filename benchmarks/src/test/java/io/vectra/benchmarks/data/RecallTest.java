package io.vectra.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallTest {
    private static final float[] QUERY = {0};

    private Recall recall = new Recall(new HeapVectors(new float[][] {{1}, {2}, {-2}, {4}}), Metric.EUCLIDEAN);

    @BeforeEach
    void start() {
        recall = new Recall(new HeapVectors(new float[][] {{1}, {2}, {-2}, {4}}), Metric.EUCLIDEAN);
    }

    @Test
    void missingRowsLowerIt() {
        recall.add(QUERY, new int[] {0}, new int[] {0, 1});

        assertThat(recall.value()).isEqualTo(0.5);
    }

    @Test
    void aRowAtTheSameDistanceCounts() {
        recall.add(QUERY, new int[] {0, 2}, new int[] {0, 1});

        assertThat(recall.value()).isEqualTo(1);
    }

    @Test
    void aFartherRowDoesNotCount() {
        recall.add(QUERY, new int[] {0, 3}, new int[] {0, 1});

        assertThat(recall.value()).isEqualTo(0.5);
    }

    @Test
    void aRowFoundTwiceCountsOnce() {
        recall.add(QUERY, new int[] {0, 0}, new int[] {0, 1});

        assertThat(recall.value()).isEqualTo(0.5);
    }

    @Test
    void moreRowsThanExpectedDoNotRaiseItAboveOne() {
        recall.add(QUERY, new int[] {0, 1, 2}, new int[] {0, 1});

        assertThat(recall.value()).isEqualTo(1);
    }

    @Test
    void aQueryWithoutAnythingToFindChangesNothing() {
        recall.add(QUERY, new int[] {}, new int[] {});

        assertThat(recall.value()).isEqualTo(1);
    }
}
