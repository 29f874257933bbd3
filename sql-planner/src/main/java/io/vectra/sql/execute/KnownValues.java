package io.vectra.sql.execute;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list of values was when it was asked for last. As long as nothing is committed to the tables that it is read
 * from, and the parameters are the same, it is that still.
 *
 * <p>Thread rule: any number of threads.
 */
public final class KnownValues {
    /** More values are not kept. */
    private static final int COUNT_MAX = 2_000;

    /**
     * After so many runs that saw the same commits, listing is taken to pay even where checking rows is cheaper once.
     */
    private static final int RUNS_MIN = 8;

    private final Set<Integer> tableIds;
    private final List<Integer> slots;

    private volatile @Nullable Entry last;

    /**
     * Knows nothing yet.
     *
     * @param tableIds of the tables that the values are read from
     * @param slots where the parameters of their query are
     */
    public KnownValues(Set<Integer> tableIds, List<Integer> slots) {
        this.tableIds = Set.copyOf(tableIds);
        this.slots = List.copyOf(slots);
    }

    /**
     * The values for what some runs saw.
     *
     * @param values null if they were not asked for, or are too many
     * @param runs how many runs might have used them without knowing them; those of other threads may be missed
     */
    private record Entry(SeenState state, @Nullable ListedValues values, int runs) {}

    /** Returns what a run sees; null if that is not what other runs see. */
    @Nullable
    SeenState state(Run run) {
        return SeenState.of(run, tableIds, slots);
    }

    /** Returns the values, or null if they are not known. */
    @Nullable
    ListedValues get(SeenState state) {
        Entry entry = last;
        return entry != null && entry.state().equals(state) ? entry.values() : null;
    }

    /**
     * Remembers values.
     *
     * @param values null for too many of them
     */
    void put(SeenState state, @Nullable ListedValues values) {
        boolean isKept = values != null && values.count() <= COUNT_MAX;
        last = new Entry(state, isKept ? values : null, isKept ? 0 : Integer.MIN_VALUE);
    }

    /** Returns whether the values are known, or it is time to ask for them; counts the run. */
    boolean isWorthwhile(SeenState state) {
        Entry entry = last;
        if (entry == null || !entry.state().equals(state)) {
            last = new Entry(state, null, 1);
            return false;
        }
        if (entry.values() == null) {
            last = new Entry(state, null, Math.min(entry.runs() + 1, RUNS_MIN));
        }
        return entry.values() != null || entry.runs() >= RUNS_MIN;
    }
}
