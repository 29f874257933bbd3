package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.IntStream;

/** Compares a kernel with double precision, in every length of its loops. */
final class KernelCheck {
    private static final int VECTORS = 5;
    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final VectorKernel kernel;
    private final Random random;

    KernelCheck(VectorKernel kernel, Random random) {
        this.kernel = kernel;
        this.random = random;
    }

    /** Compares sums with the bound that {@link VectorKernel#roundings} states. */
    void sumsAreWithinTheStatedBound() {
        IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(100, 384, 1536, 16_000))
                .forEach(dimension -> {
                    for (Shape shape : Shape.values()) {
                        checkSums(dimension, shape);
                    }
                });
    }

    /** Compares distances with the intervals of {@link Estimates}. */
    void distancesAreWithinTheirIntervals() {
        IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(384, 16_000))
                .forEach(dimension -> {
                    for (Shape shape : Shape.values()) {
                        for (Metric metric : Metric.values()) {
                            checkIntervals(metric, dimension, shape);
                        }
                    }
                });
    }

    private void checkSums(int dimension, Shape shape) {
        float[] query = shape.vector(random, dimension);
        float[][] vectors = vectors(query, shape);
        int[] byteIndexes = new int[VECTORS];
        ByteBuffer buffer = buffer(vectors, byteIndexes);
        float[][] results = new float[4][2 * VECTORS];

        kernel.dot(buffer, byteIndexes, VECTORS, query, results[0]);
        kernel.dotAndNorm(buffer, byteIndexes, VECTORS, query, results[1]);
        kernel.squaredEuclidean(buffer, byteIndexes, VECTORS, query, results[2]);
        kernel.manhattan(buffer, byteIndexes, VECTORS, query, results[3]);

        for (int i = 0; i < VECTORS; i++) {
            float[] vector = vectors[i];
            double dot = Distances.dotProduct(vector, query);
            double magnitudes = 0;
            for (int j = 0; j < dimension; j++) {
                magnitudes += Math.abs((double) vector[j] * query[j]);
            }
            double squaredNorm = Distances.dotProduct(vector, vector);
            double euclidean = Distances.euclidean(vector, query);
            double manhattan = Distances.manhattan(vector, query);
            String what = kernel.name() + ", dimension " + dimension + ", " + shape;
            assertSum(what + ", dot", results[0][i], dot, magnitudes, dimension, 0);
            assertSum(what + ", dotAndNorm", results[1][2 * i], dot, magnitudes, dimension, 0);
            assertSum(what + ", norm", results[1][2 * i + 1], squaredNorm, squaredNorm, dimension, 0);
            assertSum(what + ", euclidean", results[2][i], euclidean * euclidean, euclidean * euclidean, dimension, 2);
            assertSum(what + ", manhattan", results[3][i], manhattan, manhattan, dimension, 1);
        }
    }

    private void assertSum(
            String what, float actual, double expected, double magnitudes, int dimension, int moreRoundings) {
        double relative = (kernel.roundings(dimension) + moreRoundings) * FLOAT_ROUNDING;
        double bound = relative / (1 - relative) * magnitudes + dimension * 0x1p-149 + magnitudes * 0x1p-40;
        if (Float.isFinite(actual)) {
            assertThat(Math.abs(actual - expected)).as(what).isLessThanOrEqualTo(bound);
        } else {
            assertThat(magnitudes).as(what + " overflows").isGreaterThan(Float.MAX_VALUE / 2);
        }
    }

    private void checkIntervals(Metric metric, int dimension, Shape shape) {
        float[] query = shape.vector(random, dimension);
        float[][] vectors = vectors(query, shape);
        int[] byteIndexes = new int[VECTORS];
        ByteBuffer buffer = buffer(vectors, byteIndexes);
        Estimates estimates = Estimates.of(metric, kernel, query);
        int[] near = new int[VECTORS];

        estimates.compute(buffer, byteIndexes, VECTORS);

        assertThat(estimates.near(VECTORS, near)).as("near without a cut").isEqualTo(VECTORS);
        for (int i = 0; i < VECTORS; i++) {
            String what = kernel.name() + ", dimension " + dimension + ", " + shape + ", " + metric + ", vector " + i;
            double distance = Distances.distance(metric, vectors[i], query);
            if (estimates.isBounded(i)) {
                assertThat(estimates.lower(i)).as(what).isLessThanOrEqualTo(distance);
                assertThat(estimates.upper(i)).as(what).isGreaterThanOrEqualTo(distance);
            }
            estimates.cutAt(distance);
            int found = estimates.near(VECTORS, near);
            assertThat(IntStream.of(near).limit(found))
                    .as(what + " is not beyond a cut at itself")
                    .contains(i);
            double scale = metric == Metric.DOT_PRODUCT ? Distances.norm(query) * Distances.norm(vectors[i]) : distance;
            double nearer = distance - 0.01 * scale - 0.01;
            if (shape == Shape.GAUSSIAN && estimates.isBounded(i) && (nearer > 0 || metric == Metric.DOT_PRODUCT)) {
                estimates.cutAt(nearer);
                found = estimates.near(VECTORS, near);
                assertThat(IntStream.of(near).limit(found))
                        .as(what + " is beyond a nearer cut")
                        .doesNotContain(i);
            }
        }
    }

    /** Returns vectors of a shape: one that nearly cancels the query, one near it, one zero, the rest at random. */
    private float[][] vectors(float[] query, Shape shape) {
        var vectors = new float[VECTORS][];
        for (int i = 0; i < VECTORS; i++) {
            vectors[i] = shape.vector(random, query.length);
        }
        for (int j = 0; j < query.length; j++) {
            vectors[0][j] = j % 2 == 0 ? query[j] : -Math.nextUp(query[j]);
            vectors[1][j] = query[j] * (1 + 1e-6f * random.nextFloat());
        }
        vectors[2] = new float[query.length];
        return vectors;
    }

    /**
     * Puts vectors at odd byte indexes, into a buffer of one of the kinds that a log has, with no byte after the last.
     */
    private ByteBuffer buffer(float[][] vectors, int[] byteIndexes) {
        int at = 0;
        for (int i = 0; i < vectors.length; i++) {
            at += random.nextInt(9);
            byteIndexes[i] = at;
            at += vectors[i].length * Float.BYTES;
        }
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(at) : ByteBuffer.allocateDirect(at);
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < vectors.length; i++) {
            Vectors.put(vectors[i], buffer, byteIndexes[i]);
        }
        buffer.position(random.nextInt(at + 1));
        return random.nextBoolean() ? buffer : buffer.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the elements are like. */
    private enum Shape {
        GAUSSIAN {
            @Override
            float element(Random random) {
                return (float) random.nextGaussian();
            }
        },
        SAME_SIGN {
            @Override
            float element(Random random) {
                return 1 + random.nextFloat();
            }
        },
        MANY_MAGNITUDES {
            @Override
            float element(Random random) {
                return Math.scalb((float) random.nextGaussian(), random.nextInt(60) - 30);
            }
        },
        TINY {
            @Override
            float element(Random random) {
                return Math.scalb((float) random.nextGaussian(), random.nextInt(20) - 80);
            }
        },
        DENORMAL {
            @Override
            float element(Random random) {
                return random.nextInt(100) * Float.MIN_VALUE;
            }
        },
        HUGE {
            @Override
            float element(Random random) {
                return Math.scalb((float) random.nextGaussian(), random.nextInt(10) + 58);
            }
        },
        LARGEST {
            @Override
            float element(Random random) {
                return random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
            }
        };

        abstract float element(Random random);

        float[] vector(Random random, int dimension) {
            var vector = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                vector[i] = element(random);
            }
            return vector;
        }
    }
}
