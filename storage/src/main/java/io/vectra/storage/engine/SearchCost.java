package io.vectra.storage.engine;

/**
 * Estimates what the ways to search a segment cost; one is comparing a vector's code. Measured, see
 * {@code docs/adr/0019-choice-of-a-search.md}. Thread rule: stateless.
 */
final class SearchCost {
    /** A vector's floats are four times as many bytes. */
    private static final double FLOATS = 4;

    /** How many distances a walk computes for each candidate that it keeps, and for none, about. */
    private static final double DISTANCES_PER_CANDIDATE = 14;

    private static final double DISTANCES_MIN = 150;

    /** By how much a walk becomes dearer with each node that it passes for one that matches. */
    private static final double PASSING = 0.2;

    /** A walk waits for the links of each node before it knows which codes to compare next. */
    private static final double WALKING = 1.6;

    /** A walk's unit of work, which counts distances and followed links. */
    private static final double WORK = 1.6;

    /** Where comparing costs so many times as much as a walk if all nodes may be found, a walk is tried. */
    private static final double TRIED = 2.5;

    /** A walk that is a try goes on if such a share of the nodes that it meets may be found. */
    static final double TRIED_SHARE = 0.25;

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
        return walkOfAll(ef, hasCodes) * (1 + PASSING * (1 / share - 1));
    }

    /**
     * Returns whether a walk is worth a try though it is expected to be dearer than another way: matches may lie near
     * the query, and if they do not, it gives up soon.
     *
     * @param cost of the other way
     */
    static boolean isTried(double cost, int ef, boolean hasCodes) {
        return cost > TRIED * walkOfAll(ef, hasCodes);
    }

    private static double walkOfAll(int ef, boolean hasCodes) {
        return WALKING * (DISTANCES_MIN + DISTANCES_PER_CANDIDATE * ef) * (hasCodes ? 1 : 2);
    }

    /** Returns the share of nodes that may be found from which on a walk is no dearer than a cost; at most 1. */
    static double worthwhileShare(double cost, int ef, boolean hasCodes) {
        double passed = (cost / walkOfAll(ef, hasCodes) - 1) / PASSING;
        return passed <= 0 ? 1 : 1 / (1 + passed);
    }

    /** Returns how much work a walk may do before it has cost as much as another way, by the walk's measure of work. */
    static long work(double cost) {
        return (long) (cost / WORK);
    }
}
