package io.vectra.storage.graph;

import io.vectra.storage.Metric;
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
    public boolean walksByCodes() {
        return true;
    }

    @Override
    public HnswGraph build(
            NodeVectors nodes, GraphSettings settings, @Nullable BaseLinks base, BuildProgress progress) {
        return base == null ? buildAnew(nodes, settings, progress) : extend(base, nodes, settings, progress);
    }

    private static HnswGraph buildAnew(NodeVectors nodes, GraphSettings settings, BuildProgress progress) {
        NodeLevels levels = NodeLevels.drawn(nodes.count(), settings.m(), settings.seed());
        var graph = new GraphConstruction(nodes, settings, levels);
        // The entry, which is the first of all, is there from the beginning.
        insert(graph, Arrays.stream(levels.shuffledNodes()).skip(1).toArray(), progress);
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
        progress.advanced(nodes.count() - inserted.length, nodes.count());
        insert(graph, inserted, progress);
        return graph.finish();
    }

    /** Inserts nodes that come in a random order. */
    private static void insert(GraphConstruction graph, int[] inserted, BuildProgress progress) {
        // Long vectors have the largest inner products with all others, so which ones come first matters most.
        if (graph.nodes().metric() == Metric.DOT_PRODUCT) {
            int total = graph.nodes().count();
            int done = total - inserted.length;
            int alone = Math.min(total, Math.max(done, ALONE));
            new BuildSteps(done, alone, total, progress).run(1, () -> inserter(graph, inserted, done));
            new BuildSteps(alone, total, total, progress)
                    .run(graph.settings().threadCount(), () -> inserter(graph, inserted, done));
        } else {
            insertNearTogether(graph, inserted, progress);
        }
    }

    /** Inserts nodes, those of upper levels first, then near ones one after the other. */
    private static void insertNearTogether(GraphConstruction graph, int[] inserted, BuildProgress progress) {
        int total = graph.nodes().count();
        int threadCount = graph.settings().threadCount();
        int done = total - inserted.length;
        int[] upper = Arrays.stream(inserted)
                .filter(node -> graph.levels().levelOf(node) > 0)
                .toArray();
        int[] lowest = Arrays.stream(inserted)
                .filter(node -> graph.levels().levelOf(node) == 0)
                .toArray();
        int upperDone = done + upper.length;
        int alone = Math.min(upperDone, Math.max(done, ALONE));
        new BuildSteps(done, alone, total, progress).run(1, () -> inserter(graph, upper, done));
        new BuildSteps(alone, upperDone, total, progress).run(threadCount, () -> inserter(graph, upper, done));

        var order = new NearbyOrder(graph, lowest);
        new BuildSteps(0, lowest.length, lowest.length, BuildProgress.cancelledBy(progress::isCancelled))
                .run(threadCount, () -> {
                    var insertion = new NodeInsertion(graph);
                    return index -> order.find(index, insertion);
                });
        order.sort(upperDone, new NodeInsertion(graph));
        int lowestAlone = Math.min(total, Math.max(upperDone, ALONE));
        new BuildSteps(upperDone, lowestAlone, total, progress).run(1, () -> inserter(graph, order, upperDone));
        new BuildSteps(lowestAlone, total, total, progress).run(threadCount, () -> inserter(graph, order, upperDone));
    }

    private static IntConsumer inserter(GraphConstruction graph, int[] order, int firstStep) {
        var insertion = new NodeInsertion(graph);
        return step -> insertion.insert(order[step - firstStep]);
    }

    private static IntConsumer inserter(GraphConstruction graph, NearbyOrder order, int firstStep) {
        var insertion = new NodeInsertion(graph);
        return step -> insertion.insert(order.node(step - firstStep), 0, order.start(step - firstStep));
    }
}
