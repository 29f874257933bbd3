package io.vectra.storage.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tests many unsigned numbers of 1, 2, 4 or 8 bytes, one bit of the result for each.
 *
 * <p>The numbers are copied into arrays piece by piece, because loops over arrays are compiled better than those over
 * mapped bytes. Thread rule: one thread.
 */
final class KeyScan {
    private static final int PIECE = 2048;

    /** So many ranges are scanned one after the other; more are looked up number by number. */
    private static final int SCANNED_RANGES_MAX = 3;

    private final ByteBuffer bytes;
    private final int index;
    private final int width;
    private final int count;

    private final byte[] ones;
    private final short[] twos;
    private final int[] fours;
    private final long[] eights;

    /**
     * Takes numbers.
     *
     * @param bytes little-endian
     * @param index where the numbers begin
     * @param width bytes of a number
     */
    KeyScan(ByteBuffer bytes, int index, int width, int count) {
        this.bytes = bytes;
        this.index = index;
        this.width = width;
        this.count = count;
        this.ones = new byte[width == 1 ? PIECE : 0];
        this.twos = new short[width == 2 ? PIECE : 0];
        this.fours = new int[width == 4 ? PIECE : 0];
        this.eights = new long[width == 8 ? PIECE : 0];
    }

    /**
     * Marks the numbers that lie in ranges.
     *
     * @param bounds lowest and highest number of each range, ascending as unsigned numbers
     */
    void markRanges(long[] bounds, long[] words) {
        int ranges = bounds.length / 2;
        if (ranges == 1) {
            scan(words, at -> markRange(bounds[0], bounds[1], words, at));
        } else if (width <= 2) {
            markNumbers(table(bounds), words);
        } else if (ranges <= SCANNED_RANGES_MAX) {
            scan(words, at -> {
                for (int i = 0; i < bounds.length; i += 2) {
                    markRange(bounds[i], bounds[i + 1], words, at);
                }
            });
        } else {
            scan(words, at -> markLookedUp(bounds, words, at));
        }
    }

    /**
     * Marks the numbers whose mark is 1; numbers are of 1 or 2 bytes.
     *
     * @param marks 0 or 1 for each number that occurs
     */
    void markNumbers(byte[] marks, long[] words) {
        scan(words, at -> {
            for (int piece = 0; piece < PIECE && at + piece < count; piece += Long.SIZE) {
                int end = Math.min(Long.SIZE, count - at - piece);
                long word = 0;
                if (width == 1) {
                    for (int j = 0; j < end; j++) {
                        word |= (long) marks[ones[piece + j] & 0xFF] << j;
                    }
                } else {
                    for (int j = 0; j < end; j++) {
                        word |= (long) marks[twos[piece + j] & 0xFFFF] << j;
                    }
                }
                words[at + piece >>> 6] = word;
            }
        });
    }

    private interface PieceScan {
        /** Scans the piece whose first number is the one at {@code at}. */
        void scan(int at);
    }

    private void scan(long[] words, PieceScan pieceScan) {
        Arrays.fill(words, 0, RowBits.wordCount(count), 0);
        for (int at = 0; at < count; at += PIECE) {
            int length = Math.min(PIECE, count - at);
            int from = index + at * width;
            ByteBuffer piece = bytes.duplicate().order(bytes.order()).position(from);
            switch (width) {
                case 1 -> piece.get(ones, 0, length);
                case 2 -> piece.asShortBuffer().get(twos, 0, length);
                case 4 -> piece.asIntBuffer().get(fours, 0, length);
                default -> piece.asLongBuffer().get(eights, 0, length);
            }
            pieceScan.scan(at);
        }
        RowBits.clearAfter(words, count);
    }

    /** Marks the numbers of a piece from {@code low} to {@code high}; those after the last one are stale. */
    private void markRange(long low, long high, long[] words, int at) {
        int end = RowBits.wordCount(Math.min(PIECE, count - at));
        for (int i = 0; i < end; i++) {
            words[(at >>> 6) + i] |= switch (width) {
                case 1 -> inRange(ones, i << 6, (int) low, (int) high);
                case 2 -> inRange(twos, i << 6, (int) low, (int) high);
                case 4 -> inRange(fours, i << 6, low, high);
                default -> inRange(eights, i << 6, low, high);
            };
        }
    }

    private static long inRange(byte[] numbers, int from, int low, int high) {
        long word = 0;
        for (int j = 0; j < Long.SIZE; j++) {
            int number = numbers[from + j] & 0xFF;
            word |= (long) (((number - low | high - number) >>> 31) ^ 1) << j;
        }
        return word;
    }

    private static long inRange(short[] numbers, int from, int low, int high) {
        long word = 0;
        for (int j = 0; j < Long.SIZE; j++) {
            int number = numbers[from + j] & 0xFFFF;
            word |= (long) (((number - low | high - number) >>> 31) ^ 1) << j;
        }
        return word;
    }

    private static long inRange(int[] numbers, int from, long low, long high) {
        long word = 0;
        for (int j = 0; j < Long.SIZE; j++) {
            long number = numbers[from + j] & 0xFFFF_FFFFL;
            word |= (((number - low | high - number) >>> 63) ^ 1) << j;
        }
        return word;
    }

    /** Compares differences to {@code low} as unsigned numbers, the sign bit inverted. */
    private static long inRange(long[] numbers, int from, long low, long high) {
        long word = 0;
        long span = (high - low) + Long.MIN_VALUE;
        for (int j = 0; j < Long.SIZE; j++) {
            word |= (numbers[from + j] - low) + Long.MIN_VALUE <= span ? 1L << j : 0;
        }
        return word;
    }

    private void markLookedUp(long[] bounds, long[] words, int at) {
        int end = Math.min(PIECE, count - at);
        for (int i = 0; i < end; i++) {
            long number = width == 4 ? fours[i] & 0xFFFF_FFFFL : eights[i];
            if (isInRanges(bounds, number)) {
                words[at + i >>> 6] |= 1L << at + i;
            }
        }
    }

    private static boolean isInRanges(long[] bounds, long number) {
        int from = 0;
        int to = bounds.length / 2;
        while (from < to) {
            int middle = from + to >>> 1;
            if (Long.compareUnsigned(bounds[2 * middle + 1], number) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return 2 * from < bounds.length && Long.compareUnsigned(bounds[2 * from], number) <= 0;
    }

    private byte[] table(long[] bounds) {
        byte[] marks = new byte[1 << width * Byte.SIZE];
        for (int i = 0; i < bounds.length; i += 2) {
            Arrays.fill(marks, (int) bounds[i], (int) bounds[i + 1] + 1, (byte) 1);
        }
        return marks;
    }
}
