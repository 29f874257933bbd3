package io.vectra.storage.engine;

/**
 * Estimates what the ways to search a segment cost; one is comparing a vector's code where the codes are read in their
 * order. Measured, see {@code docs/adr/0019-choice-of-a-search.md}. Thread rule: stateless.
 */
final class SearchCost {
    /** A vector's floats are four times as many bytes, in no order that the processor foresees. */
    private static final double FLOATS = 4;

    /** How many distances a walk computes for each candidate that it keeps, and for none, about. */
    private static final double DISTANCES_PER_CANDIDATE = 14;

    private static final double DISTANCES_MIN = 150;

    /** A walk's distance, with its share of links followed and candidates sorted. */
    private static final double DISTANCE_OF_WALK = 3;

    /** With this share of matches a walk takes twice as long as among all. */
    private static final double SHARE_OF_TWICE = 0.05;

    private SearchCost() {}

    /** Returns the cost of comparing vectors by their floats. */
    static double floats(int count) {
        return FLOATS * count;
    }

    /** Returns the cost of comparing vectors by their codes. */
    static double codes(int count) {
        return count;
    }

    /**
     * Returns the cost of a walk.
     *
     * @param share which part of the nodes may be found, above 0
     * @param hasCodes whether the walk computes distances by codes
     */
    static double walk(int ef, double share, boolean hasCodes) {
        double distances = DISTANCES_MIN + DISTANCES_PER_CANDIDATE * ef;
        return distances * DISTANCE_OF_WALK * (hasCodes ? 1 : 2) * (1 + SHARE_OF_TWICE * (1 / share - 1));
    }

    /** Returns how much work a walk may do before it has cost as much as another way, by the walk's measure of work. */
    static long work(double cost) {
        return (long) (cost / 2);
    }
}
