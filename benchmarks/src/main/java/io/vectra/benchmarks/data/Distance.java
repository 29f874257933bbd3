package io.vectra.benchmarks.data;

import io.vectra.storage.Metric;

/** The harness's own distances, against which answers are checked; smaller is nearer. */
public final class Distance {
    private Distance() {}

    /** Returns the distance in double precision. */
    public static double exact(Metric metric, float[] a, float[] b) {
        double dot = 0;
        double normA = 0;
        double normB = 0;
        double squares = 0;
        double absolutes = 0;
        for (int i = 0; i < a.length; i++) {
            double x = a[i];
            double y = b[i];
            dot += x * y;
            normA += x * x;
            normB += y * y;
            squares += (x - y) * (x - y);
            absolutes += Math.abs(x - y);
        }
        return switch (metric) {
            case COSINE -> normA == 0 || normB == 0 ? 1 : 1 - dot / Math.sqrt(normA * normB);
            case EUCLIDEAN -> Math.sqrt(squares);
            case DOT_PRODUCT -> -dot;
            case MANHATTAN -> absolutes;
        };
    }

    /**
     * Returns a value that orders rows as the distance does, in single precision.
     *
     * @param scale for cosine 1 / |b|, otherwise not used
     */
    static float order(Metric metric, float[] query, float[] b, float scale) {
        return switch (metric) {
            case COSINE -> -dot(query, b) * scale;
            case DOT_PRODUCT -> -dot(query, b);
            case EUCLIDEAN -> squares(query, b);
            case MANHATTAN -> absolutes(query, b);
        };
    }

    /** Returns 1 / |vector|, or 0 for the zero vector. */
    public static float inverseNorm(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    }

    /** Returns the vector scaled to length 1, in place. */
    public static float[] normalise(float[] vector) {
        float scale = inverseNorm(vector);
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    /** Returns the inner product, in single precision with four sums. */
    public static float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static float squares(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            float x = a[i] - b[i];
            float y = a[i + 1] - b[i + 1];
            sum0 += x * x;
            sum1 += y * y;
        }
        if (i < a.length) {
            sum0 += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum0 + sum1;
    }

    private static float absolutes(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            sum0 += Math.abs(a[i] - b[i]);
            sum1 += Math.abs(a[i + 1] - b[i + 1]);
        }
        if (i < a.length) {
            sum0 += Math.abs(a[i] - b[i]);
        }
        return sum0 + sum1;
    }
}
