package io.vectra.benchmarks;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Distance;
import io.vectra.benchmarks.data.Vectors;
import java.util.Arrays;
import java.util.Random;

/**
 * Vectors on the heap.
 *
 * @param name for the report
 * @param base float[rows][dimension]
 * @param queries float[queries][dimension]
 */
record VectorSet(String name, float[][] base, float[][] queries) {
    private static final int CENTRES = 200;
    private static final int QUERIES = 200;

    int dimension() {
        return base[0].length;
    }

    /** Copies a data set. */
    static VectorSet of(DataSet set) {
        return new VectorSet(set.name(), heap(set.base()), set.queries());
    }

    private static float[][] heap(Vectors vectors) {
        float[][] copies = new float[vectors.count()][];
        Arrays.setAll(copies, vectors::vector);
        return copies;
    }

    /** Makes unit vectors around random centres. */
    static VectorSet clustered(int rows, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] centres = new float[CENTRES][];
        Arrays.setAll(centres, i -> noise(random, new float[dimension], 1));
        float[][] all = new float[rows + QUERIES][];
        Arrays.setAll(all, i -> Distance.normalise(noise(random, centres[random.nextInt(CENTRES)], 0.6f)));
        return new VectorSet(
                "clustered " + rows + " x " + dimension + ", seed " + seed,
                Arrays.copyOf(all, rows),
                Arrays.copyOfRange(all, rows, all.length));
    }

    private static float[] noise(Random random, float[] around, float width) {
        float[] vector = new float[around.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = around[i] + width * (float) random.nextGaussian();
        }
        return vector;
    }
}
