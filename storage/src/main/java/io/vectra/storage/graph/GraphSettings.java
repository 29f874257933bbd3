package io.vectra.storage.graph;

import io.vectra.storage.Metric;

/**
 * How a graph is built.
 *
 * @param m how many links a node makes when it is added; it may have twice as many on the lowest level
 * @param efConstruction how many candidates the search for a node's neighbours keeps
 * @param quantization what its walks are to read
 * @param seed decides the nodes' levels
 * @param threadCount how many threads build, the caller's among them
 */
public record GraphSettings(
        Metric metric,
        int m,
        int efConstruction,
        Quantization quantization,
        GraphBuilder builder,
        long seed,
        int threadCount) {
    /** The fewest links. */
    public static final int M_MIN = 2;

    /** The most links. */
    public static final int M_MAX = 512;

    /** The most candidates. */
    public static final int EF_CONSTRUCTION_MAX = 10_000;

    /** What an index has that says nothing else. */
    public static final int M_DEFAULT = 16;

    /** What an index has that says nothing else. */
    public static final int EF_CONSTRUCTION_DEFAULT = 100;

    /** What an index has that says nothing else. */
    public static final Quantization QUANTIZATION_DEFAULT = Quantization.INT8;

    private static final long SEED_DEFAULT = 42;

    /** Checks the numbers. */
    public GraphSettings {
        require("m", m, M_MIN, M_MAX);
        require("ef_construction", efConstruction, 1, EF_CONSTRUCTION_MAX);
        require("the number of threads", threadCount, 1, Short.MAX_VALUE);
    }

    /** Returns the default settings for a metric: our own builder, one thread, codes. */
    public static GraphSettings of(Metric metric) {
        return new GraphSettings(
                metric,
                M_DEFAULT,
                EF_CONSTRUCTION_DEFAULT,
                QUANTIZATION_DEFAULT,
                new PrimitiveBuilder(),
                SEED_DEFAULT,
                1);
    }

    /** Returns these settings with other numbers of links and candidates. */
    public GraphSettings withLinks(int newM, int newEfConstruction) {
        return new GraphSettings(metric, newM, newEfConstruction, quantization, builder, seed, threadCount);
    }

    /** Returns these settings with another quantization. */
    public GraphSettings withQuantization(Quantization newQuantization) {
        return new GraphSettings(metric, m, efConstruction, newQuantization, builder, seed, threadCount);
    }

    /** Returns these settings with another builder. */
    public GraphSettings withBuilder(GraphBuilder newBuilder) {
        return new GraphSettings(metric, m, efConstruction, quantization, newBuilder, seed, threadCount);
    }

    /** Returns these settings with another seed. */
    public GraphSettings withSeed(long newSeed) {
        return new GraphSettings(metric, m, efConstruction, quantization, builder, newSeed, threadCount);
    }

    /** Returns these settings with another number of threads. */
    public GraphSettings withThreads(int newThreadCount) {
        return new GraphSettings(metric, m, efConstruction, quantization, builder, seed, newThreadCount);
    }

    private static void require(String name, int actual, int min, int max) {
        if (actual < min || actual > max) {
            throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ", but is " + actual);
        }
    }
}
