package io.vectra.storage.filter;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What is known of a column's values without reading them: enough to estimate how many meet a condition. Immutable.
 *
 * <p>Values are {@code Long} keys, {@code String}s (their first 64 units), or {@code UUID}s.
 *
 * @param nullCount how many rows are NULL
 * @param distinctCount about how many different values there are
 * @param common the values that are much more frequent than others
 * @param bounds of the other values: ascending, the same number of rows between each two; those of keys begin with the
 *     lowest and end with the highest key
 */
record ColumnStatistics(long nullCount, long distinctCount, List<Common> common, List<Comparable<?>> bounds) {
    /** The order of values, all of one class. */
    static final Comparator<Comparable<?>> ORDER = ColumnStatistics::compare;

    ColumnStatistics {
        common = List.copyOf(common);
        bounds = List.copyOf(bounds);
    }

    /**
     * A frequent value.
     *
     * @param share the share of the rows that are not NULL, from 0 to 1
     */
    record Common(Comparable<?> value, double share) {}

    private static int compare(Comparable<?> a, Comparable<?> b) {
        if (a instanceof Long key) {
            return key.compareTo((Long) b);
        }
        if (a instanceof String text) {
            return text.compareTo((String) b);
        }
        UUID uuid = (UUID) a;
        return UuidTest.compare(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), (UUID) b);
    }

    /** Returns the share of the rows that meet a condition on this column, from 0 to 1. */
    double share(Condition.Node node, long rowCount) {
        double nullShare = (double) nullCount / rowCount;
        if (node instanceof Condition.Everything) {
            return 1;
        }
        if (node instanceof Condition.Nulls nulls) {
            return nulls.isNull() ? nullShare : 1 - nullShare;
        }
        double commonShare = 0;
        double restShare = 1;
        for (Common value : common) {
            restShare -= value.share();
            commonShare += matches(node, value.value()) ? value.share() : 0;
        }
        double restMatches = Math.min(1, Math.max(0, shareOfRest(node)));
        return (1 - nullShare) * Math.min(1, commonShare + Math.max(0, restShare) * restMatches);
    }

    private static boolean matches(Condition.Node node, Comparable<?> value) {
        if (node instanceof Condition.Keys keys) {
            return keys.ranges().contains((Long) value);
        }
        if (node instanceof Condition.Texts texts) {
            return texts.test().matches((String) value);
        }
        UUID uuid = (UUID) value;
        return node instanceof Condition.Uuids uuids
                && uuids.test().matches(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private double shareOfRest(Condition.Node node) {
        if (bounds.isEmpty()) {
            return 0;
        }
        double each = 1.0 / Math.max(1, distinctCount - common.size());
        if (node instanceof Condition.Keys keys) {
            return shareOfKeys(keys.ranges(), each);
        }
        long operands = operandCount(node);
        if (operands != 0) {
            return operands > 0 ? operands * each : 1 + operands * each;
        }
        int matching = 0;
        for (Comparable<?> bound : bounds) {
            matching += matches(node, bound) ? 1 : 0;
        }
        return Math.max(matching, 0.25) / bounds.size();
    }

    /** Returns how many values a node lists; negative if they are excluded; 0 if it does not list any. */
    private static long operandCount(Condition.Node node) {
        if (node instanceof Condition.Texts texts) {
            if (texts.test() instanceof TextTest.Membership in) {
                return in.isNegated() ? -in.operands().size() : in.operands().size();
            }
            return texts.test() instanceof TextTest.Comparison comparison ? sign(comparison.operator()) : 0;
        }
        if (node instanceof Condition.Uuids uuids) {
            if (uuids.test() instanceof UuidTest.Membership in) {
                return in.isNegated() ? -in.count() : in.count();
            }
            return uuids.test() instanceof UuidTest.Comparison comparison ? sign(comparison.operator()) : 0;
        }
        return 0;
    }

    private static int sign(io.vectra.storage.Filter.Operator operator) {
        return switch (operator) {
            case EQUAL -> 1;
            case NOT_EQUAL -> -1;
            default -> 0;
        };
    }

    private double shareOfKeys(KeyRanges ranges, double each) {
        long lowest = (Long) bounds.get(0);
        long highest = (Long) bounds.get(bounds.size() - 1);
        double share = 0;
        for (int range = ranges.firstEndingAtOrAfter(lowest); range < ranges.count(); range++) {
            long low = Math.max(lowest, ranges.low(range));
            long high = Math.min(highest, ranges.high(range));
            if (low > high) {
                break;
            }
            double covered = high == highest ? 1 : position(high + 1);
            share += low == high ? each : Math.max(each, covered - position(low));
        }
        return share;
    }

    /** Returns the share of the values between the bounds that are below a key. */
    private double position(long key) {
        int from = 0;
        int to = bounds.size() - 1;
        while (from < to) {
            int middle = from + to >>> 1;
            if ((Long) bounds.get(middle) < key) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == 0) {
            return 0;
        }
        double low = (Long) bounds.get(from - 1);
        double high = (Long) bounds.get(from);
        double between = low < high ? Math.min(1, Math.max(0, (key - low) / (high - low))) : 1;
        return (from - 1 + between) / (bounds.size() - 1);
    }
}
