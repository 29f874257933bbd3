package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.Distance;
import io.vectra.storage.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Vectors as the bytes that a plain SQL database stores; {@link #distance} is its function for them.
 *
 * <p>Thread rule: stateless.
 */
public final class VectorBytes {
    private VectorBytes() {}

    static byte[] of(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /** The cosine order of two vectors of length 1. */
    public static double cosine(byte[] a, byte[] b) {
        return distance(Metric.COSINE, a, b);
    }

    /** The Euclidean distance. */
    public static double euclidean(byte[] a, byte[] b) {
        return distance(Metric.EUCLIDEAN, a, b);
    }

    /** The negated inner product. */
    public static double dotProduct(byte[] a, byte[] b) {
        return distance(Metric.DOT_PRODUCT, a, b);
    }

    /** The Manhattan distance. */
    public static double manhattan(byte[] a, byte[] b) {
        return distance(Metric.MANHATTAN, a, b);
    }

    static double distance(Metric metric, byte[] a, byte[] b) {
        float[] x = floats(a);
        float[] y = floats(b);
        return metric == Metric.COSINE ? -Distance.dot(x, y) : Distance.exact(metric, x, y);
    }
}
