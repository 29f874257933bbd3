package io.vectra.storage.vector;

import io.vectra.storage.Metric;
import java.nio.ByteBuffer;

/**
 * What the float kernel says about a block of vectors: for each an interval that surely holds its
 * {@linkplain Distances#distance distance}.
 *
 * <p>The bounds are derived in {@code docs/adr/0003-exact-answers-from-a-float-kernel.md}. A vector whose sums leave
 * the range in which they hold, by overflow or underflow, is not bounded, and its distance must be computed.
 *
 * <p>Thread rule: one search, one thread.
 */
abstract sealed class Estimates {
    /** Half the distance from 1 to the next float. */
    private static final double FLOAT_ROUNDING = 0x1p-24;

    /**
     * More than what {@link Distances} itself is off by its roundings, relative to the sum of its terms' magnitudes.
     */
    private static final double DOUBLE_ROUNDINGS = 0x1p-38;

    /** More than what one element's product can lose by underflow. */
    private static final double UNDERFLOW = 0x1p-148;

    /** Covers the few double roundings of the bounds themselves. */
    private static final double OUTWARDS = 1 + 0x1p-44;

    /** One float for each vector of a block, or two, as the kernel leaves them. */
    final float[] results = new float[2 * VectorBlock.CAPACITY];

    final VectorKernel kernel;
    final float[] query;

    private Estimates(VectorKernel kernel, float[] query) {
        this.kernel = kernel;
        this.query = query;
    }

    static Estimates of(Metric metric, VectorKernel kernel, float[] query) {
        return switch (metric) {
            case COSINE -> new OfCosine(kernel, query);
            case EUCLIDEAN -> new OfEuclidean(kernel, query);
            case DOT_PRODUCT -> new OfDotProduct(kernel, query);
            case MANHATTAN -> new OfManhattan(kernel, query);
        };
    }

    /** Returns estimates that bound nothing, so that every distance is computed. */
    static Estimates none(VectorKernel kernel, float[] query) {
        return new None(kernel, query);
    }

    /**
     * Says that the blocks from now on are of a group of vectors.
     *
     * @param squaredNormMax the kernel's largest squared norm among the group's vectors, if known; else NaN
     */
    void beginGroup(double squaredNormMax) {}

    /**
     * Returns what the next search of the group can {@linkplain #beginGroup begin} with, if all of it was computed; or
     * NaN.
     */
    double squaredNormMax() {
        return Double.NaN;
    }

    /** Runs the kernel over a block of at most {@link VectorBlock#CAPACITY} vectors; what follows is about them. */
    abstract void compute(ByteBuffer vectors, int[] byteIndexes, int count);

    /** From now on, vectors that are surely farther than a distance are not {@link #near}. */
    abstract void cutAt(double distance);

    /**
     * Finds the vectors that may be as near as the cut, or are not bounded.
     *
     * @param near receives their indexes in the block
     * @return how many there are
     */
    abstract int near(int count, int[] near);

    /** Returns whether {@link #lower} and {@link #upper} hold. */
    abstract boolean isBounded(int index);

    /** Returns a number that the distance is not less than. */
    abstract double lower(int index);

    /** Returns a number that the distance is not more than; above {@link #lower}, unless both are the distance. */
    abstract double upper(int index);

    /**
     * The relative error of a sum in which each term goes through so many roundings (Higham's gamma), with room for the
     * double roundings.
     */
    private static double relativeError(int roundings) {
        double error = roundings * FLOAT_ROUNDING;
        return error / (1 - error) + DOUBLE_ROUNDINGS;
    }

    private static final class None extends Estimates {
        None(VectorKernel kernel, float[] query) {
            super(kernel, query);
        }

        @Override
        void compute(ByteBuffer vectors, int[] byteIndexes, int count) {}

        @Override
        void cutAt(double distance) {}

        @Override
        int near(int count, int[] near) {
            for (int i = 0; i < count; i++) {
                near[i] = i;
            }
            return count;
        }

        @Override
        boolean isBounded(int index) {
            return false;
        }

