package io.vectra.storage.engine;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last commit that changed the rows of each table, since the database was opened.
 *
 * <p>Thread rule: written by the holder of the writer lock before the mirror shows the commit, read by any thread.
 */
final class LastChanges {
    private final Map<Integer, Long> byTable = new ConcurrentHashMap<>();
    private volatile long ofAll;

    void changed(int tableId, long lsn) {
        byTable.put(tableId, lsn);
    }

    /** A change of the schema may have changed the rows of any table. */
    void changedAll(long lsn) {
        ofAll = lsn;
    }

    /**
     * Returns a commit, {@code lsn} or before, of which some tables have the same rows as of {@code lsn}: the last one
     * that changed them, or {@code lsn} itself if they were changed after it.
     */
    long of(Collection<Integer> tableIds, long lsn) {
        long last = ofAll;
        for (int tableId : tableIds) {
            last = Math.max(last, byTable.getOrDefault(tableId, 0L));
        }
        return Math.min(last, lsn);
    }
}
