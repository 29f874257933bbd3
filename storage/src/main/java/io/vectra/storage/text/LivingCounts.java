package io.vectra.storage.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one part's dead rows, which the part's index still holds.
 *
 * <p>Thread rule: any number of threads.
 *
 * @param living the living rows, a bit each; null if all are
 */
record LivingCounts(long @Nullable [] living, Map<String, Lengths> columns, Map<Term, Integer> terms) {
    /** More words than that are not kept. */
    private static final int TERMS_MAX = 10_000;

    /**
     * The texts of the dead rows in one column.
     *
     * @param count how many have a word
     * @param words how many words they have
     */
    record Lengths(long count, long words) {}

    static LivingCounts of(long @Nullable [] living) {
        return new LivingCounts(living, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    void keep(Term term, int count) {
        if (terms.size() < TERMS_MAX) {
            terms.put(term, count);
        }
    }

    boolean isLiving(int row) {
        return living == null || (living[row >>> 6] & 1L << row) != 0;
    }
}