        @Override
        double lower(int index) {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        double upper(int index) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /**
     * The cosine's error is the same for all vectors: the dot product's is relative to both norms, by which it is
     * divided.
     */
    private static final class OfCosine extends Estimates {
        /** Squared norms in between neither overflow nor lose more than one rounding by underflow. */
        private static final double SQUARED_NORM_MIN = 0x1p-100;

        private static final double SQUARED_NORM_MAX = 0x1p100;

        private final double error;
        private final double querySquaredNorm;
        private final boolean isQueryInRange;

        /** A vector is farther than the cut if {@code dot·|dot| < cut · its squared norm}. */
        private double cut = Double.NEGATIVE_INFINITY;

        OfCosine(VectorKernel kernel, float[] query) {
            super(kernel, query);
            querySquaredNorm = Distances.dotProduct(query, query);
            isQueryInRange = querySquaredNorm >= SQUARED_NORM_MIN && querySquaredNorm <= SQUARED_NORM_MAX;
            error = 2 * relativeError(kernel.roundings(query.length)) + 4 * FLOAT_ROUNDING;
        }

        @Override
        void compute(ByteBuffer vectors, int[] byteIndexes, int count) {
            kernel.dotAndNorm(vectors, byteIndexes, count, query, results);
        }

        @Override
        void cutAt(double distance) {
            double similarity = 1 - distance - error * OUTWARDS - DOUBLE_ROUNDINGS;
            cut = similarity * Math.abs(similarity) * querySquaredNorm;
        }

        @Override
        int near(int count, int[] near) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                double dot = results[2 * i];
                double squaredNorm = results[2 * i + 1];
                if (!(dot * Math.abs(dot) < cut * squaredNorm) || !isInRange(squaredNorm)) {
                    near[found++] = i;
                }
            }
            return found;
        }

        @Override
        boolean isBounded(int index) {
            return isInRange(results[2 * index + 1]);
        }

        private boolean isInRange(double squaredNorm) {
            return squaredNorm >= SQUARED_NORM_MIN && squaredNorm <= SQUARED_NORM_MAX && isQueryInRange;
        }

        @Override
        double lower(int index) {
            return estimate(index) - error * OUTWARDS;
        }

        @Override
        double upper(int index) {
            return estimate(index) + error * OUTWARDS;
        }

        private double estimate(int index) {
            return 1 - results[2 * index] / Math.sqrt(querySquaredNorm * results[2 * index + 1]);
        }
    }

    /**
     * The dot product's error is relative to both norms. Unless a bound of the vectors' norms is known, the kernel
     * computes those too, which takes a quarter more time.
     */
    private static final class OfDotProduct extends Estimates {
        /**
         * A bound of the norms is worth remembering if the largest is at most this many times the mean, both squared.
         */
        private static final int USEFUL_RATIO = 8;

        private final double queryNorm;
        private final double relativeError;

        /** The part of the error that does not depend on the vector. */
        private final double absoluteError;

        /** The squared error that a vector of norm 1 adds. */
        private final double squaredErrorOfUnit;

        private double cut = Double.POSITIVE_INFINITY;

        /** The error for all vectors of a group, NaN where no bound of their norms is known. */
        private double groupError = Double.NaN;

        private double groupSquaredNormMax;
        private double groupSquaredNormSum;
        private long groupCount;

        OfDotProduct(VectorKernel kernel, float[] query) {
            super(kernel, query);
            queryNorm = Distances.norm(query) * OUTWARDS;
            relativeError = relativeError(kernel.roundings(query.length));
            absoluteError = query.length * UNDERFLOW;
            double error = relativeError * queryNorm;
            squaredErrorOfUnit = error * error * (1 + 2 * relativeError) * OUTWARDS;
        }

        @Override
        void beginGroup(double squaredNormMax) {
            groupError = errorOf(squaredNormMax);
            groupSquaredNormMax = 0;
            groupSquaredNormSum = 0;
            groupCount = 0;
        }

        @Override
        double squaredNormMax() {
            boolean isUseful = groupSquaredNormMax * groupCount <= groupSquaredNormSum * USEFUL_RATIO;
            return groupCount > 0 && isUseful && groupSquaredNormMax <= Float.MAX_VALUE
                    ? groupSquaredNormMax
                    : Double.NaN;
        }

        @Override
        void compute(ByteBuffer vectors, int[] byteIndexes, int count) {
            if (hasGroupError()) {
                kernel.dot(vectors, byteIndexes, count, query, results);
                return;
            }
            kernel.dotAndNorm(vectors, byteIndexes, count, query, results);
            for (int i = 0; i < count; i++) {
                groupSquaredNormMax = Math.max(groupSquaredNormMax, results[2 * i + 1]);
                groupSquaredNormSum += results[2 * i + 1];
            }
            groupCount += count;
        }

        private boolean hasGroupError() {
            return !Double.isNaN(groupError);
        }

