package io.vectra.storage;

import java.util.Objects;

/**
 * The options of an HNSW index (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using
 * Hierarchical Navigable Small World graphs").
 *
 * @param metric the only distance that the index serves
 * @param m how many links a node gets on each level above 0, and half as many as on level 0
 * @param efConstruction how many candidates are kept while a node's neighbours are looked for
 * @param quantization in which precision the graph is walked; results are always compared in full precision
 * @param builder which code builds the graphs
 */
public record VectorIndexSettings(
        Metric metric, int m, int efConstruction, Quantization quantization, Builder builder) {
    /** The smallest and largest {@link #m}. */
    public static final int M_MIN = 4;

    public static final int M_MAX = 128;
    /** The smallest and largest {@link #efConstruction}. */
    public static final int EF_CONSTRUCTION_MIN = 8;

    public static final int EF_CONSTRUCTION_MAX = 2000;

    /** What an index has where {@code WITH} says nothing. */
    public static final VectorIndexSettings DEFAULT =
            new VectorIndexSettings(Metric.COSINE, 16, 100, Quantization.INT8, Builder.PRIMITIVE);

    public VectorIndexSettings {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(builder, "builder");
        check("m", m, M_MIN, M_MAX);
        check("ef_construction", efConstruction, EF_CONSTRUCTION_MIN, EF_CONSTRUCTION_MAX);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new StoreException(
                    StoreError.BAD_INDEX_OPTION, name + " is from " + min + " to " + max + ", but is " + value + ".");
        }
    }

    /** In which precision a graph is walked. */
    public enum Quantization {
        /** By the vectors themselves. */
        NONE,
        /** By one byte for each dimension; the best are compared again by the vectors. */
        INT8
    }

    /** Which code builds a graph. */
    public enum Builder {
        /** Our own: primitive arrays, all cores. */
        PRIMITIVE,
        /** hnswlib-core. */
        HNSWLIB
    }
}
