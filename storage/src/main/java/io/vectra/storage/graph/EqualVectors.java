package io.vectra.storage.graph;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Groups vectors whose bytes are equal: each group becomes one node.
 *
 * <p>In a graph of equal nodes these are linked to one another and to nothing else, and a search that comes to them
 * finds no others.
 *
 * <p>Thread rule: immutable.
 */
final class EqualVectors {
    private static final int FREE = -1;

    private final VectorAccess vectors;
    private final int[] table;
    private final int[] tags;

    /** The next vector of a group, in ascending order, or {@link #FREE}; empty without equal vectors. */
    private int[] next = new int[0];

    private final int[] first;
    private int nodeCount;

    private EqualVectors(VectorAccess vectors) {
        this.vectors = vectors;
        this.table = new int[tableSize(vectors.count())];
        this.tags = new int[table.length];
        this.first = new int[vectors.count()];
        Arrays.fill(table, FREE);
    }

    /** Returns a power of two of which less than two thirds will be taken. */
    private static int tableSize(int count) {
        return Integer.highestOneBit((int) Math.min(1 << 30, Math.max(8L, 3L * count)));
    }

    /** Groups all vectors. */
    static Groups group(VectorAccess vectors) {
        var equal = new EqualVectors(vectors);
        var last = new int[0];
        for (int ordinal = 0; ordinal < vectors.count(); ordinal++) {
            vectors.verify(ordinal);
            int node = equal.add(ordinal);
            if (node >= 0 && last.length == 0) {
                equal.next = new int[vectors.count()];
                Arrays.fill(equal.next, FREE);
                last = new int[vectors.count()];
                Arrays.fill(last, FREE);
            }
            if (node >= 0) {
                int before = last[node] == FREE ? equal.first[node] : last[node];
                equal.next[before] = ordinal;
                last[node] = ordinal;
            }
        }
        return equal.groups();
    }

    /** Adds a vector; returns the node that has it already, or -1. */
    private int add(int ordinal) {
        int hash = hash(ordinal);
        int slot = hash & table.length - 1;
        while (table[slot] != FREE) {
            if (tags[slot] == hash && isEqual(first[table[slot]], ordinal)) {
                return table[slot];
            }
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = nodeCount;
        tags[slot] = hash;
        first[nodeCount++] = ordinal;
        return FREE;
    }

    private Groups groups() {
        if (next.length == 0) {
            return new Groups(nodeCount, new int[0], new int[0]);
        }
        var starts = new int[nodeCount + 1];
        var members = new int[vectors.count()];
        int count = 0;
        for (int node = 0; node < nodeCount; node++) {
            starts[node] = count;
            for (int ordinal = first[node]; ordinal != FREE; ordinal = next[ordinal]) {
                members[count++] = ordinal;
            }
        }
        starts[nodeCount] = count;
        sortByRow(starts, members);
        return new Groups(nodeCount, starts, members);
    }

    /** Most segments have their vectors in the order of the rows already. */
    private void sortByRow(int[] starts, int[] members) {
        for (int node = 0; node < nodeCount; node++) {
            int from = starts[node];
            int to = starts[node + 1];
            boolean isSorted = IntStream.range(from + 1, to).allMatch(i -> rowId(members[i - 1]) <= rowId(members[i]));
            if (!isSorted) {
                int[] sorted = Arrays.stream(members, from, to)
                        .boxed()
                        .sorted(Comparator.comparingLong(this::rowId))
                        .mapToInt(Integer::intValue)
                        .toArray();
                System.arraycopy(sorted, 0, members, from, sorted.length);
            }
        }
    }

    private long rowId(int ordinal) {
        return vectors.rowId(ordinal);
    }

    private int hash(int ordinal) {
        ByteBuffer piece = vectors.piece(ordinal >>> vectors.pieceShift());
        int at = index(ordinal);
        int end = at + vectors.dimension() * Float.BYTES;
        long hash = 0;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ piece.getLong(at)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        if (at < end) {
            hash = (hash ^ piece.getInt(at)) * 0x9e3779b97f4a7c15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private boolean isEqual(int a, int b) {
        ByteBuffer pieceA = vectors.piece(a >>> vectors.pieceShift());
        ByteBuffer pieceB = vectors.piece(b >>> vectors.pieceShift());
        int bytes = vectors.dimension() * Float.BYTES;
        return pieceA.slice(index(a), bytes).equals(pieceB.slice(index(b), bytes));
    }

    private int index(int ordinal) {
        return (ordinal & (1 << vectors.pieceShift()) - 1) * vectors.strideBytes();
    }

    /**
     * Vectors by node.
     *
     * @param nodeCount how many different vectors there are
     * @param starts where each node's ordinals begin in {@code members}, and their end; empty without equal vectors,
     *     when nodes are ordinals
     * @param members ordinals, those of a node in the order of their rows
     */
    record Groups(int nodeCount, int[] starts, int[] members) {
        boolean hasEqual() {
            return starts.length > 0;
        }

        /** Returns the node of each ordinal; empty without equal vectors. */
        int[] nodesOfOrdinals() {
            var nodes = new int[members.length];
            for (int node = 0; hasEqual() && node < nodeCount; node++) {
                for (int i = starts[node]; i < starts[node + 1]; i++) {
                    nodes[members[i]] = node;
                }
            }
            return nodes;
        }

        int firstOrdinal(int node) {
            return hasEqual() ? members[starts[node]] : node;
        }

        int size(int node) {
            return hasEqual() ? starts[node + 1] - starts[node] : 1;
        }
    }
}
