package io.vectra.sql.plan;

import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorFunction.Nearest;
import io.vectra.sql.function.VectorFunction.Ordering;
import io.vectra.sql.function.VectorFunction.Value;
import io.vectra.storage.ColumnInfo;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A distance or similarity between a vector column and a vector that is the same for all rows.
 *
 * @param expression the whole of it
 * @param column the column
 * @param ordering what the function's value means
 * @param isNegated whether the expression is the negated value of the function
 * @param query the vector that the column is compared with
 */
record VectorDistance(SqlNode expression, ColumnInfo column, Ordering ordering, boolean isNegated, SqlNode query) {

    /** Returns what an expression is, or null if it is not a distance or similarity alone. */
    static @Nullable VectorDistance find(SqlNode expression, SearchedTable table) throws NotSearchable {
        boolean isNegated = false;
        SqlNode value = expression;
        while (value.getKind() == SqlKind.MINUS_PREFIX) {
            isNegated = !isNegated;
            value = ((SqlCall) value).operand(0);
        }
        if (!(value instanceof SqlCall call)
                || !(call.getOperator() instanceof VectorFunction function)
                || function.ordering() == null) {
            return null;
        }
        Ordering ordering = function.ordering();
        boolean isLeft = table.vectorColumn(call.operand(0)) != null;
        ColumnInfo column = table.vectorColumn(call.operand(isLeft ? 0 : 1));
        SqlNode vector = call.operand(isLeft ? 1 : 0);
        if (column == null) {
            throw new NotSearchable("neither side of the distance is a column of "
                    + table.info().name());
        }
        if (!Trees.freeAliases(vector).isEmpty()) {
            throw new NotSearchable("the query vector differs from row to row");
        }
        return new VectorDistance(expression, column, ordering, isNegated, vector);
    }

    /** Returns whether the nearest rows are those with the smallest values of the expression. */
    boolean isNearestSmallest() {
        return (ordering.nearest() == Nearest.SMALLEST) != isNegated;
    }

    /** Returns whether the expression's value is the distance itself, digit for digit, or its negation. */
    boolean isExact() {
        return ordering.value() != Value.MONOTONE;
    }

    /** Returns whether the expression's value is the negated distance. */
    boolean isNegatedDistance() {
        return isNegated != (ordering.value() == Value.NEGATED_DISTANCE);
    }

    /** Returns whether both compare the same column by the same metric, perhaps with different vectors. */
    boolean isLike(VectorDistance other) {
        return column.equals(other.column) && ordering.metric() == other.ordering.metric();
    }
}
