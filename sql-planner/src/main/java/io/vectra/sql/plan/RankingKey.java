package io.vectra.sql.plan;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;

/**
 * A sort key that rises, or falls, with one distance: the distance itself, or arithmetic over it that never changes
 * direction where the distance can lie. Rows at different distances may have the same key.
 *
 * @param expression the key
 * @param distance what it is computed from
 * @param isRising whether a larger value of {@link VectorDistance#expression} gives no smaller key
 * @param line how the key follows from that value, if by a straight line; else null
 */
record RankingKey(
        SqlNode expression,
        VectorDistance distance,
        boolean isRising,
        @Nullable Line line) {

    /**
     * {@code shift + factor * value}, as far as rounding goes.
     *
     * @param factor not 0
     */
    record Line(double shift, double factor) {
        static final Line SAME = new Line(0, 1);
    }

    /** Values between two bounds, both included. */
    private record Range(double low, double high) {
        static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        static Range of(double a, double b) {
            return Double.isNaN(a) || Double.isNaN(b) ? ALL : new Range(Math.min(a, b), Math.max(a, b));
        }
    }

    /** What is known about an expression: how it follows from the distance, and between which bounds it lies. */
    private record Known(
            VectorDistance distance,
            boolean isRising,
            Range range,
            @Nullable Line line) {
        Known rising(Range newRange) {
            return new Known(distance, isRising, newRange, null);
        }

        Known falling(Range newRange) {
            return new Known(distance, !isRising, newRange, null);
        }

        /** Returns the same, known to be this line. */
        Known with(@Nullable Line newLine) {
            return new Known(distance, isRising, range, newLine);
        }

        /** Returns the line of the value times a factor, plus a shift. */
        @Nullable
        Line line(double factor, @Nullable Double shift) {
            return line == null || shift == null
                    ? null
                    : new Line(line.shift() * factor + shift, line.factor() * factor);
        }
    }

    /** Returns what a key is, or null if it is not known to follow one distance. */
    static @Nullable RankingKey find(SqlNode key, FlatQuery read) throws NotSearchable {
        Known known = known(key, read);
        return known == null ? null : new RankingKey(key, known.distance(), known.isRising(), known.line());
    }

    /** Returns whether the nearest rows are those with the smallest keys. */
    boolean isNearestSmallest() {
        return distance.isNearestSmallest() == isRising;
    }

    /** Returns whether the key is the distance or similarity itself. */
    boolean isDistance() {
        return expression == distance.expression();
    }

    private static @Nullable Known known(SqlNode node, FlatQuery read) throws NotSearchable {
        VectorDistance distance = VectorDistance.find(node, read);
        if (distance != null) {
            return new Known(distance, true, range(distance), Line.SAME);
        }
        if (!(node instanceof SqlCall call)) {
            return null;
        }
        return switch (call.getKind()) {
            case PLUS_PREFIX -> known(call.operand(0), read);
            case MINUS_PREFIX -> negated(known(call.operand(0), read));
            case PLUS -> sum(call, read);
            case MINUS -> difference(call, read);
            case TIMES -> product(call, read);
            case DIVIDE -> quotient(call, read);
            default -> function(call, read);
        };
    }

    private static Range range(VectorDistance distance) {
        Range range = switch (distance.ordering().metric()) {
            case COSINE -> distance.isExact() ? new Range(0, 2) : new Range(-1, 1);
            case EUCLIDEAN, MANHATTAN -> new Range(0, Double.POSITIVE_INFINITY);
            case DOT_PRODUCT -> Range.ALL;
        };
        return distance.isNegated() ? new Range(-range.high(), -range.low()) : range;
    }

    private static @Nullable Known negated(@Nullable Known known) {
        return known == null
                ? null
                : known.falling(new Range(-known.range().high(), -known.range().low()))
                        .with(known.line(-1, 0.0));
    }

    private static @Nullable Known sum(SqlCall call, FlatQuery read) throws NotSearchable {
        boolean isLeft = isConstant(call.operand(1));
        Known known = known(call.operand(isLeft ? 0 : 1), read);
        SqlNode other = call.operand(isLeft ? 1 : 0);
        return known == null || !isConstant(other) ? null : moved(known, number(other));
    }

    private static @Nullable Known difference(SqlCall call, FlatQuery read) throws NotSearchable {
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        if (isConstant(right)) {
            Known known = known(left, read);
            Double number = number(right);
            return known == null ? null : moved(known, number == null ? null : Double.valueOf(-number));
        }
        Known known = isConstant(left) ? negated(known(right, read)) : null;
        return known == null ? null : moved(known, number(left));
    }

    private static Known moved(Known known, @Nullable Double shift) {
        return known.rising(shifted(known.range(), shift)).with(known.line(1, shift));
    }

    private static Range shifted(Range range, @Nullable Double shift) {
        return shift == null ? Range.ALL : new Range(range.low() + shift, range.high() + shift);
    }

    private static @Nullable Known product(SqlCall call, FlatQuery read) throws NotSearchable {
        Double right = number(call.operand(1));
        Double factor = right == null ? number(call.operand(0)) : right;
        return factor == null ? null : scaled(known(call.operand(right == null ? 1 : 0), read), factor);
    }

    private static @Nullable Known quotient(SqlCall call, FlatQuery read) throws NotSearchable {
        Double divisor = number(call.operand(1));
        if (divisor != null) {
            return divisor == 0 ? null : scaled(known(call.operand(0), read), 1 / divisor);
        }
        Double dividend = number(call.operand(0));
        Known known = dividend == null ? null : known(call.operand(1), read);
        if (known == null || dividend == null) {
            return null;
        }
        Range range = known.range();
        boolean hasOneSign = range.low() > 0 || range.high() < 0;
        return dividend == 0 || !hasOneSign
                ? null
                : moved(known, dividend < 0, Range.of(dividend / range.low(), dividend / range.high()));
    }

    private static @Nullable Known scaled(@Nullable Known known, double factor) {
        if (known == null || factor == 0) {
            return null;
        }
        Range range = known.range();
        return moved(known, factor > 0, Range.of(range.low() * factor, range.high() * factor))
                .with(known.line(factor, 0.0));
    }

    private static Known moved(Known known, boolean isRising, Range range) {
        return isRising ? known.rising(range) : known.falling(range);
    }

    private static @Nullable Known function(SqlCall call, FlatQuery read) throws NotSearchable {
        String name = call.getOperator().getName();
        boolean isKnown = List.of("SQRT", "EXP", "LN", "LOG10", "POWER", "ROUND", "FLOOR", "CEIL", "TRUNC")
                .contains(name);
        if (!isKnown || call.operandCount() == 0) {
            return null;
        }
        Known known = known(call.operand(0), read);
        if (known == null) {
            return null;
        }
        Range range = known.range();
        return switch (name) {
            case "SQRT" -> range.low() < 0 ? null : known.rising(new Range(0, Double.POSITIVE_INFINITY));
            case "EXP" -> known.rising(Range.of(Math.exp(range.low()), Math.exp(range.high())));
            case "LN", "LOG10" -> range.low() > 0 ? known.rising(Range.ALL) : null;
            case "POWER" -> power(known, number(call.operand(1)));
            default -> rounded(call, known);
        };
    }

    /** A power of what is never negative. */
    private static @Nullable Known power(Known known, @Nullable Double exponent) {
        boolean isRight = exponent != null && exponent > 0 && known.range().low() >= 0;
        return isRight ? known.rising(new Range(0, Double.POSITIVE_INFINITY)) : null;
    }

    private static @Nullable Known rounded(SqlCall call, Known known) {
        boolean hasDigits = call.operandCount() == 1 || number(call.operand(1)) != null;
        return hasDigits ? known.rising(Range.ALL) : null;
    }

    /** A number or a parameter: the same for all rows. */
    private static boolean isConstant(SqlNode node) {
        return node instanceof SqlDynamicParam || number(node) != null;
    }

    /** Returns a number that is written in the text, or null. */
    private static @Nullable Double number(SqlNode node) {
        if (node instanceof SqlNumericLiteral literal) {
            BigDecimal number = literal.bigDecimalValue();
            return number == null ? null : Double.valueOf(number.doubleValue());
        }
        Double positive = switch (node.getKind()) {
            case MINUS_PREFIX, PLUS_PREFIX -> number(((SqlCall) node).operand(0));
            default -> null;
        };
        return positive == null || node.getKind() == SqlKind.PLUS_PREFIX ? positive : Double.valueOf(-positive);
    }
}
