package io.vectra.sql.execute;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the answer of a query of the mirror depends on: two runs that see the same are given the same. Immutable.
 *
 * @param lsn of a commit by which the query's tables have the rows that the run sees
 * @param parameters of the query
 */
record SeenState(long lsn, List<@Nullable Object> parameters) {
    /**
     * Returns what a run sees.
     *
     * @param tableIds of the tables that the query reads
     * @param slots where its parameters are
     * @return null if no other run sees it, or if a parameter is of a kind that is not compared
     */
    static @Nullable SeenState of(Run run, Collection<Integer> tableIds, List<Integer> slots) {
        if (run.view().hasOwnChanges()) {
            return null;
        }
        @Nullable Object[] parameters = new @Nullable Object[slots.size()];
        for (int i = 0; i < parameters.length; i++) {
            Object value = run.slots()[slots.get(i)];
            if (value != null && !(value instanceof Number) && !(value instanceof String)) {
                return null;
            }
            parameters[i] = value;
        }
        return new SeenState(run.view().lastChange(tableIds), Arrays.asList(parameters));
    }
}
