package io.vectra.sql.execute;

import io.vectra.storage.StatementView;
import java.util.Arrays;
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

    private volatile @Nullable Entry last;

    /** @param tableIds of the tables that the values are read from */
    public KnownValues(Set<Integer> tableIds) {
        this.tableIds = Set.copyOf(tableIds);
    }

    /**
     * The values for some parameters.
     *
     * @param lsn of the commit that they are of
     * @param values null if they were not asked for, or are too many
     * @param runs how many runs might have used them without knowing them; those of other threads may be missed
     */
    private record Entry(
            long lsn,
            List<@Nullable Object> parameters,
            @Nullable ListedValues values,
            int runs) {
        boolean isOf(long otherLsn, List<@Nullable Object> others) {
            return lsn == otherLsn && parameters.equals(others);
        }
    }

    /** Returns the commit by which the values that a statement sees are known. */
    long lsn(StatementView view) {
        return view.lastChange(tableIds);
    }

    /** Returns the values, or null if they are not known. */
    @Nullable
    ListedValues get(long lsn, List<@Nullable Object> parameters) {
        Entry entry = last;
        return entry != null && entry.isOf(lsn, parameters) ? entry.values() : null;
    }

    /**
     * Remembers values.
     *
     * @param values null for too many of them
     */
    void put(long lsn, List<@Nullable Object> parameters, @Nullable ListedValues values) {
        boolean isKept = values != null && values.count() <= COUNT_MAX;
        last = new Entry(lsn, parameters, isKept ? values : null, isKept ? 0 : Integer.MIN_VALUE);
    }

    /** Returns whether the values are known, or it is time to ask for them; counts the run. */
    boolean isWorthwhile(long lsn, List<@Nullable Object> parameters) {
        Entry entry = last;
        if (entry == null || !entry.isOf(lsn, parameters)) {
            last = new Entry(lsn, parameters, null, 1);
            return false;
        }
        if (entry.values() == null) {
            last = new Entry(lsn, parameters, null, Math.min(entry.runs() + 1, RUNS_MIN));
        }
        return entry.values() != null || entry.runs() >= RUNS_MIN;
    }

    /** Returns some of a run's values as a key, or null if one of them is none that two runs can share. */
    static @Nullable List<@Nullable Object> key(List<Integer> slots, @Nullable Object[] values) {
        @Nullable Object[] key = new @Nullable Object[slots.size()];
        for (int i = 0; i < key.length; i++) {
            Object value = values[slots.get(i)];
            if (value != null && !(value instanceof Number) && !(value instanceof String)) {
                return null;
            }
            key[i] = value;
        }
        return Arrays.asList(key);
    }
}
