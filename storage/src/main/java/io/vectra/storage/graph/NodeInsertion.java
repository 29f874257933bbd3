package io.vectra.storage.graph;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds nodes to a graph: algorithm 1 of Malkov and Yashunin.
 *
 * <p>A node becomes visible to others only after its own links on all its levels are there: else a search that comes
 * down through it would end there.
 *
 * <p>Thread rule: one thread; several insertions may add to one graph.
 */
final class NodeInsertion {
    private final GraphConstruction graph;
    private final FloatScorer floats;
    private final @Nullable NodeCodeScorer codes;
    private final NodeScorer scorer;
    private final NeighbourSelection selection;
    private final VisitedNodes visited;
    private final CandidateList candidates = new CandidateList();
    private final List<Selected> selected = new ArrayList<>();
    private final int[] row;
    private final int[] batch;
    private final float[] distances;

    // The candidates that codes have found.
    private final int[] found;
    private final float[] foundDistances;

    /** What {@link #readAhead} has read, so that it is not optimised away. */
    private int sink;

    NodeInsertion(GraphConstruction graph) {
        this.graph = graph;
        NodeCodes nodeCodes = graph.nodes().codes();
        this.floats = new FloatScorer(graph.nodes());
        this.codes = nodeCodes == null ? null : new NodeCodeScorer(graph.nodes(), nodeCodes);
        this.scorer = codes == null ? floats : codes;
        this.selection = new NeighbourSelection(
                new FloatScorer(graph.nodes()), graph.nodes().metric());
        this.visited = new VisitedNodes(graph.nodes().count());
        int width = graph.level(0).width();
        this.row = new int[width];
        this.batch = new int[width];
        this.distances = new float[width];
        this.found = new int[codes == null ? 0 : graph.settings().efConstruction()];
        this.foundDistances = new float[found.length];
    }

    /** Adds a node, which must not be the entry. */
    void insert(int node) {
        int level = graph.levels().levelOf(node);
        insert(node, level, nearestAbove(level, node));
    }

    /**
     * Adds a node.
     *
     * @param level its level
     * @param start where the search on its level begins
     */
    void insert(int node, int level, int start) {
        setQuery(node);
        floats.setQuery(node);
        long nearest = Keys.of(scorer.score(start), start);
        selected.clear();
        for (int own = level; own >= 0; own--) {
            search(own, nearest);
            nearest = candidates.key(0) & ~Keys.EXPANDED;
            selected.add(select(own));
        }
        for (int own = 0; own <= level; own++) {
            Selected neighbours = selected.get(level - own);
            LevelLinks links = graph.level(own);
            links.replace(links.row(node), neighbours.keys(), neighbours.keys().length, neighbours.checked());
        }
        for (int own = 0; own <= level; own++) {
            for (long key : selected.get(level - own).keys()) {
                graph.addLink(own, Keys.node(key), Keys.of(Keys.distance(key), node), selection);
            }
        }
    }

    /** Returns the node that a descent to above a level ends at; the entry if there is none above. */
    int nearestAbove(int level, int node) {
        setQuery(node);
        int entry = graph.levels().entry();
        long nearest = Keys.of(scorer.score(entry), entry);
        for (int upper = graph.levels().top(); upper > level; upper--) {
            nearest = descend(upper, nearest);
        }
        return Keys.node(nearest);
    }

    private void setQuery(int node) {
        if (codes == null) {
            floats.setQuery(node);
        } else {
            codes.setQuery(node);
        }
    }

    /** Goes from a node to its nearest link as long as that is nearer. */
    private long descend(int level, long start) {
        LevelLinks links = graph.level(level);
        long nearest = start;
        int node = LinkTable.NONE;
        visited.clear();
        while (Keys.node(nearest) != node) {
            node = Keys.node(nearest);
            int count = batchLinks(links, node);
            scorer.score(batch, count, distances);
            for (int i = 0; i < count; i++) {
                nearest = Math.min(nearest, Keys.of(distances[i], batch[i]));
            }
        }
        return nearest;
    }

    private void search(int level, long start) {
        LevelLinks links = graph.level(level);
        candidates.reset(graph.settings().efConstruction());
        candidates.add(start);
        visited.clear();
        visited.add(Keys.node(start));
        int node = candidates.expandNearest();
        while (node >= 0) {
            readAhead(links, candidates.nearestUnexpanded());
            int count = batchLinks(links, node);
            scorer.score(batch, count, distances);
            for (int i = 0; i < count; i++) {
                candidates.add(Keys.of(distances[i], batch[i]));
            }
            node = candidates.expandNearest();
        }
    }

    /** Reads from the links that will be followed next, most likely: the miss goes on while distances are computed. */
    private void readAhead(LevelLinks levelLinks, int node) {
        if (node >= 0) {
            LinkTable links = levelLinks.links();
            int row = levelLinks.row(node);
            IntBuffer page = links.page(row);
            int start = links.index(row);
            sink = page.get(start) + page.get(start + links.width() / 2);
        }
    }

    /** Collects the links of a node that were not visited yet. */
    private int batchLinks(LevelLinks levelLinks, int node) {
        levelLinks.links().read(levelLinks.row(node), row);
        int width = levelLinks.width();
        int count = 0;
        for (int i = 0; i < width && row[i] != LinkTable.NONE; i++) {
            batch[count] = row[i];
            count += visited.add(row[i]);
        }
        return count;
    }

    /** On level 0 a node takes as many neighbours as it has room for, as Lucene does; above, half as many. */
    private Selected select(int level) {
        selection.clear();
        if (codes == null) {
            for (int i = 0; i < candidates.size(); i++) {
                selection.add(candidates.key(i) & ~Keys.EXPANDED, false);
            }
        } else {
            addRanked();
        }
        int count = selection.select(
                level == 0 ? 2 * graph.settings().m() : graph.settings().m());
        return new Selected(Arrays.copyOf(selection.keys(), count), selection.checked());
    }

    /** Adds the candidates that were found by codes, with their true distances. */
    private void addRanked() {
        int count = candidates.size();
        for (int i = 0; i < count; i++) {
            found[i] = Keys.node(candidates.key(i));
        }
        floats.score(found, count, foundDistances);
        for (int i = 0; i < count; i++) {
            selection.add(Keys.of(foundDistances[i], found[i]), false);
        }
    }

    /** The neighbours of a node on a level; none of the first {@code checked} occludes another of these. */
    private record Selected(long[] keys, int checked) {}
}
