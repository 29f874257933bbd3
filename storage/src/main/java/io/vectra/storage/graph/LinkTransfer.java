package io.vectra.storage.graph;

/**
 * Takes the links of an old graph over into a new one.
 *
 * <p>A node whose links all live on keeps them. One that has lost some gets others in their place: of those that the
 * lost ones were linked to, which is what a search would have found through them.
 *
 * <p>Thread rule: one thread; several transfers may fill one graph, each node by one.
 */
final class LinkTransfer {
    private final BaseLinks base;
    private final GraphConstruction graph;
    private final FloatScorer scorer;
    private final NeighbourSelection selection;
    private final VisitedNodes met;

    private final int[] linked;
    private final int[] lost;
    private final int[] beyond;
    private int[] batch;
    private float[] distances;
    private int count;

    LinkTransfer(BaseLinks base, GraphConstruction graph) {
        this.base = base;
        this.graph = graph;
        this.scorer = new FloatScorer(graph.nodes());
        this.selection = new NeighbourSelection(
                new FloatScorer(graph.nodes()), graph.nodes().metric());
        this.met = new VisitedNodes(graph.nodes().count());
        int width = graph.level(0).width();
        this.linked = new int[width];
        this.lost = new int[width];
        this.beyond = new int[width];
        this.batch = new int[width * (width + 1)];
        this.distances = new float[batch.length];
    }

    /** Takes a row over, unless its node does not live on. */
    void transfer(int level, int row) {
        int node = base.node(level, row);
        if (node < 0) {
            return;
        }
        met.clear();
        met.add(node);
        count = 0;
        int lostCount = collect(level, row);
        int kept = count;
        for (int i = 0; i < lostCount; i++) {
            int linkedCount = base.read(level, lost[i], beyond);
            for (int j = 0; j < linkedCount; j++) {
                add(base.node(level, beyond[j]));
            }
        }
        scorer.setQuery(node);
        scorer.score(batch, count, distances);
        LevelLinks links = graph.level(level);
        if (lostCount == 0) {
            for (int i = 0; i < kept; i++) {
                links.set(links.row(node), i, Keys.of(distances[i], batch[i]));
            }
            return;
        }
        selection.clear();
        for (int i = 0; i < count; i++) {
            selection.add(Keys.of(distances[i], batch[i]), i < kept);
        }
        selection.select(links.width());
        int checked = selection.checked();
        int selected = selection.fill(kept + lostCount);
        links.replace(links.row(node), selection.keys(), selected, checked);
    }

    /** Collects the links of a row that live on, and the others in {@link #lost}. */
    private int collect(int level, int row) {
        int linkedCount = base.read(level, row, linked);
        int lostCount = 0;
        for (int i = 0; i < linkedCount; i++) {
            if (!add(base.node(level, linked[i]))) {
                lost[lostCount++] = linked[i];
            }
        }
        return lostCount;
    }

    private boolean add(int node) {
        if (node >= 0) {
            batch[count] = node;
            count += met.add(node);
        }
        return node >= 0;
    }
}
