package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Where a value lies among the keys of a column, which need not have the value itself.
 *
 * @param floor the highest key that is not above the value; without meaning if there is none
 * @param isKey whether the value is {@code floor}, rather than between it and the next key
 * @param isBelowAll whether the value lies below every key
 */
record Cut(long floor, boolean isKey, boolean isBelowAll) {
    static final Cut BELOW_ALL = new Cut(Long.MIN_VALUE, false, true);
    static final Cut ABOVE_ALL = new Cut(Long.MAX_VALUE, false, false);

    /** More digits before or after the point than any key has. */
    private static final int DIGITS_MAX = 64;

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    static Cut at(long key) {
        return new Cut(key, true, false);
    }

    static Cut after(long floor) {
        return new Cut(floor, false, false);
    }

    /** Returns where a number lies among the keys that stand for {@code key / 10^scale}. */
    static Cut ofDecimal(BigDecimal value, int scale) {
        if (value.signum() == 0) {
            return at(0);
        }
        long digitsBeforePoint = (long) value.precision() - value.scale() + scale;
        if (digitsBeforePoint > DIGITS_MAX) {
            return value.signum() < 0 ? BELOW_ALL : ABOVE_ALL;
        }
        if (digitsBeforePoint < -DIGITS_MAX) {
            return after(value.signum() < 0 ? -1 : 0);
        }
        BigDecimal scaled = value.scaleByPowerOfTen(scale);
        BigDecimal floor = scaled.setScale(0, RoundingMode.FLOOR);
        BigInteger whole = floor.toBigInteger();
        if (whole.compareTo(LONG_MIN) < 0) {
            return BELOW_ALL;
        }
        if (whole.compareTo(LONG_MAX) > 0) {
            return ABOVE_ALL;
        }
        return new Cut(whole.longValue(), floor.compareTo(scaled) == 0, false);
    }

    /** Returns the keys for which {@code key operator value} is true. */
    KeyRanges keys(Filter.Operator operator) {
        return switch (operator) {
            case EQUAL -> isKey ? KeyRanges.of(floor, floor) : KeyRanges.NONE;
            case NOT_EQUAL -> keys(Filter.Operator.EQUAL).complement();
            case LESS_OR_EQUAL -> isBelowAll ? KeyRanges.NONE : KeyRanges.of(Long.MIN_VALUE, floor);
            case LESS -> less();
            case GREATER -> keys(Filter.Operator.LESS_OR_EQUAL).complement();
            case GREATER_OR_EQUAL -> less().complement();
        };
    }

    private KeyRanges less() {
        if (!isKey) {
            return keys(Filter.Operator.LESS_OR_EQUAL);
        }
        return floor == Long.MIN_VALUE ? KeyRanges.NONE : KeyRanges.of(Long.MIN_VALUE, floor - 1);
    }
}
