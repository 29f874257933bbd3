package io.vectra.benchmarks.measure;

/**
 * Measures two things in turn, so that whatever else the machine does meets both.
 *
 * @param first seconds of the first contestant in each round
 * @param second seconds of the second
 */
public record Duel(double[] first, double[] second) {
    /** Something to be timed. */
    public interface Round {
        /** Does one round's work. */
        void run(int round) throws Exception;
    }

    /**
     * Runs both {@code warmUp + rounds} times, the order changing from round to round, and keeps the last
     * {@code rounds}.
     */
    public static Duel of(int warmUp, int rounds, Round first, Round second) throws Exception {
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

    private static double seconds(Round contestant, int round) throws Exception {
        long start = System.nanoTime();
        contestant.run(round);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the median of the rounds' first over second. */
    public double ratio() {
        double[] ratios = new double[first.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = first[i] / second[i];
        }
        return Medians.of(ratios);
    }

    /** Returns the median of the rounds' first minus second, in seconds. */
    public double difference() {
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return Medians.of(differences);
    }

    /** Returns the median of the first contestant's rounds, in seconds. */
    public double medianFirst() {
        return Medians.of(first);
    }

    /** Returns the median of the second contestant's rounds, in seconds. */
    public double medianSecond() {
        return Medians.of(second);
    }
}
