package io.vectra.storage.engine;

import io.vectra.storage.Metric;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorSearch;
import java.util.List;

/** Decides how many candidates a walk keeps. Thread rule: stateless. */
final class SearchEffort {
    /** What gives a recall of 0.95 and more on all measured data; see {@code benchmarks/RESULTS.md}. */
    static final int EF_DEFAULT = 100;

    /**
     * What inner products are measured for, which need more the more the vectors' lengths differ, and none more if all
     * have one length. {@link RecallTargets} adds room to it.
     */
    private static final double RECALL_DEFAULT = 0.85;

    /**
     * No search for inner products keeps more unless told to: 0.96 on 1M vectors of different lengths. Samples, which
     * are harder than questions, asked for 580 there.
     */
    private static final int EF_DEFAULT_MAX = 240;

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
                : options.recall() > 0
                        ? targets.ef(index, options.recall(), segments)
                        : byDefault(index, segments, targets);
        int k = search.k();
        if (k <= ef || k > SearchOptions.EF_MAX) {
            return ef;
        }
        return Integer.highestOneBit(k - 1) << 1;
    }

    /** Returns {@code ef} for a search that asks for neither an effort nor a recall. */
    static int byDefault(VectorIndexInfo index, List<VectorSegment> segments, RecallTargets targets) {
        return index.settings().metric() == Metric.DOT_PRODUCT
                ? Math.max(EF_DEFAULT, Math.min(EF_DEFAULT_MAX, targets.ef(index, RECALL_DEFAULT, segments)))
                : EF_DEFAULT;
    }
}
