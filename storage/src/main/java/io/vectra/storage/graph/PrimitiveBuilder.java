package io.vectra.storage.graph;

import java.util.function.IntConsumer;

/**
 * Builds graphs in arrays of numbers, by any number of threads.
 *
 * <p>With one thread the graph depends on nothing but the vectors and the settings. Links are read without locks; a row
 * is changed under one of some thousand locks.
 *
 * <p>Thread rule: as of {@link GraphBuilder}.
 */
public final class PrimitiveBuilder implements GraphBuilder {
    /** So many steps are one thread's, so that the others find something to link to. */
    private static final int ALONE = 1000;

    @Override
    public String name() {
        return "primitive";
    }

    @Override
    public int id() {
        return GraphFile.BUILDER_PRIMITIVE;
    }

    @Override
    public HnswGraph build(NodeVectors nodes, GraphSettings settings, BuildProgress progress) {
        var graph = new GraphConstruction(nodes, settings);
        int[] order = graph.levels().shuffledNodes();
        int alone = Math.min(ALONE, order.length);
        // The entry, which is the first of all, is there from the beginning.
        new BuildSteps(1, alone, order.length, progress).run(1, () -> inserter(graph, order));
        new BuildSteps(alone, order.length, order.length, progress)
                .run(settings.threadCount(), () -> inserter(graph, order));
        return graph.finish();
    }

    private static IntConsumer inserter(GraphConstruction graph, int[] order) {
        var insertion = new NodeInsertion(graph);
        return step -> insertion.insert(order[step]);
    }
}