        @Override
        void cutAt(double distance) {
            cut = distance;
        }

        @Override
        int near(int count, int[] near) {
            return hasGroupError() ? nearByGroup(count, near) : nearByNorm(count, near);
        }

        private int nearByGroup(int count, int[] near) {
            double dotMin = -(cut + groupError * OUTWARDS);
            int found = 0;
            for (int i = 0; i < count; i++) {
                if (!(results[i] < dotMin && results[i] >= -Float.MAX_VALUE)) {
                    near[found++] = i;
                }
            }
            return found;
        }

        private int nearByNorm(int count, int[] near) {
            double cutAndError = cut + absoluteError;
            double rest = squaredErrorOfUnit * absoluteError;
            int found = 0;
            for (int i = 0; i < count; i++) {
                double beyond = -results[2 * i] - cutAndError;
                boolean isFarther = beyond > 0 && beyond * beyond > squaredErrorOfUnit * results[2 * i + 1] + rest;
                if (!isFarther || !Float.isFinite(results[2 * i])) {
                    near[found++] = i;
                }
            }
            return found;
        }

        @Override
        boolean isBounded(int index) {
            return hasGroupError()
                    ? Float.isFinite(results[index])
                    : Float.isFinite(results[2 * index]) && Float.isFinite(results[2 * index + 1]);
        }

        @Override
        double lower(int index) {
            return hasGroupError()
                    ? -results[index] - groupError
                    : -results[2 * index] - errorOf(results[2 * index + 1]);
        }

        @Override
        double upper(int index) {
            return hasGroupError()
                    ? -results[index] + groupError
                    : -results[2 * index] + errorOf(results[2 * index + 1]);
        }

        /**
         * The squared norm too comes from the kernel, with the same relative error, and may have lost as much by
         * underflow.
         */
        private double errorOf(double squaredNorm) {
            return (Math.sqrt(squaredErrorOfUnit * (squaredNorm + absoluteError)) + absoluteError) * OUTWARDS;
        }
    }

    /** A sum of terms that are not negative has a relative error. */
    private abstract static sealed class OfSum extends Estimates {
        /** Beside the sum's roundings, that of the difference counts, which a square doubles. */
        private final double relativeError;

        private final double absoluteError;

        private double cut = Double.POSITIVE_INFINITY;

        OfSum(VectorKernel kernel, float[] query) {
            super(kernel, query);
            relativeError = relativeError(kernel.roundings(query.length) + 2);
            absoluteError = query.length * UNDERFLOW;
        }

        /** Returns the sum that belongs to a distance. */
        abstract double sumOf(double distance);

        /** Returns the distance that belongs to a sum. */
        abstract double distanceOf(double sum);

        @Override
        final void cutAt(double distance) {
            cut = (sumOf(distance) * (1 + relativeError) + absoluteError) * OUTWARDS;
        }

        @Override
        final int near(int count, int[] near) {
            int found = 0;
            for (int i = 0; i < count; i++) {
                if (!(results[i] > cut && results[i] <= Float.MAX_VALUE)) {
                    near[found++] = i;
                }
            }
            return found;
        }

        @Override
        final boolean isBounded(int index) {
            return Float.isFinite(results[index]);
        }

        @Override
        final double lower(int index) {
            return distanceOf(Math.max(0, (results[index] - absoluteError) / (1 + relativeError))) / OUTWARDS;
        }

        @Override
        final double upper(int index) {
            return distanceOf((results[index] + absoluteError) / (1 - relativeError)) * OUTWARDS;
        }
    }

    private static final class OfEuclidean extends OfSum {
        OfEuclidean(VectorKernel kernel, float[] query) {
            super(kernel, query);
        }

        @Override
        void compute(ByteBuffer vectors, int[] byteIndexes, int count) {
            kernel.squaredEuclidean(vectors, byteIndexes, count, query, results);
        }

        @Override
        double sumOf(double distance) {
            return distance * distance;
        }

        @Override
        double distanceOf(double sum) {
            return Math.sqrt(sum);
        }
    }

    private static final class OfManhattan extends OfSum {
        OfManhattan(VectorKernel kernel, float[] query) {
            super(kernel, query);
        }

        @Override
        void compute(ByteBuffer vectors, int[] byteIndexes, int count) {
            kernel.manhattan(vectors, byteIndexes, count, query, results);
        }

        @Override
        double sumOf(double distance) {
            return distance;
        }

        @Override
        double distanceOf(double sum) {
            return sum;
        }
    }
}
