package io.vectra.sql.validate;

import io.vectra.sql.function.HybridFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Calls of {@code hybrid(vec, q, column, 'query' [, weight [, method]])}. Stateless. */
final class HybridCalls {
    private static final String NAME = "HYBRID";
    private static final String WEIGHT_DEFAULT = "0.5";
    private static final int OPERANDS_MIN = 4;
    private static final int OPERANDS_MAX = 6;

    private HybridCalls() {}

    static boolean isHybrid(SqlCall call) {
        return call.getOperator() instanceof SqlUnresolvedFunction function
                && function.getNameAsId().isSimple()
                && function.getNameAsId().getSimple().equalsIgnoreCase(NAME);
    }

    /** Returns the call of the function that the method means. */
    static SqlCall replace(SqlCall call) {
        int count = call.operandCount();
        if (count < OPERANDS_MIN || count > OPERANDS_MAX) {
            throw Failures.at(
                    "42000",
                    "hybrid takes a vector column, a vector, a text column, a query, and perhaps a weight and a method,"
                            + " but here it has " + count + " operands",
                    call.getParserPosition());
        }
        List<SqlNode> operands = new ArrayList<>(call.getOperandList().subList(0, OPERANDS_MIN));
        operands.add(
                count > OPERANDS_MIN
                        ? call.operand(OPERANDS_MIN)
                        : SqlLiteral.createExactNumeric(WEIGHT_DEFAULT, SqlParserPos.ZERO));
        return function(count == OPERANDS_MAX ? call.operand(OPERANDS_MAX - 1) : null)
                .of(call.getParserPosition(), operands);
    }

    private static HybridFunction function(@Nullable SqlNode method) {
        if (method == null) {
            return HybridFunction.WEIGHTED;
        }
        if (!(method instanceof SqlCharStringLiteral literal)) {
            throw Failures.at(
                    "0A000", "The method of hybrid is written as 'weighted' or 'rrf'", method.getParserPosition());
        }
        String name = literal.getValueAs(String.class);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "weighted" -> HybridFunction.WEIGHTED;
            case "rrf" -> HybridFunction.RANKED;
            default ->
                throw Failures.at(
                        "22023",
                        "The method of hybrid is 'weighted' or 'rrf', but found '" + name + "'"
                                + Suggestions.didYouMean(name, List.of("weighted", "rrf")),
                        method.getParserPosition());
        };
    }
}
