/**
 * Graphs of vectors: built once over vectors that do not change, kept in a flat file, searched where it is mapped.
 *
 * <p>{@link io.vectra.storage.graph.GraphIndex} is the way in: it builds a file through one of two
 * {@link io.vectra.storage.graph.GraphBuilder}s, opens it, and searches it. A graph knows ordinals of vectors, and
 * nothing of rows, LSNs or SQL; who is deleted or filtered out is told to each search as
 * {@link io.vectra.storage.graph.AcceptedOrdinals}.
 *
 * <p>The graphs are those of Malkov and Yashunin, <i>Efficient and robust approximate nearest neighbor search using
 * Hierarchical Navigable Small World graphs</i> (2016), called HNSW.
 */
@NullMarked
package io.vectra.storage.graph;

import org.jspecify.annotations.NullMarked;
