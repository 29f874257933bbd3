package io.vectra.sql.validate;

import io.vectra.sql.function.RangeOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Finds out which function is called in FROM. */
final class TableFunctions {
    private TableFunctions() {}

    /** Returns the call as the mirror takes it. */
    static SqlNode plain(SqlCall function) {
        SqlParserPos pos = function.getParserPosition();
        RangeOperator range = RangeOperator.of(function);
        if (range == null) {
            throw Failures.notSupported(
                    "Table function " + function.getOperator().getName()
                            + " is not supported; there are UNNEST, SYSTEM_RANGE and GENERATE_SERIES",
                    pos);
        }
        if (!range.getOperandCountRange().isValidCount(function.operandCount())) {
            throw Failures.at(
                    Failures.SYNTAX_ERROR,
                    range.getName() + " takes a first and a last number, and a step if it is not 1",
                    pos);
        }
        function.accept(new SqlBasicVisitor<Void>() {
            /** The mirror computes the numbers before it reads any table. */
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                throw Failures.notSupported(
                        range.getName() + " of a column, here " + id
                                + ", is not supported; give it numbers or parameters",
                        id.getParserPosition());
            }

            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    throw Failures.notSupported(
                            "A query inside " + range.getName() + " is not supported; give it numbers or parameters",
                            call.getParserPosition());
                }
                return super.visit(call);
            }
        });
        return range.createCall(pos, function.getOperandList());
    }
}
