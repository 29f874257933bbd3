package io.vectra.storage.filter;

import java.util.Arrays;

/** Operations on one bit for each row of a chunk, see {@link ColumnChunk}. Stateless. */
final class RowBits {
    private RowBits() {}

    static int wordCount(int rowCount) {
        return (rowCount + Long.SIZE - 1) / Long.SIZE;
    }

    static void setNone(long[] words, int rowCount) {
        Arrays.fill(words, 0, wordCount(rowCount), 0);
    }

    static void setAll(long[] words, int rowCount) {
        Arrays.fill(words, 0, wordCount(rowCount), -1);
        clearAfter(words, rowCount);
    }

    /** Clears the bits after the last row. */
    static void clearAfter(long[] words, int rowCount) {
        int rest = rowCount % Long.SIZE;
        if (rest != 0) {
            words[rowCount / Long.SIZE] &= -1L >>> Long.SIZE - rest;
        }
    }

    static void invert(long[] words, int rowCount) {
        for (int i = 0; i < wordCount(rowCount); i++) {
            words[i] = ~words[i];
        }
        clearAfter(words, rowCount);
    }

    static void and(long[] words, long[] others, int wordCount) {
        for (int i = 0; i < wordCount; i++) {
            words[i] &= others[i];
        }
    }

    static void or(long[] words, long[] others, int wordCount) {
        for (int i = 0; i < wordCount; i++) {
            words[i] |= others[i];
        }
    }

    static void andNot(long[] words, long[] others, int wordCount) {
        for (int i = 0; i < wordCount; i++) {
            words[i] &= ~others[i];
        }
    }

    static boolean isNone(long[] words, int wordCount) {
        for (int i = 0; i < wordCount; i++) {
            if (words[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
