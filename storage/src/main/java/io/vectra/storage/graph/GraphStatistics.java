package io.vectra.storage.graph;

import io.vectra.storage.Metric;

/**
 * What is known of a graph without reading it.
 *
 * @param vectorCount how many vectors it is about
 * @param nodeCount how many of them are different
 * @param levelCount how many levels it has, the lowest included
 * @param builder the name of the builder
 * @param buildMs how long its build took, in milliseconds
 * @param fileBytes the size of its file
 */
public record GraphStatistics(
        Metric metric,
        int vectorCount,
        int nodeCount,
        int levelCount,
        int m,
        int efConstruction,
        Quantization quantization,
        String builder,
        long buildMs,
        long fileBytes) {
    static GraphStatistics of(GraphFile.Header header) {
        return new GraphStatistics(
                header.metric(),
                header.vectorCount(),
                header.nodeCount(),
                header.levelCount() + 1,
                header.m(),
                header.efConstruction(),
                header.quantization() == GraphFile.QUANTIZATION_INT8 ? Quantization.INT8 : Quantization.NONE,
                header.builderId() == GraphFile.BUILDER_HNSWLIB ? "hnswlib" : "primitive",
                header.buildMs(),
                header.fileBytes());
    }
}
