package io.vectra.benchmarks.measure;

import java.util.Arrays;
import java.util.List;

/** Medians, by which rounds are summed up: one round that something else has disturbed does not move them. */
final class Medians {
    private Medians() {}

    static double of(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
