package io.vectra.storage.graph;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A level while it is built: its links, each with its distance.
 *
 * <p>The distances are kept so that pruning a row computes only those between its links; and of these none between
 * links that the last pruning has already kept side by side.
 *
 * <p>Thread rule: a row is changed under its lock; links are read without one.
 */
final class LevelLinks {
    private final LinkTable links;
    private final @Nullable NodeLevels levels;
    private final FloatBuffer[] distances;

    /** How many links of each row, from its first, are sorted and do not occlude one another. */
    private final char[] checked;

    /**
     * Makes a level without links.
     *
     * @param levels knows the nodes' rows; null on level 0, where they are the same
     */
    LevelLinks(int rowCount, int width, @Nullable NodeLevels levels) {
        this.links = new LinkTable(rowCount, width);
        this.levels = levels;
        this.checked = new char[rowCount];
        this.distances = new FloatBuffer[links.pageCount()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = LinkTable.outsideOfTheHeap(links.pageLength(i)).asFloatBuffer();
        }
    }

    LinkTable links() {
        return links;
    }

    int width() {
        return links.width();
    }

    int row(int node) {
        return levels == null ? node : levels.rowOf(node);
    }

    void set(int row, int index, long key) {
        distances[links.pageNumber(row)].put(links.index(row) + index, Keys.distance(key));
        links.setLink(row, index, Keys.node(key));
    }

    /**
     * Copies a row.
     *
     * @param rowLinks receives the links, and {@link LinkTable#NONE} after the last
     * @param rowDistances receives their distances
     * @return how many links there are
     */
    int read(int row, int[] rowLinks, float[] rowDistances) {
        links.read(row, rowLinks);
        distances[links.pageNumber(row)].get(links.index(row), rowDistances, 0, links.width());
        int count = 0;
        while (count < links.width() && rowLinks[count] != LinkTable.NONE) {
            count++;
        }
        return count;
    }

    int checked(int row) {
        return checked[row];
    }

    /**
     * Replaces a row by sorted keys.
     *
     * @param newChecked how many keys, from the first, do not occlude one another
     */
    void replace(int row, long[] keys, int count, int newChecked) {
        int before = links.count(row);
        for (int i = 0; i < count; i++) {
            set(row, i, keys[i]);
        }
        for (int i = count; i < before; i++) {
            links.setLink(row, i, LinkTable.NONE);
        }
        checked[row] = (char) newChecked;
    }
}
