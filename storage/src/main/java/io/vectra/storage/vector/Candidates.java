package io.vectra.storage.vector;

import java.util.Arrays;

/**
 * The rows that may still belong to the k nearest, each with an interval around its distance.
 *
 * <p>The k-th smallest upper end is the <em>cut</em>: what is surely farther cannot be among the k nearest. Candidates
 * gather up to a capacity of at least twice k; then those beyond the cut are dropped. If many remain, because their
 * intervals overlap, all of their distances are computed, and exactly the best k stay. So every row's distance is
 * computed at the most once, and in the usual case that of little more than k.
 *
 * <p>Thread rule: one search, one thread.
 */
final class Candidates {
    private static final int ROOM_MIN = 32;

    private final int k;
    private final int capacity;
    private final Rows rows;

    private int count;
    private long[] ids;
    private double[] lowers;
    private double[] uppers;
    private double cut;

    /** What the candidates' ids stand for. */
    interface Rows {
        /** Computes the distance, in double precision. */
        double distance(long id);

        /** Returns the row's id in the table, which orders rows of the same distance. */
        long rowId(long id);
    }

    /**
     * Makes an empty set.
     *
     * @param k at least 1
     * @param radius the distance beyond which no row is wanted
     */
    Candidates(int k, Rows rows, double radius) {
        this.k = k;
        this.rows = rows;
        this.cut = radius;
        this.capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * k, k + (long) ROOM_MIN));
        int room = Math.min(capacity, 8 * ROOM_MIN);
        ids = new long[room];
        lowers = new double[room];
        uppers = new double[room];
    }

    /** Returns the distance beyond which no row is among the nearest; it only falls. */
    double cut() {
        return cut;
    }

    /**
     * Adds a candidate, unless it is beyond the cut.
     *
     * @param lower what its distance is not less than
     * @param upper what its distance is not more than; the same number, if it is the distance
     * @return whether the cut may have moved
     */
    boolean add(long id, double lower, double upper) {
        if (lower > cut) {
            return false;
        }
        if (count == ids.length) {
            grow();
        }
        ids[count] = id;
        lowers[count] = lower;
        uppers[count++] = upper;
        if (count < capacity) {
            return false;
        }
        shrink();
        return true;
    }

    /**
     * Returns the nearest rows; the candidates are used up.
     *
     * @param compared how many vectors the search has compared
     */
    NearestRows nearest(long compared) {
        dropBeyondCut();
        computeDistances();
        keepNearest();
        return sorted(compared);
    }

    private void grow() {
        int room = (int) Math.min(capacity, 2L * ids.length);
        ids = Arrays.copyOf(ids, room);
        lowers = Arrays.copyOf(lowers, room);
        uppers = Arrays.copyOf(uppers, room);
    }

    private void shrink() {
        dropBeyondCut();
        if (count > k + (capacity - k) / 2) {
            computeDistances();
            keepNearest();
        }
    }

    private void dropBeyondCut() {
        if (count <= k) {
            return;
        }
        cut = Math.min(cut, Selection.smallest(Arrays.copyOf(uppers, count), k - 1));
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (lowers[i] <= cut) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    private void computeDistances() {
        for (int i = 0; i < count; i++) {
            if (lowers[i] < uppers[i]) {
                double distance = rows.distance(ids[i]);
                assert lowers[i] <= distance && distance <= uppers[i]
                        : "distance " + distance + " is not in [" + lowers[i] + ", " + uppers[i] + "]";
                lowers[i] = distance;
                uppers[i] = distance;
            }
        }
    }

    /** Keeps the k nearest of candidates whose distances are computed; of those at the cut, the smallest row ids. */
    private void keepNearest() {
        if (count <= k) {
            return;
        }
        cut = Math.min(cut, Selection.smallest(Arrays.copyOf(uppers, count), k - 1));
        var rowIdsAtCut = new long[count];
        int nearer = 0;
        int atCut = 0;
        for (int i = 0; i < count; i++) {
            if (uppers[i] < cut) {
                nearer++;
            } else if (uppers[i] == cut) {
                rowIdsAtCut[atCut++] = rows.rowId(ids[i]);
            }
        }
        Arrays.sort(rowIdsAtCut, 0, atCut);
        long rowIdMax = rowIdsAtCut[k - nearer - 1];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (uppers[i] < cut || (uppers[i] == cut && rows.rowId(ids[i]) <= rowIdMax)) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    private void move(int from, int to) {
        ids[to] = ids[from];
        lowers[to] = lowers[from];
        uppers[to] = uppers[from];
    }

    private NearestRows sorted(long compared) {
        var rowIds = new long[count];
        for (int i = 0; i < count; i++) {
            rowIds[i] = rows.rowId(ids[i]);
        }
        int[] order = Selection.order(Arrays.copyOf(uppers, count), rowIds);
        var sortedRowIds = new long[count];
        var sortedDistances = new double[count];
        for (int i = 0; i < count; i++) {
            sortedRowIds[i] = rowIds[order[i]];
            sortedDistances[i] = uppers[order[i]];
        }
        return new NearestRows(sortedRowIds, sortedDistances, compared);
    }
}
