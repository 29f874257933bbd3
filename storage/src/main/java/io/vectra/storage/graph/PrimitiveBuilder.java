package io.vectra.storage.graph;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

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
    public HnswGraph build(
            NodeVectors nodes, GraphSettings settings, @Nullable BaseLinks base, BuildProgress progress) {
        return base == null ? buildAnew(nodes, settings, progress) : extend(base, nodes, settings, progress);
    }

    private static HnswGraph buildAnew(NodeVectors nodes, GraphSettings settings, BuildProgress progress) {
        NodeLevels levels = NodeLevels.drawn(nodes.count(), settings.m(), settings.seed());
        var graph = new GraphConstruction(nodes, settings, levels);
        int[] order = levels.shuffledNodes();
        int alone = Math.min(ALONE, order.length);
        // The entry, which is the first of all, is there from the beginning.
        new BuildSteps(1, alone, order.length, progress).run(1, () -> inserter(graph, order, 0));
        new BuildSteps(alone, order.length, order.length, progress)
                .run(settings.threadCount(), () -> inserter(graph, order, 0));
        return graph.finish();
    }

    /** Takes the links of an old graph over, level by level, and inserts the other nodes. */
    private static HnswGraph extend(BaseLinks base, NodeVectors nodes, GraphSettings settings, BuildProgress progress) {
        byte[] baseLevels = base.levelsOfNodes(nodes.count());
        NodeLevels levels = NodeLevels.beside(baseLevels, settings.m(), settings.seed());
        var graph = new GraphConstruction(nodes, settings, levels);
        for (int level = levels.top(); level >= 0; level--) {
            int rowLevel = level;
            int rowCount = base.rowCount(level);
            new BuildSteps(0, rowCount, rowCount, BuildProgress.cancelledBy(progress::isCancelled))
                    .run(settings.threadCount(), () -> {
                        var transfer = new LinkTransfer(base, graph);
                        return row -> transfer.transfer(rowLevel, row);
                    });
        }
        int[] inserted = Arrays.stream(levels.shuffledNodes())
                .filter(node -> baseLevels[node] < 0)
                .toArray();
        int done = nodes.count() - inserted.length;
        progress.advanced(done, nodes.count());
        new BuildSteps(done, nodes.count(), nodes.count(), progress)
                .run(settings.threadCount(), () -> inserter(graph, inserted, done));
        return graph.finish();
    }

    private static IntConsumer inserter(GraphConstruction graph, int[] order, int firstStep) {
        var insertion = new NodeInsertion(graph);
        return step -> insertion.insert(order[step - firstStep]);
    }
}
