package io.vectra.storage.graph;

/**
 * A candidate as one number that sorts by distance, then by node.
 *
 * <pre>
 * bits 63 to 32  the distance's bits, those of negative numbers turned so that the whole sorts as an integer
 * bits 31 to  1  the node
 * bit         0  whether the candidate's links were followed
 * </pre>
 *
 * <p>NaN sorts after everything else. Thread rule: stateless.
 */
final class Keys {
    static final long EXPANDED = 1;

    /** A key that sorts after every other one. */
    static final long LAST = Long.MAX_VALUE;

    private Keys() {}

    static long of(float distance, int node) {
        return (long) sortable(Float.floatToIntBits(distance)) << 32 | (long) node << 1;
    }

    static float distance(long key) {
        return Float.intBitsToFloat(sortable((int) (key >> 32)));
    }

    static int node(long key) {
        return (int) key >>> 1;
    }

    static boolean isExpanded(long key) {
        return (key & EXPANDED) != 0;
    }

    /** Its own inverse. */
    private static int sortable(int bits) {
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }
}
