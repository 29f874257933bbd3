package io.vectra.storage.graph;

import io.vectra.storage.vector.CodeRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The codes of all nodes of a graph that is to be built.
 *
 * <p>Thread rule: immutable.
 */
final class NodeCodes {
    /** Rows of codes begin at multiples of this. */
    private static final int ALIGNMENT = 8;

    /** Codes take at most such a part of what the JVM's memory may grow to. */
    private static final int MEMORY_PART = 4;

    private final CodeRanges ranges;
    private final FixedRows rows;

    private NodeCodes(CodeRanges ranges, FixedRows rows) {
        this.ranges = ranges;
        this.rows = rows;
    }

    /** Encodes the vectors of all nodes. */
    static NodeCodes of(NodeVectors nodes, CodeRanges ranges) {
        FixedRows rows = FixedRows.inMemory(nodes.count(), rowBytes(nodes.dimension()));
        var reader = new FloatScorer(nodes);
        var vector = new float[nodes.dimension()];
        for (int node = 0; node < nodes.count(); node++) {
            reader.read(node, vector);
            ByteBuffer target = rows.piece(node).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            ranges.encode(vector, target.position(rows.index(node)));
        }
        return new NodeCodes(ranges, rows);
    }

    /** Returns whether there is room for the codes of all nodes. */
    static boolean fit(NodeVectors nodes) {
        long bytes = (long) nodes.count() * rowBytes(nodes.dimension());
        return bytes <= Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / MEMORY_PART);
    }

    /** Returns how many bytes a row of codes takes. */
    static int rowBytes(int dimension) {
        return (CodeRows.rowBytes(dimension) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Copies a node's row. */
    void write(int node, ByteBuffer target) {
        target.put(rows.piece(node).slice(rows.index(node), rows.rowBytes()));
    }

    CodeRanges ranges() {
        return ranges;
    }

    FixedRows rows() {
        return rows;
    }
}
