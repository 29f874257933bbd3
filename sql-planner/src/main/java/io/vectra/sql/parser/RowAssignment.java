package io.vectra.sql.parser;

import io.vectra.sql.function.FunctionTable;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Takes {@code SET (a, b) = (1, 2)} apart into one assignment for each column. */
public final class RowAssignment {
    private RowAssignment() {}

    /**
     * Adds the columns of a list with their values.
     *
     * @throws io.vectra.sql.SqlFailure if the row is a query, or has more or fewer values than there are columns
     */
    public static void add(SqlNodeList row, SqlNode value, SqlNodeList columns, SqlNodeList values) {
        if (value.isA(SqlKind.QUERY) && value.getKind() != SqlKind.VALUES) {
            addQueries(row, value, columns, values);
            return;
        }
        SqlNodeList parts = value.getKind() == SqlKind.ROW
                ? new SqlNodeList(((SqlCall) value).getOperandList(), value.getParserPosition())
                : SqlNodeList.of(value);
        if (parts.size() != row.size()) {
            throw SyntaxErrors.at(
                    value.getParserPosition(),
                    "one value is expected for each of the " + row.size() + " columns, but found " + parts.size());
        }
        row.forEach(columns::add);
        parts.forEach(values::add);
    }

    /** Adds a query for each column. They have the same row, because it is the only one. */
    private static void addQueries(SqlNodeList row, SqlNode value, SqlNodeList columns, SqlNodeList values) {
        if (!(value instanceof SqlSelect query) || query.isDistinct()) {
            throw SyntaxErrors.at(
                    value.getParserPosition(),
                    "0A000",
                    "SET (column, …) = (query) is supported for a SELECT without ORDER BY, LIMIT, DISTINCT, WITH and UNION;"
                            + " write a sub-query for each column");
        }
        SqlNodeList items = query.getSelectList();
        for (SqlNode item : items) {
            if (item instanceof SqlIdentifier name && name.isStar()) {
                throw SyntaxErrors.at(
                        name.getParserPosition(),
                        "0A000",
                        "* is not supported in SET (column, …) = (query); name the columns");
            }
        }
        if (items.size() != row.size()) {
            throw SyntaxErrors.at(
                    value.getParserPosition(),
                    "one value is expected for each of the " + row.size() + " columns, but found " + items.size());
        }
        boolean isOneGroup = query.getGroup() == null && query.getHaving() == null && hasAggregate(items);
        for (int i = 0; i < row.size(); i++) {
            SqlSelect one = (SqlSelect) TreeCopy.of(query);
            one.setSelectList(SqlNodeList.of(one.getSelectList().get(i)));
            if (isOneGroup) {
                // It has one row also where the aggregate stands in another column.
                one.setHaving(SqlLiteral.createBoolean(true, value.getParserPosition()));
            }
            columns.add(row.get(i));
            values.add(one);
        }
    }

    private static boolean hasAggregate(SqlNodeList items) {
        boolean[] found = {false};
        items.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call.getOperator().isAggregator()
                        || isAggregate(call.getOperator().getName());
                return call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER ? null : super.visit(call);
            }
        });
        return found[0];
    }

    private static boolean isAggregate(String function) {
        return FunctionTable.INSTANCE.getOperatorList().stream()
                .anyMatch(each -> each.isAggregator() && each.getName().equalsIgnoreCase(function));
    }
}
