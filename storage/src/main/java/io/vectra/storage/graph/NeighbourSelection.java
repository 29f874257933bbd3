package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import java.util.Arrays;

/**
 * Selects from candidates those that are worth a link: algorithm 4 of Malkov and Yashunin.
 *
 * <p>From the nearest on, a candidate is kept unless one that was kept before is nearer to it than the node is: that
 * one <i>occludes</i> it, being on the way. So links go in all directions. Candidates are compared with each of the
 * kept ones a window at a time, because one query against many rows is cheaper than the other way round.
 *
 * <p>Candidates at distance zero have the same direction from everywhere. They occlude nothing, or nothing else would
 * be kept; and only some of them are, or they would be linked to one another alone.
 *
 * <p>Thread rule: one thread.
 */
final class NeighbourSelection {
    /** Cosine distances of vectors of one direction are about as large as this; all else computes an exact zero. */
    private static final float COSINE_ROUNDING = 1e-6f;

    /** Of so many links one may be to a node at distance zero. */
    private static final int ZEROS_PART = 4;

    private final FloatScorer scorer;
    private final float zeroMax;

    private long[] keys = new long[256];
    private boolean[] isChecked = new boolean[256];
    private boolean[] isOccluded = new boolean[256];
    private int[] batch = new int[256];
    private int[] batchIndexes = new int[256];
    private float[] batchDistances = new float[256];
    private long[] rest = new long[256];
    private int count;
    private int candidateCount;

    private int[] rowLinks = new int[32];
    private float[] rowDistances = new float[32];

    private int[] kept = new int[16];
    private int keptCount;
    private int zeroCount;
    private boolean isSelective;

    NeighbourSelection(FloatScorer scorer, Metric metric) {
        this.scorer = scorer;
        this.zeroMax = switch (metric) {
            case COSINE -> COSINE_ROUNDING;
            case EUCLIDEAN, DOT_PRODUCT, MANHATTAN -> 0;
        };
    }

    void clear() {
        count = 0;
    }

    /**
     * Adds a candidate; they need not come in order.
     *
     * @param checked whether no other candidate of which this is said occludes it
     */
    void add(long key, boolean checked) {
        if (count == keys.length) {
            grow();
        }
        int index = count++;
        while (index > 0 && keys[index - 1] > key) {
            keys[index] = keys[index - 1];
            isChecked[index] = isChecked[index - 1];
            index--;
        }
        keys[index] = key;
        isChecked[index] = checked;
    }

    /** Adds the links of a row. */
    void add(LevelLinks links, int row) {
        if (rowLinks.length < links.width()) {
            rowLinks = new int[links.width()];
            rowDistances = new float[links.width()];
        }
        int linkCount = links.read(row, rowLinks, rowDistances);
        int checked = links.checked(row);
        for (int i = 0; i < linkCount; i++) {
            add(Keys.of(rowDistances[i], rowLinks[i]), i < checked);
        }
    }

    private void grow() {
        int length = 2 * count;
        keys = Arrays.copyOf(keys, length);
        isChecked = Arrays.copyOf(isChecked, length);
        isOccluded = new boolean[length];
        rest = new long[length];
        batch = new int[length];
        batchIndexes = new int[length];
        batchDistances = new float[length];
    }

    /**
     * Selects candidates; {@link #keys} has them then, nearest first. Fewer than {@code max} are all selected.
     *
     * @param max how many at the most
     * @return how many
     */
    int select(int max) {
        candidateCount = count;
        isSelective = count >= max;
        if (isSelective) {
            Arrays.fill(isOccluded, 0, count, false);
            kept = kept.length < max ? new int[max] : kept;
            keptCount = 0;
            zeroCount = 0;
            for (int start = 0; start < count && keptCount < max; start += max) {
                selectWindow(start, Math.min(count, start + max), max);
            }
            compact();
        }
        return count;
    }

    /** Moves the kept candidates to the front; the others stay in their order behind them. */
    private void compact() {
        int restCount = 0;
        int keptBefore = 0;
        for (int i = 0; i < count; i++) {
            if (keptBefore < keptCount && kept[keptBefore] == i) {
                keys[keptBefore++] = keys[i];
            } else {
                rest[restCount++] = keys[i];
            }
        }
        System.arraycopy(rest, 0, keys, keptCount, restCount);
        count = keptCount;
    }

    /**
     * Adds the nearest of the candidates that were not selected, until there are so many.
     *
     * @return how many there are now; fewer if there were fewer candidates
     */
    int fill(int min) {
        count = Math.max(count, Math.min(min, candidateCount));
        return count;
    }

    private void selectWindow(int start, int end, int max) {
        for (int i = 0; i < keptCount; i++) {
            occlude(kept[i], start, end);
        }
        for (int i = start; i < end && keptCount < max; i++) {
            if (isOccluded[i] || (isZero(i) && ++zeroCount > max / ZEROS_PART)) {
                continue;
            }
            kept[keptCount++] = i;
            occlude(i, i + 1, end);
        }
    }

    /** Marks those of a range of candidates that a kept one occludes. */
    private void occlude(int index, int start, int end) {
        if (isZero(index)) {
            return;
        }
        int batchCount = 0;
        for (int i = start; i < end; i++) {
            if (!isOccluded[i] && !(isChecked[index] && isChecked[i])) {
                batch[batchCount] = Keys.node(keys[i]);
                batchIndexes[batchCount++] = i;
            }
        }
        if (batchCount == 0) {
            return;
        }
        scorer.setQuery(Keys.node(keys[index]));
        scorer.score(batch, batchCount, batchDistances);
        for (int i = 0; i < batchCount; i++) {
            isOccluded[batchIndexes[i]] = batchDistances[i] < Keys.distance(keys[batchIndexes[i]]);
        }
    }

    private boolean isZero(int index) {
        return Keys.distance(keys[index]) <= zeroMax;
    }

    /** Returns how many of the selected candidates, from the first, do not occlude one another. */
    int checked() {
        return isSelective ? keptCount : 0;
    }

    /** Returns the candidates' keys; valid until the next change. */
    long[] keys() {
        return keys;
    }
}
