package io.vectra.storage;

/**
 * What an open database does in the background. Not kept when it is closed.
 *
 * @param autoVacuum whether segments are merged, and dead rows dropped, without being asked
 * @param vacuumDeadShare the share of deleted rows from which on a segment is rewritten, above 0 and at most 1
 * @param vacuumSegments from how many segments of a table or column on they are merged, at least 2
 * @param unindexedRowsMax how many vectors of an indexed column may wait for a graph before writers are slowed, at
 *     least 1 000
 * @param sampleShare of how many queries the recall is measured by an exact answer in the background, from 0 (off) to 1
 */
public record UpkeepSettings(
        boolean autoVacuum, double vacuumDeadShare, int vacuumSegments, long unindexedRowsMax, double sampleShare) {
    /** What a database starts with. */
    public static final UpkeepSettings DEFAULT = new UpkeepSettings(true, 0.3, 8, 250_000, 0.001);

    public UpkeepSettings {
        check(vacuumDeadShare > 0 && vacuumDeadShare <= 1, "vacuum_dead_share is above 0 and at most 1");
        check(vacuumSegments >= 2, "vacuum_segments is at least 2");
        check(unindexedRowsMax >= 1000, "unindexed_rows_max is at least 1000");
        check(sampleShare >= 0 && sampleShare <= 1, "recall_sample_share is from 0 to 1");
    }

    private static void check(boolean isGood, String rule) {
        if (!isGood) {
            throw new StoreException(StoreError.BAD_ARGUMENT, rule + ".");
        }
    }
}
