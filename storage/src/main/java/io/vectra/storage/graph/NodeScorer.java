package io.vectra.storage.graph;

import io.vectra.storage.vector.ScatteredRows;
import io.vectra.storage.vector.VectorKernel;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Computes how far nodes are from one query.
 *
 * <p>The numbers sort as the metric does, but are not always its values: squared Euclidean distances, for one.
 *
 * <p>Thread rule: one walk, one thread.
 */
abstract class NodeScorer {
    private final ScatteredRows[] pieces;
    private final int pieceShift;
    private final int pieceMask;
    private final int strideBytes;

    private final int[] one = new int[1];
    private final float[] oneResult = new float[1];
    private int[] byteIndexes = new int[64];
    private long computed;

    // Of rows that lie in several pieces.
    private int[] slots = new int[0];
    private float[] partialResults = new float[0];
    private boolean[] isDone = new boolean[0];

    NodeScorer(ByteBuffer[] buffers, int pieceShift, int strideBytes, VectorKernel kernel) {
        this.pieces = new ScatteredRows[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            pieces[i] = kernel.rows(buffers[i]);
        }
        this.pieceShift = pieceShift;
        this.pieceMask = (1 << pieceShift) - 1;
        this.strideBytes = strideBytes;
    }

    /**
     * Sets the query.
     *
     * @param vector float[dimension], retained until the next one
     */
    abstract void setQuery(float[] vector);

    /**
     * Computes the distances of nodes.
     *
     * @param results receives one for each of the first {@code count} nodes
     */
    abstract void score(int[] nodes, int count, float[] results);

    /** Compares rows of one piece. */
    abstract void compare(ScatteredRows piece, int[] rowByteIndexes, int count, float[] results);

    final float score(int node) {
        one[0] = node;
        score(one, 1, oneResult);
        return oneResult[0];
    }

    /** Returns how many distances were computed so far. */
    final long computed() {
        return computed;
    }

    /** Compares rows, wherever they lie. */
    final void compareRows(int[] rows, int count, float[] results) {
        if (count == 0) {
            return;
        }
        computed += count;
        if (byteIndexes.length < count) {
            byteIndexes = new int[Math.max(count, 2 * byteIndexes.length)];
        }
        if (pieces.length > 1) {
            compareInPieces(rows, count, results);
            return;
        }
        for (int i = 0; i < count; i++) {
            byteIndexes[i] = rows[i] * strideBytes;
        }
        compare(pieces[0], byteIndexes, count, results);
    }

    /** Compares the rows of each piece together. */
    private void compareInPieces(int[] rows, int count, float[] results) {
        if (slots.length < count) {
            slots = new int[byteIndexes.length];
            partialResults = new float[byteIndexes.length];
            isDone = new boolean[byteIndexes.length];
        }
        Arrays.fill(isDone, 0, count, false);
        for (int first = 0; first < count; first++) {
            if (isDone[first]) {
                continue;
            }
            int piece = rows[first] >>> pieceShift;
            int inPiece = 0;
            for (int i = first; i < count; i++) {
                if (rows[i] >>> pieceShift == piece) {
                    isDone[i] = true;
                    slots[inPiece] = i;
                    byteIndexes[inPiece++] = (rows[i] & pieceMask) * strideBytes;
                }
            }
            compare(pieces[piece], byteIndexes, inPiece, partialResults);
            for (int i = 0; i < inPiece; i++) {
                results[slots[i]] = partialResults[i];
            }
        }
    }
}
