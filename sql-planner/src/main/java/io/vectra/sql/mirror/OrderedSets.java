package io.vectra.sql.mirror;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Brings an ordered set operation back into the form that its user wrote: Calcite makes a SELECT around it, and the
 * mirror cannot read everything that it writes down of a query in FROM.
 */
final class OrderedSets {
    private OrderedSets() {}

    /** Returns the set operation with its order, or null if the query is not one that Calcite has put around it. */
    static @Nullable SqlOrderBy unwrapped(SqlSelect query) {
        if (!query.getParserPosition().equals(SqlParserPos.ZERO)
                || query.getWhere() != null
                || query.getGroup() != null
                || query.isDistinct()
                || query.getFrom() == null
                || query.getFrom().getKind() != SqlKind.AS
                || !((SqlCall) query.getFrom()).operand(0).isA(SqlKind.SET_QUERY)) {
            return null;
        }
        SqlNodeList order = query.getOrderList();
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode key : order == null ? SqlNodeList.EMPTY : order) {
            if (!isColumn(key)) {
                return null;
            }
            keys.add(unqualified(key));
        }
        return new SqlOrderBy(
                SqlParserPos.ZERO,
                ((SqlCall) query.getFrom()).operand(0),
                new SqlNodeList(keys, SqlParserPos.ZERO),
                query.getOffset(),
                query.getFetch());
    }

    private static boolean isColumn(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> isColumn(((SqlCall) key).operand(0));
            default -> key instanceof SqlLiteral || key instanceof SqlIdentifier;
        };
    }

    private static SqlNode unqualified(SqlNode key) {
        SqlNode plain = key.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier id) {
                return id.getComponent(id.names.size() - 1);
            }
        });
        return plain == null ? key : plain;
    }
}
