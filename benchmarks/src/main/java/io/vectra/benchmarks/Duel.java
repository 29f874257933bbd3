package io.vectra.benchmarks;

import java.util.Arrays;

/**
 * Measures two things in turn, so that whatever else the machine does meets both.
 *
 * @param first seconds of the first contestant in each round
 * @param second seconds of the second
 */
record Duel(double[] first, double[] second) {
    /** Something to be timed. */
    interface Contestant {
        /** Does one round's work. */
        void run(int round) throws Exception;
    }

    /**
     * Runs both {@code warmUp + rounds} times, the order changing from round to round, and keeps the last
     * {@code rounds}.
     */
    static Duel of(int warmUp, int rounds, Contestant first, Contestant second) throws Exception {
        double[] firstSeconds = new double[rounds];
        double[] secondSeconds = new double[rounds];
        for (int round = -warmUp; round < rounds; round++) {
            boolean isFirstFirst = (round & 1) == 0;
            double a = isFirstFirst ? seconds(first, round + warmUp) : 0;
            double b = seconds(second, round + warmUp);
            if (!isFirstFirst) {
                a = seconds(first, round + warmUp);
            }
            if (round >= 0) {
                firstSeconds[round] = a;
                secondSeconds[round] = b;
            }
        }
        return new Duel(firstSeconds, secondSeconds);
    }

    private static double seconds(Contestant contestant, int round) throws Exception {
        long start = System.nanoTime();
        contestant.run(round);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the median of the rounds' first over second. */
    double ratio() {
        double[] ratios = new double[first.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = first[i] / second[i];
        }
        return median(ratios);
    }

    /** Returns the median of the rounds' first minus second, in seconds. */
    double difference() {
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return median(differences);
    }

    double medianFirst() {
        return median(first);
    }

    double medianSecond() {
        return median(second);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
