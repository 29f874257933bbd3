package io.vectra.storage.graph;

import org.jspecify.annotations.Nullable;

/**
 * Links the nodes of a graph.
 *
 * <p>Thread rule: stateless, any number of builds.
 */
public sealed interface GraphBuilder permits HnswlibBuilder, PrimitiveBuilder {
    /** Returns the name that settings and statistics use. */
    String name();

    /** Returns the number that files use. */
    int id();

    /** Returns whether it makes use of the nodes' codes. */
    boolean walksByCodes();

    /**
     * Builds a graph of nodes with different vectors.
     *
     * @param base what the graph may begin with; null if there is nothing
     * @throws io.vectra.storage.StoreException {@link io.vectra.storage.StoreError#CANCELLED} if the progress says so,
     *     or the thread is interrupted
     */
    HnswGraph build(NodeVectors nodes, GraphSettings settings, @Nullable BaseLinks base, BuildProgress progress);
}
