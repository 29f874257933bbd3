package io.vectra.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a search goes about it, and why.
 *
 * @param strategy what is done
 * @param reason why, in words for a user
 * @param index the name of the index whose graphs are walked, or whose codes are compared, or null
 * @param rows how many rows the table had, as far as they have a vector
 * @param matches how many of them are eligible: estimated before, counted after a search
 * @param segments how many sealed segments the column has
 * @param graphs how many of them are searched by walking a graph
 * @param scannedRows how many rows are compared one by one, by their vectors
 * @param codeRows how many rows are compared one by one, by the codes of the index
 * @param ef how many candidates each walk keeps; 0 without a graph
 */
public record SearchPlan(
        Strategy strategy,
        String reason,
        @Nullable String index,
        long rows,
        long matches,
        int segments,
        int graphs,
        long scannedRows,
        long codeRows,
        int ef) {
    public SearchPlan {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(reason, "reason");
    }

    /** The ways to answer a search. */
    public enum Strategy {
        /** All rows are compared. */
        EXACT("exact"),
        /** The rows that meet the WHERE are found first, and all of them are compared. */
        PRE_FILTER("pre-filter"),
        /** Graphs are walked; every row may be found. */
        GRAPH("graph"),
        /** Graphs are walked, and only rows that meet the WHERE are found. */
        IN_GRAPH("in-graph");

        private final String label;

        Strategy(String label) {
            this.label = label;
        }

        /** Returns the name that EXPLAIN shows. */
        public String label() {
            return label;
        }
    }
}
