package io.vectra.storage.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A graph while {@link PrimitiveBuilder} builds it.
 *
 * <p>Thread rule: {@link #addLink} by any number of threads, each row under its lock.
 */
final class GraphConstruction {
    private static final int LOCK_COUNT = 1 << 12;

    private final NodeVectors nodes;
    private final GraphSettings settings;
    private final NodeLevels levels;
    private final List<LevelLinks> levelLinks = new ArrayList<>();
    private final Object[] locks = new Object[LOCK_COUNT];

    GraphConstruction(NodeVectors nodes, GraphSettings settings, NodeLevels levels) {
        this.nodes = nodes;
        this.settings = settings;
        this.levels = levels;
        levelLinks.add(new LevelLinks(nodes.count(), 2 * settings.m(), null));
        for (int level = 1; level <= levels.top(); level++) {
            levelLinks.add(new LevelLinks(levels.countOf(level), settings.m(), levels));
        }
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    NodeVectors nodes() {
        return nodes;
    }

    GraphSettings settings() {
        return settings;
    }

    NodeLevels levels() {
        return levels;
    }

    LevelLinks level(int level) {
        return levelLinks.get(level);
    }

    /**
     * Adds a link to a node's row, which is pruned if it is full.
     *
     * @param from whose row
     * @param key the other node, with its distance
     * @param selection prunes; the calling thread's
     */
    void addLink(int level, int from, long key, NeighbourSelection selection) {
        LevelLinks links = levelLinks.get(level);
        int row = links.row(from);
        synchronized (locks[from & LOCK_COUNT - 1]) {
            int count = links.links().count(row);
            if (count < links.width()) {
                links.set(row, count, key);
                return;
            }
            selection.clear();
            selection.add(links, row);
            selection.add(key, false);
            int kept = selection.select(links.width());
            links.replace(row, selection.keys(), kept, selection.checked());
        }
    }

    /** Returns what was built. */
    HnswGraph finish() {
        var upper = new ArrayList<HnswGraph.Level>();
        for (int level = 1; level < levelLinks.size(); level++) {
            var levelNodes = new int[levels.countOf(level)];
            for (int row = 0; row < levelNodes.length; row++) {
                levelNodes[row] = levels.node(row);
            }
            upper.add(new HnswGraph.Level(levelNodes, levelLinks.get(level).links()));
        }
        int entry = nodes.count() == 0 ? -1 : levels.entry();
        return new HnswGraph(
                nodes.count(), settings.m(), entry, levelLinks.get(0).links(), upper);
    }
}
