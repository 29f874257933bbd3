package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * A filter made ready for columns of given types: for which rows it is TRUE.
 *
 * <p>FALSE and UNKNOWN need no telling apart here, because negations were moved down to the columns, where a NULL is
 * left out both with and without the negation. Immutable.
 */
public final class Condition {
    private final Node root;
    private final int depth;

    Condition(Node root) {
        this.root = root;
        this.depth = root.depth();
    }

    /**
     * Makes a filter ready.
     *
     * @param types the types of the columns, in the order of the row images
     * @return null if the relational mirror has to evaluate it: a column's type cannot be compared here, or not with a
     *     value of this class, or the mirror's rules for this combination of values are its own
     */
    public static @Nullable Condition of(Filter filter, List<ColumnType> types) {
        return isPossible(filter, types) ? new Condition(ConditionBuilder.build(filter, types)) : null;
    }

    /** Returns whether {@link #of} makes one of a filter. */
    static boolean isPossible(Filter filter, List<ColumnType> types) {
        return ConditionBuilder.isSupported(filter, types);
    }

    /** Evaluates chunk after chunk. */
    Evaluation evaluation() {
        return new Evaluation();
    }

    /**
     * Returns the share of rows that meet this, from 0 to 1.
     *
     * @param leaves gives the share for a node that is neither a conjunction nor a disjunction
     */
    double share(ToDoubleFunction<Node> leaves) {
        return root.share(leaves);
    }

    /** The words of an evaluation, used for one chunk after another by one thread. */
    final class Evaluation {
        private final long[][] words = new long[depth][];

        /** Returns the rows of a chunk that meet the condition, valid until the next call. */
        long[] rows(ColumnChunk chunk) {
            for (int i = 0; i < depth; i++) {
                if (words[i] == null || words[i].length < chunk.wordCount()) {
                    words[i] = new long[chunk.wordCount()];
                }
            }
            root.mark(chunk, words, 0);
            return words[0];
        }
    }

    /** Makes a bitmap of one bit for each row. */
    static RoaringBitmap bitmap(long[] words) {
        RoaringBitmap bitmap = BitSetUtil.bitmapOf(words);
        bitmap.runOptimize();
        return bitmap;
    }

    /** A part of a condition. */
    sealed interface Node {
        /** Marks the rows that meet this in {@code words[level]}; the words of higher levels are free to use. */
        void mark(ColumnChunk chunk, long[][] words, int level);

        /** Returns the column that this tests; -1 if it is none or several. */
        default int column() {
            return -1;
        }

        /** Returns how many levels of words this uses. */
        default int depth() {
            return 1;
        }

        /** Returns the share of rows that meet this. */
        default double share(ToDoubleFunction<Node> leaves) {
            return leaves.applyAsDouble(this);
        }
    }

    /** Every row. */
    record Everything() implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            RowBits.setAll(words[level], chunk.rowCount());
        }
    }

    /** No row. */
    record Nothing() implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            RowBits.setNone(words[level], chunk.rowCount());
        }
    }

    /** Rows whose key is in ranges. */
    record Keys(int column, KeyRanges ranges) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            chunk.markKeys(column, ranges, words[level]);
        }
    }

    /** Rows whose text meets a test. */
    record Texts(int column, TextTest test) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            chunk.markTexts(column, test, words[level]);
        }
    }

    /** Rows whose UUID meets a test. */
    record Uuids(int column, UuidTest test) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            chunk.markUuids(column, test, words[level]);
        }
    }

    /** Rows that are NULL, or those that are not. */
    record Nulls(int column, boolean isNull) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            chunk.markNulls(column, words[level]);
            if (!isNull) {
                RowBits.invert(words[level], chunk.rowCount());
            }
        }
    }

    /** Rows that meet all of several nodes. */
    record All(List<Node> nodes) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            nodes.get(0).mark(chunk, words, level);
            for (int i = 1; i < nodes.size() && !RowBits.isNone(words[level], chunk.wordCount()); i++) {
                nodes.get(i).mark(chunk, words, level + 1);
                RowBits.and(words[level], words[level + 1], chunk.wordCount());
            }
        }

        @Override
        public int depth() {
            return depthOf(nodes);
        }

        @Override
        public double share(ToDoubleFunction<Node> leaves) {
            double share = 1;
            for (Node node : nodes) {
                share *= node.share(leaves);
            }
            return share;
        }
    }

    /** Rows that meet any of several nodes. */
    record Any(List<Node> nodes) implements Node {
        @Override
        public void mark(ColumnChunk chunk, long[][] words, int level) {
            nodes.get(0).mark(chunk, words, level);
            for (int i = 1; i < nodes.size(); i++) {
                nodes.get(i).mark(chunk, words, level + 1);
                RowBits.or(words[level], words[level + 1], chunk.wordCount());
            }
        }

        @Override
        public int depth() {
            return depthOf(nodes);
        }

        @Override
        public double share(ToDoubleFunction<Node> leaves) {
            double missing = 1;
            for (Node node : nodes) {
                missing *= 1 - node.share(leaves);
            }
            return 1 - missing;
        }
    }

    private static int depthOf(List<Node> nodes) {
        int depth = nodes.get(0).depth();
        for (int i = 1; i < nodes.size(); i++) {
            depth = Math.max(depth, 1 + nodes.get(i).depth());
        }
        return depth;
    }
}
