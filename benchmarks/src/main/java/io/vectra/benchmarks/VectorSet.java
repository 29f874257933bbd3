package io.vectra.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that a run measures with.
 *
 * @param name for the report
 * @param base float[rows][dimension]
 * @param queries float[queries][dimension]
 * @param truth int[queries][100], the nearest rows by exact cosine as the data set states them, or null
 */
record VectorSet(String name, float[][] base, float[][] queries, int @Nullable [][] truth) {
    int dimension() {
        return base[0].length;
    }

    /** Reads {@code base.fvecs}, {@code query.fvecs} and, where there is one, {@code gt100.ivecs}. */
    static VectorSet read(Path folder) throws IOException {
        Path truth = folder.resolve("gt100.ivecs");
        return new VectorSet(
                folder.getFileName().toString(),
                floats(folder.resolve("base.fvecs")),
                floats(folder.resolve("query.fvecs")),
                Files.exists(truth) ? ints(truth) : null);
    }

    /** Makes unit vectors around random centres. */
    static VectorSet clustered(int rows, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] centres = new float[200][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = noise(random, new float[dimension], 1);
        }
        float[][] all = new float[rows + 200][];
        for (int i = 0; i < all.length; i++) {
            all[i] = normalised(noise(random, centres[random.nextInt(centres.length)], 0.6f));
        }
        float[][] base = java.util.Arrays.copyOf(all, rows);
        float[][] queries = java.util.Arrays.copyOfRange(all, rows, all.length);
        return new VectorSet("clustered " + rows + " x " + dimension + ", seed " + seed, base, queries, null);
    }

    private static float[] noise(Random random, float[] around, float width) {
        float[] vector = new float[around.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = around[i] + width * (float) random.nextGaussian();
        }
        return vector;
    }

    private static float[] normalised(float[] vector) {
        double sum = 0;
        for (float x : vector) {
            sum += (double) x * x;
        }
        float scale = (float) (1 / Math.sqrt(sum));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    private static float[][] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int dimension = bytes.getInt(0);
        float[][] vectors = new float[bytes.limit() / (4 + 4 * dimension)][dimension];
        for (float[] vector : vectors) {
            bytes.getInt();
            bytes.asFloatBuffer().get(vector);
            bytes.position(bytes.position() + 4 * dimension);
        }
        return vectors;
    }

    private static int[][] ints(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.getInt(0);
        int[][] rows = new int[bytes.limit() / (4 + 4 * count)][count];
        for (int[] row : rows) {
            bytes.getInt();
            bytes.asIntBuffer().get(row);
            bytes.position(bytes.position() + 4 * count);
        }
        return rows;
    }
}
