package io.vectra.storage.graph;

/**
 * An old graph that a new one begins with: of a segment whose vectors live on in the new one.
 *
 * @param graph of the same metric
 * @param newOrdinals int[old vectors]: which of the new vectors each of its vectors is, with the same bytes; -1 if it
 *     is none
 */
public record GraphBase(GraphIndex graph, int[] newOrdinals) {
    /** What {@code newOrdinals} has for a vector that is not among the new ones. */
    public static final int NONE = -1;
}
