package io.vectra.sql.plan;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.jspecify.annotations.Nullable;

/**
 * A condition that lets only rows through whose distance is not above some value.
 *
 * @param condition the whole of it
 * @param key what is compared: a distance, or a straight line over one
 * @param value what it is compared with, the same for all rows
 * @param isOneSided whether all nearer rows meet the condition too
 */
record VectorBound(SqlNode condition, RankingKey key, SqlNode value, boolean isOneSided) {
    /** Returns the distance that is bounded. */
    VectorDistance distance() {
        return key.distance();
    }

    /** Returns whether the distance itself is compared, digit for digit. */
    boolean isExact() {
        return key.isDistance() && key.distance().isExact();
    }

    /** Returns what a condition is, or null if it bounds no distance from above. */
    static @Nullable VectorBound find(SqlNode condition, FlatQuery read) throws NotSearchable {
        if (!(condition instanceof SqlCall call)) {
            return null;
        }
        return switch (condition.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL -> comparison(call, true, read);
            case GREATER_THAN, GREATER_THAN_OR_EQUAL -> comparison(call, false, read);
            case EQUALS -> equality(call, read);
            case BETWEEN -> between(call, read);
            default -> null;
        };
    }

    private static @Nullable RankingKey line(SqlNode operand, FlatQuery read) throws NotSearchable {
        RankingKey key = RankingKey.find(operand, read);
        return key == null || key.line() == null ? null : key;
    }

    private static @Nullable VectorBound comparison(SqlCall call, boolean isBelow, FlatQuery read)
            throws NotSearchable {
        RankingKey left = line(call.operand(0), read);
        if (left != null) {
            return bound(call, left, call.operand(1), isBelow);
        }
        RankingKey right = line(call.operand(1), read);
        return right == null ? null : bound(call, right, call.operand(0), !isBelow);
    }

    private static @Nullable VectorBound bound(SqlCall call, RankingKey distance, SqlNode value, boolean isBelow) {
        return distance.isNearestSmallest() == isBelow && isSameForAllRows(value)
                ? new VectorBound(call, distance, value, true)
                : null;
    }

    private static @Nullable VectorBound equality(SqlCall call, FlatQuery read) throws NotSearchable {
        RankingKey left = line(call.operand(0), read);
        RankingKey distance = left == null ? line(call.operand(1), read) : left;
        SqlNode value = call.operand(left == null ? 0 : 1);
        return distance == null || !isSameForAllRows(value) ? null : new VectorBound(call, distance, value, false);
    }

    private static @Nullable VectorBound between(SqlCall call, FlatQuery read) throws NotSearchable {
        RankingKey distance = line(call.operand(0), read);
        boolean isPlain = call.getOperator() instanceof SqlBetweenOperator between
                && !between.isNegated()
                && between.flag == SqlBetweenOperator.Flag.ASYMMETRIC;
        if (distance == null || !isPlain) {
            return null;
        }
        SqlNode value = call.operand(distance.isNearestSmallest() ? 2 : 1);
        return isSameForAllRows(value) ? new VectorBound(call, distance, value, false) : null;
    }

    /** A number, a parameter, or arithmetic of those: whatever else there is might differ from row to row. */
    private static boolean isSameForAllRows(SqlNode value) {
        return switch (value.getKind()) {
            case LITERAL -> value instanceof SqlNumericLiteral;
            case DYNAMIC_PARAM -> value instanceof SqlDynamicParam;
            case PLUS, MINUS, TIMES, DIVIDE, MINUS_PREFIX, PLUS_PREFIX ->
                ((SqlCall) value).getOperandList().stream().allMatch(VectorBound::isSameForAllRows);
            default -> value.getKind() == SqlKind.CAST && isSameForAllRows(((SqlCall) value).operand(0));
        };
    }
}
