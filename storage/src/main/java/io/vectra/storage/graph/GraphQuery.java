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
 * @param workMax after how much work the walk gives up: a distance counts 1, following a node's links
 *     {@value GraphWalk#LINKS_WORK}
 * @param shareMin the walk gives up as well when surely fewer of the nodes on its way are accepted, from 0 to 1
 */
public record GraphQuery(
        float[] vector,
        int k,
        int ef,
        int rerankedCount,
        @Nullable AcceptedOrdinals accepted,
        long workMax,
        double shareMin) {
    /** Checks the numbers. */
    public GraphQuery {
        if (k < 0 || ef < 1 || rerankedCount < 0 || workMax < 0) {
            throw new IllegalArgumentException("k, ef, the number of candidates to compare again and the work"
                    + " must not be negative, but are " + k + ", " + ef + ", " + rerankedCount + ", " + workMax);
        }
    }

    /** Returns a query for the nearest of all vectors, without a limit. */
    public static GraphQuery of(float[] vector, int k, int ef) {
        return new GraphQuery(vector, k, ef, rerankedCount(k), null, Long.MAX_VALUE, 0);
    }

    /** Returns how many candidates of a walk by codes are compared again unless something else is asked for. */
    public static int rerankedCount(int k) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(3L * k, k + 20L));
    }

    /** Returns this query for some of the vectors. */
    public GraphQuery accepting(@Nullable AcceptedOrdinals newAccepted) {
        return new GraphQuery(vector, k, ef, rerankedCount, newAccepted, workMax, shareMin);
    }

    /** Returns this query with a limit of work. */
    public GraphQuery limitedTo(long newWorkMax) {
        return new GraphQuery(vector, k, ef, rerankedCount, accepted, newWorkMax, shareMin);
    }

    /** Returns this query for a walk that is only worth it if a share of the nodes on its way is accepted. */
    public GraphQuery worthwhileFrom(double newShareMin) {
        return new GraphQuery(vector, k, ef, rerankedCount, accepted, workMax, newShareMin);
    }
}
