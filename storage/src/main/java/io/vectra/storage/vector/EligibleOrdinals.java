package io.vectra.storage.vector;

import io.vectra.storage.EligibleRows;
import java.util.Arrays;

/** Puts the rows of a WHERE into the order of the log. Thread rule: stateless. */
final class EligibleOrdinals {
    /** Ordinals are sorted by a bit set where it has at most this many bits for each of them. */
    private static final int BITS_PER_ORDINAL_MAX = 64;

    private EligibleOrdinals() {}

    /** Returns the ordinals of the rows' vectors, ascending, each once. */
    static long[] sorted(EligibleRows rows, int columnId) {
        var ordinals = new long[rows.count()];
        boolean isAscending = true;
        long max = -1;
        for (int i = 0; i < ordinals.length; i++) {
            long reference = rows.reference(i);
            if (VectorReference.columnId(reference) != columnId) {
                throw new IllegalArgumentException("reference " + reference + " belongs to column "
                        + VectorReference.columnId(reference) + ", but column " + columnId + " is searched");
            }
            ordinals[i] = VectorReference.ordinal(reference);
            isAscending &= ordinals[i] > max;
            max = Math.max(max, ordinals[i]);
        }
        if (isAscending) {
            return ordinals;
        }
        return max / BITS_PER_ORDINAL_MAX < ordinals.length ? sortedByBits(ordinals, max) : sortedDistinct(ordinals);
    }

    private static long[] sortedByBits(long[] ordinals, long max) {
        var words = new long[(int) (max / Long.SIZE) + 1];
        for (long ordinal : ordinals) {
            words[(int) (ordinal / Long.SIZE)] |= 1L << ordinal;
        }
        int count = 0;
        for (int i = 0; i < words.length; i++) {
            for (long word = words[i]; word != 0; word &= word - 1) {
                ordinals[count++] = (long) i * Long.SIZE + Long.numberOfTrailingZeros(word);
            }
        }
        return Arrays.copyOf(ordinals, count);
    }

    private static long[] sortedDistinct(long[] ordinals) {
        Arrays.sort(ordinals);
        int count = 0;
        for (long ordinal : ordinals) {
            if (count == 0 || ordinals[count - 1] != ordinal) {
                ordinals[count++] = ordinal;
            }
        }
        return Arrays.copyOf(ordinals, count);
    }
}
