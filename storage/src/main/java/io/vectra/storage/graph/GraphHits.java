package io.vectra.storage.graph;

/**
 * What a search of a graph has found.
 *
 * @param ordinals nearest first; more than {@code k} if several are as far as the last of these
 * @param distances the metric's values in single precision; those of the SQL functions are computed in double precision
 *     and may order near ties differently
 * @param isComplete whether the walk came to its end; if it gave up at the limit of distances, what was found by then
 *     is here, and an exact search is the cheaper way to the answer
 * @param visitedNodes of how many nodes the links were followed
 * @param computedDistances how many distances were computed
 */
public record GraphHits(
        int[] ordinals, float[] distances, boolean isComplete, long visitedNodes, long computedDistances) {
    /** Returns how many vectors were found. */
    public int count() {
        return ordinals.length;
    }
}
