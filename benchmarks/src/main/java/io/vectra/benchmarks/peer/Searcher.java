package io.vectra.benchmarks.peer;

/** Searches of one thread. */
public interface Searcher extends AutoCloseable {
    /**
     * Searches.
     *
     * @param effort how many candidates are kept during the search; at least k; 0 is the default of a contestant that
     *     has one
     * @return the numbers of at most k rows, nearest first
     */
    int[] search(float[] query, int k, int effort) throws Exception;

    @Override
    default void close() throws Exception {}
}
