package io.vectra.benchmarks.measure;

import java.util.Arrays;

/**
 * Nanoseconds of single operations.
 *
 * <p>Thread rule: one thread.
 */
final class Latencies {
    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long elapsedNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = elapsedNanos;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** Returns the sum. */
    double totalSeconds() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += nanos[i];
        }
        return sum / 1e9;
    }

    /**
     * Returns the latency in milliseconds that a share of the operations does not exceed (nearest rank).
     *
     * @param share in (0, 1]
     */
    double percentileMs(double share) {
        if (count == 0) {
            throw new IllegalStateException("no operation was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }
}
