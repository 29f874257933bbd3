package io.vectra.storage.vector;

import io.vectra.storage.Metric;
import java.nio.ByteBuffer;

/**
 * {@link Distances} from one query: what depends on the query alone is computed once.
 *
 * <p>Thread rule: immutable.
 */
public final class QueryDistances {
    private final Metric metric;
    private final float[] query;
    private final double squaredNorm;

    /**
     * Takes a query.
     *
     * @param query float[dimension], finite; retained, not to be changed
     */
    public QueryDistances(Metric metric, float[] query) {
        this.metric = metric;
        this.query = query;
        this.squaredNorm = metric == Metric.COSINE ? Distances.dotProduct(query, query) : Double.NaN;
    }

    /** As {@link Distances#distance(Metric, float[], float[])}. */
    public double to(float[] vector) {
        return Distances.distance(metric, vector, query);
    }

    /** As {@link Distances#distance(Metric, ByteBuffer, int, float[])}. */
    public double to(ByteBuffer vectors, int byteIndex) {
        return metric == Metric.COSINE
                ? 1.0 - Distances.cosineSimilarity(vectors, byteIndex, query, squaredNorm)
                : Distances.distance(metric, vectors, byteIndex, query);
    }
}
