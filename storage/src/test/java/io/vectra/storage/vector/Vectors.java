package io.vectra.storage.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Vectors for tests. */
final class Vectors {
    private Vectors() {}

    static float[] gaussian(Random random, int dimension) {
        var vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    static float[] scaled(float[] vector, float factor) {
        float[] scaled = vector.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    /** Returns a direct little-endian buffer that has the vector from a byte index on, and no byte after it. */
    static ByteBuffer buffer(float[] vector, int byteIndex) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(byteIndex + vector.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        put(vector, buffer, byteIndex);
        return buffer;
    }

    static void put(float[] vector, ByteBuffer buffer, int byteIndex) {
        for (int i = 0; i < vector.length; i++) {
            buffer.putFloat(byteIndex + i * Float.BYTES, vector[i]);
        }
    }
}
