package io.vectra.storage.vector;

import java.nio.ByteBuffer;

/**
 * The rows' comparison that runs everywhere: floats one by one in four rows, codes four to a multiplication.
 *
 * <p>Thread rule: any number of threads.
 */
final class ScalarScatteredRows implements ScatteredRows {
    private static final int GROUP = 4;
    private static final int LINE_BYTES = 64;
    private static final int BYTES_PER_WORD = Long.BYTES;

    /** Selects every other byte, into lanes of 16 bits. */
    private static final long EVEN = 0x00ff_00ff_00ff_00ffL;

    private static final int TOP_LANE = 48;

    /** Multiplied with this, lanes add up in the top one. */
    private static final long ONES = 0x0001_0001_0001_0001L;

    /**
     * So many packed words, of twice as many codes to a word of a row, are summed before the top lane would overflow.
     */
    private static final int SUMMED_WORDS = 128;

    private final ByteBuffer buffer;

    /** What {@link #readAhead} has read; a racy sink that keeps the reads from being optimised away. */
    private int sink;

    ScalarScatteredRows(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public void dot(int[] byteIndexes, int count, float[] query, float[] results) {
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            int at0 = byteIndexes[i];
            int at1 = byteIndexes[i + 1];
            int at2 = byteIndexes[i + 2];
            int at3 = byteIndexes[i + 3];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int j = 0; j < query.length; j++) {
                float element = query[j];
                int offset = j * Float.BYTES;
                sum0 = sum0 + buffer.getFloat(at0 + offset) * element;
                sum1 = sum1 + buffer.getFloat(at1 + offset) * element;
                sum2 = sum2 + buffer.getFloat(at2 + offset) * element;
                sum3 = sum3 + buffer.getFloat(at3 + offset) * element;
            }
            results[i] = sum0;
            results[i + 1] = sum1;
            results[i + 2] = sum2;
            results[i + 3] = sum3;
        }
        for (; i < count; i++) {
            results[i] = dot(byteIndexes[i], query);
        }
    }

    private float dot(int at, float[] query) {
        float even = 0;
        float odd = 0;
        int j = 0;
        for (; j <= query.length - 2; j += 2) {
            even += buffer.getFloat(at + j * Float.BYTES) * query[j];
            odd += buffer.getFloat(at + (j + 1) * Float.BYTES) * query[j + 1];
        }
        if (j < query.length) {
            even += buffer.getFloat(at + j * Float.BYTES) * query[j];
        }
        return even + odd;
    }

    @Override
    public void squaredEuclidean(int[] byteIndexes, int count, float[] query, float[] results) {
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            int at0 = byteIndexes[i];
            int at1 = byteIndexes[i + 1];
            int at2 = byteIndexes[i + 2];
            int at3 = byteIndexes[i + 3];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int j = 0; j < query.length; j++) {
                float element = query[j];
                int offset = j * Float.BYTES;
                sum0 = sum0 + square(buffer.getFloat(at0 + offset) - element);
                sum1 = sum1 + square(buffer.getFloat(at1 + offset) - element);
                sum2 = sum2 + square(buffer.getFloat(at2 + offset) - element);
                sum3 = sum3 + square(buffer.getFloat(at3 + offset) - element);
            }
            results[i] = sum0;
            results[i + 1] = sum1;
            results[i + 2] = sum2;
            results[i + 3] = sum3;
        }
        for (; i < count; i++) {
            float sum = 0;
            for (int j = 0; j < query.length; j++) {
                sum += square(buffer.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j]);
            }
            results[i] = sum;
        }
    }

    @Override
    public void manhattan(int[] byteIndexes, int count, float[] query, float[] results) {
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            int at0 = byteIndexes[i];
            int at1 = byteIndexes[i + 1];
            int at2 = byteIndexes[i + 2];
            int at3 = byteIndexes[i + 3];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int j = 0; j < query.length; j++) {
                float element = query[j];
                int offset = j * Float.BYTES;
                sum0 = sum0 + Math.abs(buffer.getFloat(at0 + offset) - element);
                sum1 = sum1 + Math.abs(buffer.getFloat(at1 + offset) - element);
                sum2 = sum2 + Math.abs(buffer.getFloat(at2 + offset) - element);
                sum3 = sum3 + Math.abs(buffer.getFloat(at3 + offset) - element);
            }
            results[i] = sum0;
            results[i + 1] = sum1;
            results[i + 2] = sum2;
            results[i + 3] = sum3;
        }
        for (; i < count; i++) {
            float sum = 0;
            for (int j = 0; j < query.length; j++) {
                sum += Math.abs(buffer.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j]);
            }
            results[i] = sum;
        }
    }

    @Override
    public void dotCodes(int[] byteIndexes, int count, CodeQuery query, float[] results) {
        readAhead(byteIndexes, count, query.weights().length);
        int i = 0;
        for (; i <= count - 2; i += 2) {
            dotCodesOfTwo(byteIndexes, i, query, results);
        }
        if (i < count) {
            results[i] = dotCodes(byteIndexes[i], query);
        }
    }

    /** Computes two inner products; of each row also the sum of its codes, which the packed weights' offset counts. */
    private void dotCodesOfTwo(int[] byteIndexes, int i, CodeQuery query, float[] results) {
        long[] packed = query.packed();
        int at0 = byteIndexes[i];
        int at1 = byteIndexes[i + 1];
        long products0 = 0;
        long products1 = 0;
        long sum0 = 0;
        long sum1 = 0;
        for (int start = 0; start < packed.length; start += SUMMED_WORDS) {
            int end = Math.min(packed.length, start + SUMMED_WORDS);
            long lanes0 = 0;
            long lanes1 = 0;
            for (int word = start; word < end; word += 2) {
                long evenWeights = packed[word];
                long oddWeights = packed[word + 1];
                int offset = word / 2 * BYTES_PER_WORD;
                long codes0 = buffer.getLong(at0 + offset);
                long even0 = codes0 & EVEN;
                long odd0 = codes0 >>> Byte.SIZE & EVEN;
                products0 += (even0 * evenWeights >>> TOP_LANE) + (odd0 * oddWeights >>> TOP_LANE);
                lanes0 += even0 + odd0;
                long codes1 = buffer.getLong(at1 + offset);
                long even1 = codes1 & EVEN;
                long odd1 = codes1 >>> Byte.SIZE & EVEN;
                products1 += (even1 * evenWeights >>> TOP_LANE) + (odd1 * oddWeights >>> TOP_LANE);
                lanes1 += even1 + odd1;
            }
            sum0 += lanes0 * ONES >>> TOP_LANE;
            sum1 += lanes1 * ONES >>> TOP_LANE;
        }
        results[i] = query.packedScale() * products0 + query.packedOffset() * sum0;
        results[i + 1] = query.packedScale() * products1 + query.packedOffset() * sum1;
    }

    private float dotCodes(int at, CodeQuery query) {
        long[] packed = query.packed();
        long products = 0;
        long sum = 0;
        for (int start = 0; start < packed.length; start += SUMMED_WORDS) {
            int end = Math.min(packed.length, start + SUMMED_WORDS);
            long lanes = 0;
            for (int word = start; word < end; word += 2) {
                long codes = buffer.getLong(at + word / 2 * BYTES_PER_WORD);
                long even = codes & EVEN;
                long odd = codes >>> Byte.SIZE & EVEN;
                products += (even * packed[word] >>> TOP_LANE) + (odd * packed[word + 1] >>> TOP_LANE);
                lanes += even + odd;
            }
            sum += lanes * ONES >>> TOP_LANE;
        }
        return query.packedScale() * products + query.packedOffset() * sum;
    }

    @Override
    public void manhattanCodes(int[] byteIndexes, int count, CodeQuery query, float[] results) {
        float[] targets = query.weights();
        float[] steps = query.steps();
        readAhead(byteIndexes, count, targets.length);
        for (int i = 0; i < count; i++) {
            int at = byteIndexes[i];
            float even = 0;
            float odd = 0;
            for (int j = 0; j < targets.length; j += 2) {
                even += Math.abs(steps[j] * buffer.get(at + j) - targets[j]);
                odd += Math.abs(steps[j + 1] * buffer.get(at + j + 1) - targets[j + 1]);
            }
            results[i] = even + odd;
        }
    }

    /** Reads a byte of each line of all rows first: these misses do not wait for one another. */
    private void readAhead(int[] byteIndexes, int count, int rowBytes) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            for (int offset = 0; offset < rowBytes; offset += LINE_BYTES) {
                sum += buffer.get(byteIndexes[i] + offset);
            }
        }
        sink = sum;
    }

    private static float square(float value) {
        return value * value;
    }
}
