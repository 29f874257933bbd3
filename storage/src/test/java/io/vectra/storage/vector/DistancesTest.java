package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistancesTest {
    private final Random random = Seed.random("DistancesTest");

    @Test
    void knownVectorsHaveKnownDistances() {
        float[] a = {3, 4};
        float[] b = {-4, 3};

        assertThat(Distances.cosine(a, b)).isEqualTo(1);
        assertThat(Distances.cosineSimilarity(a, a)).isEqualTo(1);
        assertThat(Distances.euclidean(a, b)).isEqualTo(Math.sqrt(50));
        assertThat(Distances.dotProduct(a, new float[] {1, 2})).isEqualTo(11);
        assertThat(Distances.distance(Metric.DOT_PRODUCT, a, new float[] {1, 2}))
                .isEqualTo(-11);
        assertThat(Distances.manhattan(a, b)).isEqualTo(8);
        assertThat(Distances.norm(a)).isEqualTo(5);
    }

    @Test
    void storedVectorsHaveTheSameDistancesToTheLastBit() {
        for (int dimension = 1; dimension <= 70; dimension++) {
            float[] a = Vectors.gaussian(random, dimension);
            float[] b = Vectors.gaussian(random, dimension);
            var stored = Vectors.buffer(a, 3);

            for (Metric metric : Metric.values()) {
                assertThat(Distances.distance(metric, stored, 3, b)).isEqualTo(Distances.distance(metric, a, b));
            }
            assertThat(Distances.cosineSimilarity(stored, 3, b)).isEqualTo(Distances.cosineSimilarity(a, b));
            assertThat(Distances.norm(stored, 3, dimension)).isEqualTo(Distances.norm(a));
        }
    }

    @Test
    void distancesAreSymmetricalToTheLastBit() {
        for (int i = 0; i < 500; i++) {
            int dimension = 1 + random.nextInt(100);
            float[] a = Vectors.gaussian(random, dimension);
            float[] b = Vectors.gaussian(random, dimension);

            for (Metric metric : Metric.values()) {
                assertThat(Distances.distance(metric, a, b)).isEqualTo(Distances.distance(metric, b, a));
            }
        }
    }

    @Test
    void distancesAreThoseOfExactArithmetic() {
        for (int i = 0; i < 50; i++) {
            int dimension = 1 + random.nextInt(100);
            float[] a = Vectors.gaussian(random, dimension);
            float[] b = Vectors.gaussian(random, dimension);
            BigDecimal dot = BigDecimal.ZERO;
            BigDecimal square = BigDecimal.ZERO;
            BigDecimal sum = BigDecimal.ZERO;
            for (int j = 0; j < dimension; j++) {
                BigDecimal difference = new BigDecimal(a[j]).subtract(new BigDecimal(b[j]));
                dot = dot.add(new BigDecimal(a[j]).multiply(new BigDecimal(b[j])));
                square = square.add(difference.multiply(difference));
                sum = sum.add(difference.abs());
            }

            assertThat(Distances.dotProduct(a, b)).isCloseTo(dot.doubleValue(), within(1e-12));
            assertThat(Distances.euclidean(a, b))
                    .isCloseTo(square.sqrt(MathContext.DECIMAL128).doubleValue(), within(1e-12));
            assertThat(Distances.manhattan(a, b)).isCloseTo(sum.doubleValue(), within(1e-12));
        }
    }

    @Test
    void aVectorIsAtCosineDistanceZeroFromItselfAndTwoFromItsOpposite() {
        for (int i = 0; i < 2000; i++) {
            float[] a = Vectors.scaled(
                    Vectors.gaussian(random, 1 + random.nextInt(40)), Math.scalb(1f, random.nextInt(200) - 100));

            assertThat(Distances.cosine(a, a)).isZero();
            assertThat(Distances.cosine(a, Vectors.scaled(a, -1))).isEqualTo(2);
        }
    }

    @Test
    void cosineStaysInItsRangeForParallelVectors() {
        for (int i = 0; i < 2000; i++) {
            float[] a = Vectors.gaussian(random, 1 + random.nextInt(40));
            float[] b = Vectors.scaled(a, random.nextFloat() + 0.1f);

            assertThat(Distances.cosine(a, b)).isBetween(0.0, 1e-6);
            assertThat(Distances.cosine(a, Vectors.scaled(b, -1))).isBetween(2 - 1e-6, 2.0);
        }
    }

    @Test
    void aZeroVectorIsAtCosineDistanceOneFromAll() {
        float[] zero = new float[3];

        assertThat(Distances.cosine(zero, new float[] {1, 2, 3})).isEqualTo(1);
        assertThat(Distances.cosine(new float[] {1, 2, 3}, zero)).isEqualTo(1);
        assertThat(Distances.cosine(zero, zero)).isEqualTo(1);
        assertThat(Distances.cosineSimilarity(zero, zero)).isZero();
    }

    @Test
    void theNegatedDotProductOfOrthogonalVectorsIsPositiveZero() {
        double distance = Distances.distance(Metric.DOT_PRODUCT, new float[] {1, 0}, new float[] {0, -1});

        assertThat(Double.doubleToRawLongBits(distance)).isZero();
    }

    @Test
    void theLargestAndSmallestFloatsNeitherOverflowNorVanish() {
        float[] large = {Float.MAX_VALUE, -Float.MAX_VALUE};
        float[] small = {Float.MIN_VALUE, -Float.MIN_VALUE};

        assertThat(Distances.cosine(large, small)).isZero();
        assertThat(Distances.euclidean(large, Vectors.scaled(large, -1))).isFinite();
        assertThat(Distances.dotProduct(small, small)).isPositive();
        assertThat(Distances.manhattan(large, Vectors.scaled(large, -1))).isEqualTo(4 * (double) Float.MAX_VALUE);
    }

    @Test
    void vectorsOfDifferentDimensionAreRefused() {
        for (Metric metric : Metric.values()) {
            assertThatThrownBy(() -> Distances.distance(metric, new float[2], new float[3]))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.VECTOR_MISMATCH))
                    .hasMessageContaining("2 and 3");
        }
    }
}
