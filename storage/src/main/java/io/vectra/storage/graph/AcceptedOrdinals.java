package io.vectra.storage.graph;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * The vectors that a search may return: a bit for each ordinal.
 *
 * <p>A bit set, because a walk asks for thousands of ordinals in no order.
 *
 * <p>Thread rule: immutable, but for what it remembers of a graph; any number of threads.
 */
public final class AcceptedOrdinals {
    private final long[] words;
    private final int vectorCount;
    private final int count;

    /** The nodes of the graph that was asked about last; whoever does not see them computes them again. */
    private @Nullable AcceptedNodes nodes;

    /** Whether a walk has had to do without the nodes; as racy. */
    private boolean isWalked;

    private AcceptedOrdinals(long[] words, int vectorCount) {
        this.words = words;
        this.vectorCount = vectorCount;
        this.count = Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /**
     * Takes bits, as of {@link java.util.BitSet#toLongArray()}; those beyond the array's end are not set.
     *
     * @param vectorCount how many ordinals there are
     */
    public static AcceptedOrdinals of(long[] words, int vectorCount) {
        long[] all = Arrays.copyOf(words, (vectorCount + Long.SIZE - 1) / Long.SIZE);
        if (vectorCount % Long.SIZE != 0) {
            all[all.length - 1] &= -1L >>> -vectorCount;
        }
        return new AcceptedOrdinals(all, vectorCount);
    }

    /** Returns all ordinals. */
    public static AcceptedOrdinals all(int vectorCount) {
        return of(i -> true, vectorCount);
    }

    /** Takes a bitmap of ordinals. */
    public static AcceptedOrdinals of(RoaringBitmap bitmap, int vectorCount) {
        return of(BitSetUtil.toLongArray(bitmap), vectorCount);
    }

    /** Asks for each of the ordinals from 0 on. */
    public static AcceptedOrdinals of(IntPredicate isAccepted, int vectorCount) {
        var words = new long[(vectorCount + Long.SIZE - 1) / Long.SIZE];
        for (int ordinal = 0; ordinal < vectorCount; ordinal++) {
            if (isAccepted.test(ordinal)) {
                words[ordinal >>> 6] |= 1L << ordinal;
            }
        }
        return new AcceptedOrdinals(words, vectorCount);
    }

    /** Returns the ordinals that are in both, such as those that match and are not deleted. */
    public AcceptedOrdinals and(AcceptedOrdinals other) {
        if (other.vectorCount != vectorCount) {
            throw new IllegalArgumentException("sets of " + vectorCount + " and of " + other.vectorCount
                    + " ordinals belong to different vectors");
        }
        long[] both = words.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= other.words[i];
        }
        return new AcceptedOrdinals(both, vectorCount);
    }

    /** Returns whether an ordinal may be returned. */
    public boolean contains(int ordinal) {
        return (words[ordinal >>> 6] & 1L << ordinal) != 0;
    }

    /** Returns the first ordinal that may be returned, from one on; -1 if there is none. */
    public int next(int from) {
        int word = from >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long bits = words[word] & -1L << from;
        while (bits == 0) {
            if (++word == words.length) {
                return -1;
            }
            bits = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Returns the nodes of a graph that have these vectors. */
    AcceptedNodes nodes(MappedGraph graph, NodeOrdinals ordinals) {
        AcceptedNodes known = nodes;
        if (known == null || !known.areOf(graph)) {
            known = AcceptedNodes.of(graph, ordinals, words);
            nodes = known;
        }
        return known;
    }

    /**
     * Returns the nodes of a graph for a walk, which asks for few of them; null if they are not known and would not
     * pay: where the set is not used again.
     */
    @Nullable
    AcceptedNodes nodesForWalk(MappedGraph graph, NodeOrdinals ordinals) {
        AcceptedNodes known = nodes;
        if (isWalked || known != null && known.areOf(graph)) {
            return nodes(graph, ordinals);
        }
        isWalked = true;
        return null;
    }

    /** Returns how many ordinals may be returned. */
    public int count() {
        return count;
    }

    /** Returns how many ordinals there are. */
    public int vectorCount() {
        return vectorCount;
    }
}
