package io.vectra.storage;

import java.util.Objects;

/**
 * What a search did.
 *
 * @param plan how it went about it in the end; a walk that became too dear is given up for a scan
 * @param visited how many nodes of graphs were expanded
 * @param distances how many distances were computed
 * @param filterNanos how long finding the eligible rows took in storage, in nanoseconds
 * @param searchNanos how long the rest took
 */
public record SearchTrace(SearchPlan plan, long visited, long distances, long filterNanos, long searchNanos) {
    public SearchTrace {
        Objects.requireNonNull(plan, "plan");
    }
}
