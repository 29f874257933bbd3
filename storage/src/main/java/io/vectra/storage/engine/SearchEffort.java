package io.vectra.storage.engine;

import io.vectra.storage.SearchOptions;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorSearch;
import java.util.List;

/** Decides how many candidates a walk keeps. Thread rule: stateless. */
final class SearchEffort {
    /** What gives a recall of 0.95 and more on all measured data; see {@code benchmarks/RESULTS.md}. */
    static final int EF_DEFAULT = 72;

    /** No search keeps fewer. */
    static final int EF_MIN = 16;

    /** How many distances a walk computes for each candidate that it keeps, about. */
    private static final int DISTANCES_PER_CANDIDATE = 14;

    private static final int DISTANCES_MIN = 150;

    private SearchEffort() {}

    /**
     * Returns {@code ef} for a search. It grows with {@code k} in steps of powers of two, so that the pages of one
     * list, asked for with different limits, mostly come from the same candidates.
     */
    static int ef(VectorIndexInfo index, VectorSearch search, List<VectorSegment> segments, RecallTargets targets) {
        SearchOptions options = search.options();
        int ef = options.ef() > 0
                ? options.ef()
                : options.recall() > 0 ? targets.ef(index, options.recall(), segments) : EF_DEFAULT;
        int k = search.k();
        if (k <= ef || k > SearchOptions.EF_MAX) {
            return ef;
        }
        return Integer.highestOneBit(k - 1) << 1;
    }

    /**
     * Returns {@code ef} for a walk in which only some nodes may be returned. Such a walk keeps {@code ef} of those, so
     * it looks at more nodes the fewer they are, and finds more of what is there: the square root of the share keeps
     * the recall at least where it is without a filter (measured, see {@code docs/adr/0019-choice-of-a-search.md}).
     */
    static int amongMatches(int ef, double share, int k) {
        long kept = Math.max(EF_MIN, k + k / 2L);
        return (int) Math.min(ef, Math.max(kept, Math.round(ef * Math.sqrt(share))));
    }

    /** Returns how many distances a walk over all nodes computes, about. */
    static double distances(int ef) {
        return DISTANCES_MIN + (double) DISTANCES_PER_CANDIDATE * ef;
    }
}
