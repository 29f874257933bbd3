package io.vectra.sql.execute;

/**
 * The share of a table's rows that met a condition when it was evaluated last, in whichever run of a plan: what decides
 * how the next run begins, and nothing else.
 *
 * <p>Thread rule: any number of threads.
 */
final class PassedShare {
    /** By how many standard deviations more rows are found than are expected to be needed. */
    private static final double DEVIATIONS = 2;

    /** A share is believed for so many runs that do not measure it. */
    private static final int BELIEVED_RUNS = 256;

    private volatile double share = Double.NaN;

    /** How many runs have used the share since it was measured; counted racily, because about as many will do. */
    private volatile int runs;

    /** Returns the share; NaN before anything is known. */
    double last() {
        return share;
    }

    /** Remembers how many of some rows met the condition. */
    void of(long passed, long all) {
        if (all > 0) {
            share = Math.min(1, Math.max(passed, 0.5) / all);
            runs = 0;
        }
    }

    /** Returns of how many rows some will most likely meet the condition; 0 if it has to be measured again. */
    long needed(int wanted) {
        double last = share;
        int used = runs;
        if (Double.isNaN(last) || used >= BELIEVED_RUNS) {
            return 0;
        }
        runs = used + 1;
        return (long) Math.ceil((wanted + DEVIATIONS * Math.sqrt(wanted * (1 - last))) / last);
    }
}
