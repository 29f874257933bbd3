package io.vectra.storage.vector;

import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.nio.ByteBuffer;

/**
 * The definition of every distance, in double precision.
 *
 * <p>SQL functions and exact search answer with these numbers. Each is symmetrical in its two vectors to the last bit,
 * and the same whether a vector comes as an array or as bytes. Sums have four interleaved partial sums, added as
 * {@code (0 + 1) + (2 + 3)}; a product of two floats is exact in double precision, so a vector's cosine distance to
 * itself is exactly 0.
 *
 * <p>Thread rule: stateless. Vectors have the same length, at most {@link VectorText#DIMENSION_MAX}, and are finite; so
 * no sum overflows.
 */
public final class Distances {
    private Distances() {}

    /** Returns the metric's value; smaller is nearer, so the inner product is negated. Never {@code -0.0}. */
    public static double distance(Metric metric, float[] a, float[] b) {
        return switch (metric) {
            case COSINE -> cosine(a, b);
            case EUCLIDEAN -> euclidean(a, b);
            case DOT_PRODUCT -> 0.0 - dotProduct(a, b);
            case MANHATTAN -> manhattan(a, b);
        };
    }

    /**
     * As {@link #distance(Metric, float[], float[])}, of a stored vector.
     *
     * @param vectors a little-endian buffer
     * @param byteIndex where the vector begins in the buffer
     * @param b float[dimension]
     */
    public static double distance(Metric metric, ByteBuffer vectors, int byteIndex, float[] b) {
        return switch (metric) {
            case COSINE -> cosine(vectors, byteIndex, b);
            case EUCLIDEAN -> euclidean(vectors, byteIndex, b);
            case DOT_PRODUCT -> 0.0 - dotProduct(vectors, byteIndex, b);
            case MANHATTAN -> manhattan(vectors, byteIndex, b);
        };
    }

    /** Returns {@code 1 - cos(a, b)}, in [0, 2]; 1 where either vector is zero. */
    public static double cosine(float[] a, float[] b) {
        return 1.0 - cosineSimilarity(a, b);
    }

    /** As {@link #cosine(float[], float[])}, of a stored vector. */
    public static double cosine(ByteBuffer vectors, int byteIndex, float[] b) {
        return 1.0 - cosineSimilarity(vectors, byteIndex, b);
    }

    /** Returns the cosine of the angle between the vectors, in [-1, 1]; 0 where either is zero. */
    public static double cosineSimilarity(float[] a, float[] b) {
        return cosineSimilarity(dotProduct(a, b), dotProduct(a, a), dotProduct(b, b));
    }

    /** As {@link #cosineSimilarity(float[], float[])}, of a stored vector. */
    public static double cosineSimilarity(ByteBuffer vectors, int byteIndex, float[] b) {
        return cosineSimilarity(vectors, byteIndex, b, dotProduct(b, b));
    }

    /** As {@link #cosineSimilarity(ByteBuffer, int, float[])}, where {@code dotProduct(b, b)} is known. */
    static double cosineSimilarity(ByteBuffer vectors, int byteIndex, float[] b, double squaredNormB) {
        // The sums of dotProduct and squaredNorm, so that each element is read once.
        double dot0 = 0;
        double dot1 = 0;
        double dot2 = 0;
        double dot3 = 0;
        double norm0 = 0;
        double norm1 = 0;
        double norm2 = 0;
        double norm3 = 0;
        int i = 0;
        for (; i <= b.length - 4; i += 4) {
            int at = byteIndex + i * Float.BYTES;
            double element0 = vectors.getFloat(at);
            double element1 = vectors.getFloat(at + 4);
            double element2 = vectors.getFloat(at + 8);
            double element3 = vectors.getFloat(at + 12);
            dot0 += element0 * b[i];
            dot1 += element1 * b[i + 1];
            dot2 += element2 * b[i + 2];
            dot3 += element3 * b[i + 3];
            norm0 += element0 * element0;
            norm1 += element1 * element1;
            norm2 += element2 * element2;
            norm3 += element3 * element3;
        }
        for (; i < b.length; i++) {
            double element = vectors.getFloat(byteIndex + i * Float.BYTES);
            dot0 += element * b[i];
            norm0 += element * element;
        }
        return cosineSimilarity((dot0 + dot1) + (dot2 + dot3), (norm0 + norm1) + (norm2 + norm3), squaredNormB);
    }

