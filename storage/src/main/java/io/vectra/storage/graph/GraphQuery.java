package io.vectra.storage.graph;

import org.jspecify.annotations.Nullable;

/**
 * What to search a graph for.
 *
 * @param vector float[dimension], finite; not retained
 * @param k how many vectors
 * @param ef how many candidates the walk keeps; the more, the better and the slower. At least {@code k} are kept
 * @param rerankedCount how many of them are compared again by their floats, if the walk uses codes; at least {@code k}
 *     are
 * @param accepted the vectors that may be returned, or null for all
 * @param filterWalk how those that may not are passed
 * @param distanceMax after how many distances the walk gives up
 */
public record GraphQuery(
        float[] vector,
        int k,
        int ef,
        int rerankedCount,
        @Nullable AcceptedOrdinals accepted,
        FilterWalk filterWalk,
        long distanceMax) {
    /** Checks the numbers. */
    public GraphQuery {
        if (k < 0 || ef < 1 || rerankedCount < 0 || distanceMax < 0) {
            throw new IllegalArgumentException("k, ef, the number of candidates to compare again and that of distances"
                    + " must not be negative, but are " + k + ", " + ef + ", " + rerankedCount + ", " + distanceMax);
        }
    }

    /** How a walk passes vectors that may not be returned. */
    public enum FilterWalk {
        /** Decides by the share of vectors that may be returned. */
        AUTO,
        /** Walks over all nodes. */
        PLAIN,
        /** Walks over accepted nodes, looking through the others at their links. */
        THROUGH
    }

    /** Returns a query for the nearest of all vectors, without a limit. */
    public static GraphQuery of(float[] vector, int k, int ef) {
        return new GraphQuery(vector, k, ef, rerankedCount(k), null, FilterWalk.AUTO, Long.MAX_VALUE);
    }

    /** Returns how many candidates of a walk by codes are compared again unless something else is asked for. */
    public static int rerankedCount(int k) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(3L * k, k + 20L));
    }

    /** Returns this query for some of the vectors. */
    public GraphQuery accepting(@Nullable AcceptedOrdinals newAccepted) {
        return new GraphQuery(vector, k, ef, rerankedCount, newAccepted, filterWalk, distanceMax);
    }

    /** Returns this query with another way to pass vectors that may not be returned. */
    public GraphQuery walking(FilterWalk newFilterWalk) {
        return new GraphQuery(vector, k, ef, rerankedCount, accepted, newFilterWalk, distanceMax);
    }

    /** Returns this query with a limit of distances. */
    public GraphQuery limitedTo(long newDistanceMax) {
        return new GraphQuery(vector, k, ef, rerankedCount, accepted, filterWalk, newDistanceMax);
    }

    /** Returns this query with another number of candidates to compare again. */
    public GraphQuery reranking(int newRerankedCount) {
        return new GraphQuery(vector, k, ef, newRerankedCount, accepted, filterWalk, distanceMax);
    }
}
