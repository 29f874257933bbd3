package io.vectra.sql.plan;

import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorFunction.Nearest;
import io.vectra.sql.function.VectorFunction.Ordering;
import io.vectra.sql.function.VectorFunction.Value;
import io.vectra.storage.ColumnInfo;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A distance or similarity between a vector column and a vector that is the same for all rows.
 *
 * @param expression the whole of it
 * @param table the table that has the column
 * @param column the column
 * @param ordering what the function's value means
 * @param isNegated whether the expression is the negated value of the function
 * @param query the vector that the column is compared with
 */
record VectorDistance(
        SqlNode expression,
        SearchedTable table,
        ColumnInfo column,
        Ordering ordering,
        boolean isNegated,
        SqlNode query) {

    /** Returns what an expression is, or null if it is not a distance or similarity alone. */
    static @Nullable VectorDistance find(SqlNode expression, FlatQuery read) throws NotSearchable {
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
        int side = searchedSide(call, read);
        SqlNode vector = call.operand(1 - side);
        SearchedTable table = Objects.requireNonNull(read.vectorTable(call.operand(side)), "checked by searchedSide");
        if (!table.isPreserved()) {
            throw new NotSearchable(
                    "an outer join puts NULL where " + table.info().name() + " has no row");
        }
        ColumnInfo column = Objects.requireNonNull(table.vectorColumn(call.operand(side)));
        return new VectorDistance(expression, table, column, function.ordering(), isNegated, vector);
    }

    /** Returns the same distance from another vector. */
    VectorDistance withQuery(SqlNode vector) {
        return new VectorDistance(expression, table, column, ordering, isNegated, vector);
    }

    /** Returns which operand is the column to search, the other one being the same for all rows as far as one knows. */
    private static int searchedSide(SqlCall call, FlatQuery read) throws NotSearchable {
        boolean isColumn = false;
        for (int side = 0; side < 2; side++) {
            SearchedTable table = read.vectorTable(call.operand(side));
            if (table != null && !table.alias().equals(read.outerAlias())) {
                isColumn = true;
                Set<String> others = Trees.freeAliases(call.operand(1 - side));
                others.remove(read.outerAlias());
                if (others.isEmpty()) {
                    return side;
                }
            }
        }
        throw new NotSearchable(
                isColumn
                        ? "the query vector differs from row to row"
                        : "neither side of the distance is a vector column of a table as it is stored");
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
        return table.equals(other.table) && column.equals(other.column) && ordering.metric() == other.ordering.metric();
    }
}
