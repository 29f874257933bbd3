package io.vectra.storage.engine;

import io.vectra.storage.SearchOptions;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorSearch;
import java.util.List;

/** Decides how many candidates a walk keeps. Thread rule: stateless. */
final class SearchEffort {
    /** What gives a recall of 0.95 and more on all measured data; see {@code benchmarks/RESULTS.md}. */
    static final int EF_DEFAULT = 100;

    /** No search keeps fewer. */
    static final int EF_MIN = 16;

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
}
