package io.vectra.storage;

import org.jspecify.annotations.Nullable;

/**
 * A full-text query over the rows that one statement sees: the committed ones, and its transaction's own. It is
 * prepared once, at the first question, and may be asked several; a row's score is the same, digit for digit, in all
 * answers.
 *
 * <p>Every method throws a {@link StoreException} ({@link StoreError#BAD_TEXT_QUERY}) if the query cannot be read.
 * Thread rule: the statement's thread only.
 */
public interface TextSearcher {
    /**
     * Finds all rows that meet the query, in ascending order of their ids.
     *
     * @param hasScores whether scores are wanted; if not, they are 0
     * @param filter a condition that the rows have to meet too, or null; only one that {@link StatementView#canFilter}
     *     takes
     */
    TextHits all(boolean hasScores, @Nullable Filter filter);

    /**
     * Finds the rows with the highest scores, best first, ties by row id.
     *
     * @param k how many rows at the most, above 0
     * @param filter as in {@link #all}
     */
    TextHits best(int k, @Nullable Filter filter);

    /**
     * Finds those of some rows that meet the query, in ascending order of their ids.
     *
     * @param rowIds in ascending order
     */
    TextHits of(long[] rowIds);
}
