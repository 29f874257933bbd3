package io.vectra.storage.graph;

import io.vectra.storage.io.Directory;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** Graphs in memory for tests. */
final class GraphFixture {
    static final GraphIdentity IDENTITY = new GraphIdentity(new UUID(17, 4), 3, 5);

    private GraphFixture() {}

    static GraphTarget target(Directory directory) {
        return new GraphTarget(directory, "segments/000005/graph.3", IDENTITY);
    }

    static GraphIndex index(VectorAccess vectors, GraphSettings settings) {
        try {
            GraphTarget target = target(new HeapDirectory());
            GraphIndex.build(target, vectors, settings, BuildProgress.NONE);
            return GraphIndex.open(target, vectors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a graph on the heap, of vectors that are all different, as it goes into a file. */
    static HnswGraph graph(VectorAccess vectors, GraphSettings settings) {
        NodeVectors nodes = nodes(vectors, settings);
        HnswGraph graph = settings.builder().build(nodes, settings, null, BuildProgress.NONE);
        GraphRepair.connect(graph, nodes, settings.efConstruction());
        return graph;
    }

    static NodeVectors nodes(VectorAccess vectors, GraphSettings settings) {
        return NodeVectors.of(EqualVectors.group(vectors), vectors, settings.metric());
    }
}
