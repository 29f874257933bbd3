package io.vectra.storage.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the statistics of a column, from all values and a sample of them, in bounded memory.
 *
 * <p>Deterministic. Thread rule: one thread.
 */
final class StatisticsBuilder {
    private static final int SAMPLE_MAX = 4096;
    private static final int COMMON_MAX = 32;
    private static final int BOUNDS_MAX = 129;
    private static final int UNITS_MAX = 64;

    /** A value is common if it is this often in the sample and twice as often as the average value. */
    private static final int COMMON_MIN = 8;

    private final List<Comparable<?>> sample = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final DistinctCount distinct = new DistinctCount();
    private @Nullable Comparable<?> lowest;
    private @Nullable Comparable<?> highest;
    private long valueCount;
    private long nullCount;

    void addNull() {
        nullCount++;
    }

    void add(long key) {
        distinct.add(DistinctCount.mix(key));
        if (lowest == null || highest == null) {
            lowest = key;
            highest = key;
        } else if (key < (Long) lowest) {
            lowest = key;
        } else if (key > (Long) highest) {
            highest = key;
        }
        long index = nextIndex();
        if (index < SAMPLE_MAX) {
            keep((int) index, key);
        }
    }

    void add(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x100_0000_01B3L + text.charAt(i);
        }
        distinct.add(DistinctCount.mix(hash));
        long index = nextIndex();
        if (index < SAMPLE_MAX) {
            keep((int) index, text.length() <= UNITS_MAX ? text : text.substring(0, UNITS_MAX));
        }
    }

    void add(UUID uuid) {
        distinct.add(DistinctCount.mix(uuid.getMostSignificantBits() ^ 31 * uuid.getLeastSignificantBits()));
        long index = nextIndex();
        if (index < SAMPLE_MAX) {
            keep((int) index, uuid);
        }
    }

    /** Returns which of the sample's values the next one replaces; the end while the sample grows; beyond for none. */
    private long nextIndex() {
        valueCount++;
        return valueCount <= SAMPLE_MAX ? valueCount - 1 : random.nextLong(valueCount);
    }

    private void keep(int index, Comparable<?> value) {
        if (index == sample.size()) {
            sample.add(value);
        } else {
            sample.set(index, value);
        }
    }

    ColumnStatistics build() {
        sample.sort(ColumnStatistics.ORDER);
        List<ColumnStatistics.Common> common = new ArrayList<>();
        List<Comparable<?>> rest = new ArrayList<>();
        double distinctCount = Math.min(distinct.estimate(), Math.max(1, valueCount));
        double often = Math.max(COMMON_MIN, 2 * sample.size() / Math.max(1, distinctCount));
        int from = 0;
        while (from < sample.size()) {
            int to = from + 1;
            while (to < sample.size() && sample.get(to).equals(sample.get(from))) {
                to++;
            }
            if (to - from >= often || to - from == sample.size()) {
                common.add(new ColumnStatistics.Common(sample.get(from), (double) (to - from) / sample.size()));
            } else {
                rest.addAll(sample.subList(from, to));
            }
            from = to;
        }
        common.sort(Comparator.comparingDouble(ColumnStatistics.Common::share).reversed());
        while (common.size() > COMMON_MAX) {
            rest.add(common.remove(common.size() - 1).value());
        }
        rest.sort(ColumnStatistics.ORDER);
        return new ColumnStatistics(nullCount, Math.round(distinctCount), common, bounds(rest));
    }

    private List<Comparable<?>> bounds(List<Comparable<?>> rest) {
        List<Comparable<?>> bounds = new ArrayList<>();
        int count = Math.min(BOUNDS_MAX, rest.size());
        for (int i = 0; i < count; i++) {
            bounds.add(rest.get(count == 1 ? 0 : (int) ((long) i * (rest.size() - 1) / (count - 1))));
        }
        if (count > 1 && lowest != null && highest != null) {
            bounds.set(0, lowest);
            bounds.set(count - 1, highest);
        }
        return bounds;
    }
}
