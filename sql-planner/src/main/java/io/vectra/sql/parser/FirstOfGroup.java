package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The condition by which DISTINCT ON keeps rows, while the order of its query has not been read. */
final class FirstOfGroup extends SqlBasicCall {
    /** @param number ROW_NUMBER() OVER a window */
    FirstOfGroup(SqlCall number, SqlParserPos pos) {
        super(SqlStdOperatorTable.EQUALS, List.of(number, SqlLiteral.createExactNumeric("1", pos)), pos);
    }

    /** Numbers the rows in an order. */
    void order(SqlNodeList order) {
        SqlCall number = operand(0);
        ((SqlWindow) number.operand(1)).setOrderList(order);
    }
}
