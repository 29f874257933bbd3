package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses queries that are nested so deeply that planning them would take for ever: the mirror plans each sub-query in
 * FROM twice for the query around it, and the cost of others grows with the cube of their depth.
 */
final class NestedQueries extends SqlBasicVisitor<Void> {
    private static final int DEPTH_MAX = 100;
    private static final int DERIVED_MAX = 10;

    private int depth;
    private int derived;

    /** Checks a statement in which the queries of views stand in the place of their names. */
    static void check(SqlNode statement) {
        statement.accept(new NestedQueries());
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (!(call instanceof SqlSelect select)) {
            return super.visit(call);
        }
        refuse(depth > DEPTH_MAX, DEPTH_MAX + " queries inside one another", call.getParserPosition());
        refuse(derived > DERIVED_MAX, DERIVED_MAX + " queries in the FROM of one another", call.getParserPosition());
        depth++;
        for (SqlNode operand : select.getOperandList()) {
            if (operand != null) {
                boolean isFrom = operand == select.getFrom();
                derived += isFrom ? 1 : 0;
                operand.accept(this);
                derived -= isFrom ? 1 : 0;
            }
        }
        depth--;
        return null;
    }

    private static void refuse(boolean isTooDeep, String allowed, SqlParserPos pos) {
        if (isTooDeep) {
            throw Failures.at(
                    SqlFailure.TOO_DEEP,
                    "The statement is nested too deeply: there may be " + allowed
                            + ", views included; name some of them by WITH, one after the other",
                    pos);
        }
    }
}
