package io.vectra.storage;

/** How far apart two vectors are; of every metric, the smaller value is the nearer. */
public enum Metric {
    /** {@code 1 - cos(a, b)}, in [0, 2]; 1 where either vector is zero. */
    COSINE,
    /** The Euclidean (L2) distance. */
    EUCLIDEAN,
    /** The negated inner product, so that smaller is nearer; SQL's {@code dot_product} is its negation. */
    DOT_PRODUCT,
    /** The Manhattan (L1) distance. */
    MANHATTAN
}
