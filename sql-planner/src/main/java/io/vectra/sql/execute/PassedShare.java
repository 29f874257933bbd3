package io.vectra.sql.execute;

/**
 * The share of a table's rows that met a condition when it was evaluated last, in whichever run of a plan: what decides
 * how the next run begins, and nothing else.
 *
 * <p>Thread rule: any number of threads.
 */
final class PassedShare {
    private volatile double share = Double.NaN;

    /** Returns the share; NaN before anything is known. */
    double last() {
        return share;
    }

    /** Remembers how many of some rows met the condition. */
    void of(long passed, long all) {
        if (all > 0) {
            share = Math.min(1, Math.max(passed, 0.5) / all);
        }
    }
}
