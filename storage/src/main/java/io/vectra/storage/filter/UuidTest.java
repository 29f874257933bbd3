package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a condition asks of the UUIDs of a column, none of which is NULL. Immutable.
 *
 * <p>UUIDs order as unsigned 128-bit numbers, as in the relational mirror and unlike {@link UUID#compareTo}.
 */
sealed interface UuidTest {
    /** Returns whether a UUID meets the condition. */
    boolean matches(long high, long low);

    /** Compares two UUIDs. */
    static int compare(long high, long low, UUID other) {
        int order = Long.compareUnsigned(high, other.getMostSignificantBits());
        return order != 0 ? order : Long.compareUnsigned(low, other.getLeastSignificantBits());
    }

    /** {@code uuid operator operand}. */
    record Comparison(Filter.Operator operator, UUID operand) implements UuidTest {
        @Override
        public boolean matches(long high, long low) {
            int order = compare(high, low, operand);
            return switch (operator) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** {@code uuid [NOT] IN (operands)}. */
    final class Membership implements UuidTest {
        private final UUID[] operands;
        private final boolean isNegated;

        Membership(UUID[] operands, boolean isNegated) {
            this.operands = operands.clone();
            this.isNegated = isNegated;
            Arrays.sort(this.operands, (a, b) -> compare(a.getMostSignificantBits(), a.getLeastSignificantBits(), b));
        }

        int count() {
            return operands.length;
        }

        boolean isNegated() {
            return isNegated;
        }

        @Override
        public boolean matches(long high, long low) {
            int from = 0;
            int to = operands.length;
            while (from < to) {
                int middle = from + to >>> 1;
                int order = compare(high, low, operands[middle]);
                if (order == 0) {
                    return !isNegated;
                }
                if (order > 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return isNegated;
        }
    }
}
