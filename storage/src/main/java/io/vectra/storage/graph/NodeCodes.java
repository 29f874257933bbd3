package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.CodeRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codes of nodes, and what they stand for.
 *
 * <p>Thread rule: any number of threads, if none calls {@link #set}.
 */
final class NodeCodes {
    /** Codes take at most such a part of what the JVM's memory may grow to. */
    private static final int MEMORY_PART = 4;

    private final CodeRanges ranges;
    private final FixedRows rows;

    /** Of each node Σ (step·code)², with the Euclidean metric. */
    private final @Nullable FixedRows squares;

    private NodeCodes(CodeRanges ranges, FixedRows rows, @Nullable FixedRows squares) {
        this.ranges = ranges;
        this.rows = rows;
        this.squares = squares;
    }

    /** Returns the codes of a file; null if it has none. */
    static @Nullable NodeCodes of(MappedGraph graph) {
        FixedRows rows = graph.section(GraphFile.CODES);
        FixedRows ranges = graph.section(GraphFile.RANGES);
        return rows == null || ranges == null
                ? null
                : new NodeCodes(CodeRanges.read(ranges), rows, graph.section(GraphFile.SQUARES));
    }

    /** Encodes the vectors of all nodes of a graph that is to be built. */
    static NodeCodes of(NodeVectors nodes, CodeRanges ranges) {
        NodeCodes codes = room(nodes.count(), nodes.metric(), ranges);
        var reader = new FloatScorer(nodes);
        var vector = new float[nodes.dimension()];
        for (int node = 0; node < nodes.count(); node++) {
            reader.read(node, vector);
            codes.set(node, vector);
        }
        return codes;
    }

    /** Returns room in memory for some codes. */
    static NodeCodes room(int count, Metric metric, CodeRanges ranges) {
        return new NodeCodes(
                ranges,
                FixedRows.inMemory(count, CodeRows.rowBytes(ranges.dimension())),
                metric == Metric.EUCLIDEAN ? FixedRows.inMemory(count, Float.BYTES) : null);
    }

    /** Returns whether there is room for the codes of all nodes. */
    static boolean fit(NodeVectors nodes) {
        long bytes = (long) nodes.count() * CodeRows.rowBytes(nodes.dimension());
        return bytes <= Math.min(FixedRows.BYTES_MAX, Runtime.getRuntime().maxMemory() / MEMORY_PART);
    }

    /** Encodes a vector; its norm is 1 with the cosine. */
    void set(int node, float[] vector) {
        ByteBuffer target = rows.piece(node).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float sum = ranges.encode(vector, target.position(rows.index(node)));
        if (squares != null) {
            squares.setFloat(node, sum);
        }
    }

    /** Copies a node's row of codes. */
    void write(int node, ByteBuffer target) {
        target.put(rows.piece(node).slice(rows.index(node), rows.rowBytes()));
    }

    /** Returns a node's Σ (step·code)²; only with the Euclidean metric. */
    float squares(int node) {
        return Objects.requireNonNull(squares, "squares").floatAt(node);
    }

    CodeRanges ranges() {
        return ranges;
    }

    FixedRows rows() {
        return rows;
    }
}
