package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.IntStream;

/** Compares a kernel's scattered rows with double precision, in every length of its loops and every number of rows. */
final class ScatteredRowsCheck {
    private static final int ROWS_MAX = 11;
    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final VectorKernel kernel;
    private final Random random;

    ScatteredRowsCheck(VectorKernel kernel, Random random) {
        this.kernel = kernel;
        this.random = random;
    }

    void floatsAreRight() {
        IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(100, 384, 1536, 16_000))
                .forEach(this::checkFloats);
    }

    void codesAreRight() {
        IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(100, 384, 1536, 16_000))
                .forEach(this::checkCodes);
    }

    private void checkFloats(int dimension) {
        float[] query = Vectors.gaussian(random, dimension);
        int count = 1 + random.nextInt(ROWS_MAX);
        int stride = (dimension + random.nextInt(4)) * Float.BYTES;
        ByteBuffer buffer = buffer((count - 1) * stride + dimension * Float.BYTES);
        int[] byteIndexes = shuffledIndexes(count, stride);
        var rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Vectors.gaussian(random, dimension);
            Vectors.put(rows[i], buffer, byteIndexes[i]);
        }
        ScatteredRows scattered = kernel.rows(buffer);
        float[] results = new float[count];
        for (int i = 0; i < count; i++) {
            double bound = (dimension + 3) * FLOAT_ROUNDING;
            scattered.dot(byteIndexes, count, query, results);
            double magnitudes = Distances.norm(rows[i]) * Distances.norm(query);
            assertNear(dimension, results[i], Distances.dotProduct(rows[i], query), bound * magnitudes);
            scattered.squaredEuclidean(byteIndexes, count, query, results);
            double squared = Math.pow(Distances.euclidean(rows[i], query), 2);
            assertNear(dimension, results[i], squared, bound * squared);
            scattered.manhattan(byteIndexes, count, query, results);
            double manhattan = Distances.manhattan(rows[i], query);
            assertNear(dimension, results[i], manhattan, bound * manhattan);
        }
    }

    private void checkCodes(int dimension) {
        int count = 1 + random.nextInt(ROWS_MAX);
        int stride = CodeRows.rowBytes(dimension) + random.nextInt(2) * 8;
        ByteBuffer buffer = buffer((count - 1) * stride + CodeRows.rowBytes(dimension));
        int[] byteIndexes = shuffledIndexes(count, stride);
        var codes = new int[count][dimension];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                codes[i][j] = random.nextInt(CodeRows.CODE_MAX + 1);
                buffer.put(byteIndexes[i] + j, (byte) codes[i][j]);
            }
        }
        float[] weights = Vectors.gaussian(random, dimension);
        float[] steps = Vectors.gaussian(random, dimension);
        var query = new CodeQuery(dimension);
        ScatteredRows scattered = kernel.rows(buffer);
        float[] results = new float[count];

        query.setWeights(weights);
        scattered.dotCodes(byteIndexes, count, query, results);

        for (int i = 0; i < count; i++) {
            double expected = 0;
            for (int j = 0; j < dimension; j++) {
                expected += (double) weights[j] * codes[i][j];
            }
            // Weights may be rounded to 7 bits; the errors are independent.
            query.packed();
            double bound = 6 * query.packedScale() * CodeRows.CODE_MAX * Math.sqrt(dimension / 12.0) + 1e-3;
            assertNear(dimension, results[i], expected, bound);
        }

        query.setTargets(steps, weights);
        scattered.manhattanCodes(byteIndexes, count, query, results);

        for (int i = 0; i < count; i++) {
            double expected = 0;
            for (int j = 0; j < dimension; j++) {
                expected += Math.abs((double) steps[j] * codes[i][j] - weights[j]);
            }
            assertNear(dimension, results[i], expected, (dimension + 3) * FLOAT_ROUNDING * 2 * expected);
        }
    }

    private void assertNear(int dimension, float actual, double expected, double bound) {
        assertThat(Math.abs(actual - expected))
                .as("%s, dimension %d: %s instead of %s", kernel.name(), dimension, actual, expected)
                .isLessThanOrEqualTo(bound);
    }

    private int[] shuffledIndexes(int count, int stride) {
        int[] indexes = IntStream.range(0, count).map(i -> i * stride).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = indexes[i];
            indexes[i] = indexes[j];
            indexes[j] = swapped;
        }
        return indexes;
    }

    private ByteBuffer buffer(int bytes) {
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }
}
