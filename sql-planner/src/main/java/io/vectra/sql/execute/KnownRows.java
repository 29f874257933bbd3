package io.vectra.sql.execute;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Of which rows the mirror has said whether they meet a condition. As long as nothing is committed to the tables that
 * the condition reads, and its parameters are the same, they still do, or still do not.
 *
 * <p>Thread rule: any number of threads.
 */
public final class KnownRows {
    /** What is remembered may take so much space: enough for a million rows whose ids lie close together. */
    private static final long BYTES_MAX = 1 << 18;

    /** How often the space is measured: each time there are so many times as many rows, and so many more. */
    private static final double MEASURED_FACTOR = 1.125;

    private static final int MEASURED_MIN = 1 << 10;

    /** After so many runs that saw the same commits, more of them are expected. */
    private static final int RUNS_MIN = 8;

    /** Asking for the rows that are not known pays if at least this part of them is known. */
    private static final double KNOWN_PART = 0.6;

    /** Where fewer are known, one of so many runs asks nevertheless: searches may have come back to the same rows. */
    private static final int TRIED_RUNS = 8;

    /** How much the newest run counts in what part of the rows is known. */
    private static final double NEWEST = 0.5;

    private final Set<Integer> tableIds;
    private final List<Integer> slots;

    // Guarded by this.
    private @Nullable SeenState seen;
    private Roaring64Bitmap met = new Roaring64Bitmap();
    private Roaring64Bitmap unmet = new Roaring64Bitmap();
    private int count;
    /** How many rows there are when the space is measured next. */
    private int measuredNext = MEASURED_MIN;

    private int runs;
    private double knownPart;

    /**
     * Knows nothing yet.
     *
     * @param tableIds of the tables that the condition reads
     * @param slots where its parameters are
     */
    public KnownRows(Set<Integer> tableIds, List<Integer> slots) {
        this.tableIds = Set.copyOf(tableIds);
        this.slots = List.copyOf(slots);
    }

    /** Returns what a run sees; null if that is not what other runs see. */
    @Nullable
    SeenState state(Run run) {
        return SeenState.of(run, tableIds, slots);
    }

    /** Returns whether a run should ask for the rows that it does not know; counts the run. */
    synchronized boolean isWorthwhile(SeenState state) {
        use(state);
        runs = runs == Integer.MAX_VALUE ? RUNS_MIN : runs + 1;
        return runs > RUNS_MIN && (knownPart >= KNOWN_PART || runs % TRIED_RUNS == 0);
    }

    /** Returns for each row whether it meets the condition, or null where that is not known. */
    synchronized @Nullable Boolean[] of(SeenState state, long[] rowIds) {
        use(state);
        @Nullable Boolean[] known = new @Nullable Boolean[rowIds.length];
        int knownCount = 0;
        for (int i = 0; i < rowIds.length; i++) {
            boolean isMet = met.contains(rowIds[i]);
            if (isMet || unmet.contains(rowIds[i])) {
                known[i] = isMet;
                knownCount++;
            }
        }
        knownPart += NEWEST * (knownCount / (double) Math.max(1, rowIds.length) - knownPart);
        return known;
    }

    /** Remembers whether a row meets the condition. */
    synchronized void put(SeenState state, long[] rowIds, Set<Long> eligible) {
        use(state);
        for (long rowId : rowIds) {
            if (count >= measuredNext && !hasRoom()) {
                return;
            }
            (eligible.contains(rowId) ? met : unmet).addLong(rowId);
            count++;
        }
    }

    private boolean hasRoom() {
        if (met.getLongSizeInBytes() + unmet.getLongSizeInBytes() > BYTES_MAX) {
            measuredNext = 0;
            return false;
        }
        measuredNext = (int) (count * MEASURED_FACTOR) + MEASURED_MIN;
        return true;
    }

    private void use(SeenState state) {
        if (state.equals(seen)) {
            return;
        }
        seen = state;
        met = new Roaring64Bitmap();
        unmet = new Roaring64Bitmap();
        count = 0;
        measuredNext = MEASURED_MIN;
        runs = 0;
        knownPart = 0;
    }
}
