package io.vectra.sql.mirror;

import io.vectra.sql.function.ConcatenationOperator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlLikeOperator;

/**
 * Puts parentheses around conditions that are operands of other conditions, where the mirror's operators bind in
 * another order than Calcite's, as in {@code a = (b IN (1, 2))}.
 */
final class Guards {
    private static final Set<SqlKind> CONDITIONS = EnumSet.of(
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.LIKE,
            SqlKind.BETWEEN,
            SqlKind.IN,
            SqlKind.NOT_IN,
            SqlKind.SOME,
            SqlKind.ALL);
    private static final Set<SqlKind> ARITHMETIC = EnumSet.of(
            SqlKind.PLUS,
            SqlKind.MINUS,
            SqlKind.TIMES,
            SqlKind.DIVIDE,
            SqlKind.MOD,
            SqlKind.MINUS_PREFIX,
            SqlKind.PLUS_PREFIX);
    private static final Set<SqlKind> LOOSEST = EnumSet.of(SqlKind.AND, SqlKind.OR, SqlKind.NOT, SqlKind.EXISTS);

    /** Binds as tight as a name does. */
    private static final int PRECEDENCE = 200;

    private Guards() {}

    /** Returns the call with parentheses around the operands that need them. */
    static SqlCall guarded(SqlCall call) {
        boolean isCondition = isCondition(call);
        if (!isCondition && !isConcatenation(call) && !ARITHMETIC.contains(call.getKind())) {
            return call;
        }
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        boolean isGuarded = false;
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i) instanceof SqlCall operand && binds(operand)) {
                SqlOperator guard = isExists(operand) ? TruthValue.INSTANCE : Parentheses.INSTANCE;
                operands.set(i, guard.createCall(operand.getParserPosition(), operand));
                isGuarded = true;
            }
        }
        return isGuarded
                ? call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands)
                : call;
    }

    private static boolean binds(SqlCall operand) {
        return LOOSEST.contains(operand.getKind()) || isCondition(operand);
    }

    private static boolean isExists(SqlCall call) {
        return call.getKind() == SqlKind.EXISTS
                || (call.getKind() == SqlKind.NOT && call.operand(0).getKind() == SqlKind.EXISTS);
    }

    private static boolean isCondition(SqlCall call) {
        SqlOperator operator = call.getOperator();
        return CONDITIONS.contains(call.getKind())
                || operator instanceof SqlLikeOperator
                || (operator instanceof SqlPostfixOperator && operator.getName().startsWith("IS "));
    }

    private static boolean isConcatenation(SqlCall call) {
        return call.getOperator() == ConcatenationOperator.INSTANCE;
    }

    /** An operand between parentheses; only for printing. */
    private static final class Parentheses extends SqlSpecialOperator {
        static final Parentheses INSTANCE = new Parentheses();

        private Parentheses() {
            super("PARENTHESES", SqlKind.OTHER, PRECEDENCE);
        }

        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            SqlWriter.Frame frame = writer.startList("(", ")");
            call.operand(0).unparse(writer, 0, 0);
            writer.endList(frame);
        }
    }

    /**
     * EXISTS as a value, which is never NULL; only for printing. In a query in FROM, the mirror prints what it has read
     * and reads it again, and leaves out the parentheses around EXISTS, without which it does not take it as an
     * operand.
     */
    private static final class TruthValue extends SqlSpecialOperator {
        static final TruthValue INSTANCE = new TruthValue();

        private TruthValue() {
            super("TRUTH_VALUE", SqlKind.OTHER, PRECEDENCE);
        }

        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            writer.print("CASE WHEN");
            writer.setNeedWhitespace(true);
            call.operand(0).unparse(writer, 0, 0);
            writer.print("THEN TRUE ELSE FALSE END");
            writer.setNeedWhitespace(true);
        }
    }
}
