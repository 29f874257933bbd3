package io.vectra.storage.vector;

/**
 * A query prepared for rows of codes.
 *
 * <p>Thread rule: one search, one thread.
 */
public final class CodeQuery {
    private static final int LANE_BITS = 16;
    private static final int LANES = Long.SIZE / LANE_BITS;

    private final int dimension;
    private final float[] weights;
    private final float[] steps;
    private final long[] packed;
    private float packedScale;
    private float packedOffset;

    /** Whether the weights are packed; a kernel that needs no packed ones never asks. */
    private boolean isPacked;

    /** Makes room for queries of a dimension. */
    public CodeQuery(int dimension) {
        int padded = CodeRows.rowBytes(dimension);
        this.dimension = dimension;
        this.weights = new float[padded];
        this.steps = new float[padded];
        this.packed = new long[padded / LANES];
    }

    /**
     * Prepares {@link ScatteredRows#dotCodes}.
     *
     * @param values float[dimension], the weight of each code
     */
    public void setWeights(float[] values) {
        System.arraycopy(values, 0, weights, 0, dimension);
        isPacked = false;
    }

    /**
     * Prepares {@link ScatteredRows#manhattanCodes}.
     *
     * @param values float[dimension], what each code stands for, divided by the code
     * @param targets float[dimension], what is subtracted
     */
    public void setTargets(float[] values, float[] targets) {
        System.arraycopy(values, 0, steps, 0, dimension);
        System.arraycopy(targets, 0, weights, 0, dimension);
    }

    /** Returns the weights or the targets, padded with zeros as the codes are; not to be changed. */
    float[] weights() {
        return weights;
    }

    /** Returns the steps, padded with zeros as the codes are; not to be changed. */
    float[] steps() {
        return steps;
    }

    /**
     * Returns the weights as codes of 7 bits, {@code weight ≈ packedScale·code + packedOffset}: for each 8 codes of a
     * row the lanes for its even bytes, then those for its odd bytes, in reverse order, so that the product's top lane
     * is the sum of the four products.
     */
    long[] packed() {
        if (!isPacked) {
            pack();
            isPacked = true;
        }
        return packed;
    }

    /** Returns what a packed code is multiplied with; valid once {@link #packed} was asked for. */
    float packedScale() {
        return packedScale;
    }

    /** Returns the weight of packed code 0; valid once {@link #packed} was asked for. */
    float packedOffset() {
        return packedOffset;
    }

    private void pack() {
        float smallest = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < dimension; i++) {
            smallest = Math.min(smallest, weights[i]);
            largest = Math.max(largest, weights[i]);
        }
        packedOffset = smallest;
        packedScale = (largest - smallest) / CodeRows.CODE_MAX;
        float perUnit = packedScale > 0 ? 1 / packedScale : 0;
        for (int word = 0; word < packed.length; word += 2) {
            packed[word] = lanes(2 * LANES * (word / 2), perUnit);
            packed[word + 1] = lanes(2 * LANES * (word / 2) + 1, perUnit);
        }
    }

    /**
     * Packs every other weight from {@code first} on; padding has code 0 in the rows, so what it has here is nothing.
     */
    private long lanes(int first, float perUnit) {
        long lanes = 0;
        for (int i = 0; i < LANES; i++) {
            long code = (long) ((weights[first + 2 * i] - packedOffset) * perUnit + 0.5f);
            lanes = lanes << LANE_BITS | Math.max(0, Math.min(CodeRows.CODE_MAX, code));
        }
        return lanes;
    }
}
