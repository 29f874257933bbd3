package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** Takes {@code SET (a, b) = (1, 2)} apart into one assignment for each column. */
public final class RowAssignment {
    private RowAssignment() {}

    /**
     * Adds the columns of a list with their values.
     *
     * @throws io.vectra.sql.SqlFailure if the row is a query, or has more or fewer values than there are columns
     */
    public static void add(SqlNodeList row, SqlNode value, SqlNodeList columns, SqlNodeList values) {
        if (value.isA(SqlKind.QUERY)) {
            throw SyntaxErrors.at(
                    value.getParserPosition(),
                    "0A000",
                    "SET (column, …) = (query) is not supported; write a sub-query for each column");
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
}