    /** Returns the Euclidean (L2) distance. */
    public static double euclidean(float[] a, float[] b) {
        int count = sameLength(a, b);
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            sum0 += squaredDifference(a[i], b[i]);
            sum1 += squaredDifference(a[i + 1], b[i + 1]);
            sum2 += squaredDifference(a[i + 2], b[i + 2]);
            sum3 += squaredDifference(a[i + 3], b[i + 3]);
        }
        for (; i < count; i++) {
            sum0 += squaredDifference(a[i], b[i]);
        }
        return Math.sqrt((sum0 + sum1) + (sum2 + sum3));
    }

    /** As {@link #euclidean(float[], float[])}, of a stored vector. */
    public static double euclidean(ByteBuffer vectors, int byteIndex, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= b.length - 4; i += 4) {
            int at = byteIndex + i * Float.BYTES;
            sum0 += squaredDifference(vectors.getFloat(at), b[i]);
            sum1 += squaredDifference(vectors.getFloat(at + 4), b[i + 1]);
            sum2 += squaredDifference(vectors.getFloat(at + 8), b[i + 2]);
            sum3 += squaredDifference(vectors.getFloat(at + 12), b[i + 3]);
        }
        for (; i < b.length; i++) {
            sum0 += squaredDifference(vectors.getFloat(byteIndex + i * Float.BYTES), b[i]);
        }
        return Math.sqrt((sum0 + sum1) + (sum2 + sum3));
    }

    /** Returns the inner product; larger is nearer. */
    public static double dotProduct(float[] a, float[] b) {
        int count = sameLength(a, b);
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            sum0 += (double) a[i] * b[i];
            sum1 += (double) a[i + 1] * b[i + 1];
            sum2 += (double) a[i + 2] * b[i + 2];
            sum3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < count; i++) {
            sum0 += (double) a[i] * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** As {@link #dotProduct(float[], float[])}, of a stored vector. */
    public static double dotProduct(ByteBuffer vectors, int byteIndex, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= b.length - 4; i += 4) {
            int at = byteIndex + i * Float.BYTES;
            sum0 += (double) vectors.getFloat(at) * b[i];
            sum1 += (double) vectors.getFloat(at + 4) * b[i + 1];
            sum2 += (double) vectors.getFloat(at + 8) * b[i + 2];
            sum3 += (double) vectors.getFloat(at + 12) * b[i + 3];
        }
        for (; i < b.length; i++) {
            sum0 += (double) vectors.getFloat(byteIndex + i * Float.BYTES) * b[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Returns the Manhattan (L1) distance. */
    public static double manhattan(float[] a, float[] b) {
        int count = sameLength(a, b);
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4) {
            sum0 += Math.abs((double) a[i] - b[i]);
            sum1 += Math.abs((double) a[i + 1] - b[i + 1]);
            sum2 += Math.abs((double) a[i + 2] - b[i + 2]);
            sum3 += Math.abs((double) a[i + 3] - b[i + 3]);
        }
        for (; i < count; i++) {
            sum0 += Math.abs((double) a[i] - b[i]);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** As {@link #manhattan(float[], float[])}, of a stored vector. */
    public static double manhattan(ByteBuffer vectors, int byteIndex, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= b.length - 4; i += 4) {
            int at = byteIndex + i * Float.BYTES;
            sum0 += Math.abs((double) vectors.getFloat(at) - b[i]);
            sum1 += Math.abs((double) vectors.getFloat(at + 4) - b[i + 1]);
            sum2 += Math.abs((double) vectors.getFloat(at + 8) - b[i + 2]);
            sum3 += Math.abs((double) vectors.getFloat(at + 12) - b[i + 3]);
        }
        for (; i < b.length; i++) {
            sum0 += Math.abs((double) vectors.getFloat(byteIndex + i * Float.BYTES) - b[i]);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Returns the Euclidean norm. */
    public static double norm(float[] a) {
        return Math.sqrt(dotProduct(a, a));
    }

    /** As {@link #norm(float[])}, of a stored vector. */
    public static double norm(ByteBuffer vectors, int byteIndex, int dimension) {
        return Math.sqrt(squaredNorm(vectors, byteIndex, dimension));
    }

    private static double squaredNorm(ByteBuffer vectors, int byteIndex, int dimension) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= dimension - 4; i += 4) {
            int at = byteIndex + i * Float.BYTES;
            sum0 += square(vectors.getFloat(at));
            sum1 += square(vectors.getFloat(at + 4));
            sum2 += square(vectors.getFloat(at + 8));
            sum3 += square(vectors.getFloat(at + 12));
        }
        for (; i < dimension; i++) {
            sum0 += square(vectors.getFloat(byteIndex + i * Float.BYTES));
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /**
     * The product of the squared norms has one square root, because that of a square is exact: a vector is at distance
     * 0 from itself.
     */
    private static double cosineSimilarity(double dotProduct, double squaredNormA, double squaredNormB) {
        if (squaredNormA == 0 || squaredNormB == 0) {
            return 0;
        }
        return Math.max(-1.0, Math.min(1.0, dotProduct / Math.sqrt(squaredNormA * squaredNormB)));
    }

    private static double squaredDifference(float a, float b) {
        double difference = (double) a - b;
        return difference * difference;
    }

    private static double square(float a) {
        return (double) a * a;
    }

    private static int sameLength(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "A distance needs two vectors of the same dimension, but they have " + a.length + " and " + b.length
                            + ".");
        }
        return a.length;
    }
}
