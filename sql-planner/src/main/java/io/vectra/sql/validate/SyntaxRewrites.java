package io.vectra.sql.validate;

import io.vectra.sql.function.ExtractFunction;
import io.vectra.sql.function.JsonObjectFunction;
import io.vectra.sql.function.RangeOperator;
import io.vectra.sql.function.UnnestOperator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJdbcFunctionCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Brings the calls for which Calcite's grammar has special forms into the plain form that the mirror takes. */
final class SyntaxRewrites extends SqlShuttle {
    private static final Set<SqlOperator> REWRITTEN = Set.of(
            SqlLibraryOperators.DATE_TRUNC,
            SqlLibraryOperators.TRANSLATE3,
            SqlStdOperatorTable.SUBSTRING,
            SqlStdOperatorTable.POSITION,
            SqlStdOperatorTable.TIMESTAMP_ADD,
            SqlStdOperatorTable.TIMESTAMP_DIFF,
            SqlStdOperatorTable.PERCENTILE_CONT,
            SqlStdOperatorTable.PERCENTILE_DISC,
            SqlStdOperatorTable.EXTRACT,
            SqlStdOperatorTable.JSON_OBJECT);

    private static final Set<SqlKind> LOGICAL = EnumSet.of(SqlKind.AND, SqlKind.OR, SqlKind.NOT);

    private static final String UUID_OF_POSTGRESQL = "GEN_RANDOM_UUID";

    /** How many UNNESTs have got a name here. */
    private int unnamed;

    /** Returns whether calls of an operator are brought into another form. */
    static boolean rewrites(SqlOperator operator) {
        return operator instanceof SqlJdbcFunctionCall || REWRITTEN.contains(operator);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, handler);
        SqlNode copy = handler.result();
        nameColumns(copy);
        if (copy instanceof SqlCall hybrid && HybridCalls.isHybrid(hybrid)) {
            return HybridCalls.replace(hybrid);
        }
        return copy instanceof SqlCall copied ? plain(copied) : copy;
    }

    private static SqlNode plain(SqlCall call) {
        SqlOperator operator = call.getOperator();
        SqlParserPos pos = call.getParserPosition();
        if (UnnestOperator.isUnnest(operator)) {
            return UnnestOperator.of(operator).createCall(pos, call.getOperandList());
        }
        if (LOGICAL.contains(call.getKind())) {
            return withTruthValues(call);
        }
        if (call.getKind() == SqlKind.COLLECTION_TABLE) {
            return TableFunctions.plain(call.operand(0));
        }
        if (SequenceValue.isSequenceValue(call)) {
            return SequenceValue.of(call);
        }
        if (SequenceFunction.isCall(call)) {
            return SequenceFunction.plain(call);
        }
        SqlNode sessionName = SessionName.function(call);
        if (sessionName != null) {
            return sessionName;
        }
        if (operator instanceof SqlUnresolvedFunction unresolved
                && unresolved.getName().equalsIgnoreCase(UUID_OF_POSTGRESQL)
                && call.operandCount() == 0) {
            return function("RANDOM_UUID", pos, call.getOperandList());
        }
        if (operator instanceof SqlJdbcFunctionCall) {
            String name = operator.getName().replaceAll("^\\{fn |\\}$", "");
            return function(name, pos, call.getOperandList());
        }
        if (operator == SqlLibraryOperators.DATE_TRUNC) {
            return dateTrunc(call);
        }
        if (operator == SqlStdOperatorTable.TIMESTAMP_ADD || operator == SqlStdOperatorTable.TIMESTAMP_DIFF) {
            List<SqlNode> operands = new ArrayList<>(call.getOperandList());
            operands.set(0, text((SqlIntervalQualifier) operands.get(0)));
            return function(operator == SqlStdOperatorTable.TIMESTAMP_ADD ? "DATEADD" : "DATEDIFF", pos, operands);
        }
        if (operator == SqlStdOperatorTable.SUBSTRING || operator == SqlLibraryOperators.TRANSLATE3) {
            return function(
                    operator == SqlStdOperatorTable.SUBSTRING ? "SUBSTRING" : "TRANSLATE", pos, call.getOperandList());
        }
        if (operator == SqlStdOperatorTable.PERCENTILE_CONT || operator == SqlStdOperatorTable.PERCENTILE_DISC) {
            return function(operator.getName(), pos, call.getOperandList());
        }
        if (operator == SqlStdOperatorTable.POSITION) {
            return function("LOCATE", pos, call.getOperandList());
        }
        if (operator == SqlStdOperatorTable.EXTRACT) {
            SqlIntervalQualifier field = call.operand(0);
            if (!ExtractFunction.hasField(field)) {
                throw Failures.at(
                        Failures.SYNTAX_ERROR,
                        "\"" + field.timeFrameName + "\" is no field of a date or time, such as YEAR",
                        field.getParserPosition());
            }
            return ExtractFunction.INSTANCE.createCall(pos, call.getOperandList());
        }
        if (operator == SqlStdOperatorTable.JSON_OBJECT) {
            return JsonObjectFunction.INSTANCE.createCall(pos, call.getOperandList());
        }
        return call;
    }

    /** To Calcite, NULL is no truth value; UNKNOWN is, and means the same. */
    private static SqlNode withTruthValues(SqlCall call) {
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (SqlUtil.isNullLiteral(operand, false)) {
                call.setOperand(i, SqlLiteral.createUnknown(operand.getParserPosition()));
            }
        }
        return call;
    }

    /** DATE_TRUNC(day, MONTH) has its unit last; in DATE_TRUNC('month', day) such a word is a column. */
    private static SqlNode dateTrunc(SqlCall call) {
        SqlParserPos pos = call.getParserPosition();
        if (!(call.operand(1) instanceof SqlIntervalQualifier word)) {
            return function("DATE_TRUNC", pos, call.getOperandList());
        }
        return call.operand(0) instanceof SqlLiteral unit
                ? function(
                        "DATE_TRUNC", pos, List.of(unit, new SqlIdentifier(word.toString(), word.getParserPosition())))
                : function("DATE_TRUNC", pos, List.of(text(word), call.operand(0)));
    }

    /** Names the columns of UNNEST in FROM, so that the mirror does not. */
    private void nameColumns(SqlNode copy) {
        if (copy instanceof SqlSelect select && select.getFrom() != null) {
            select.setFrom(named(select.getFrom()));
        } else if (copy instanceof SqlJoin join) {
            join.setLeft(named(join.getLeft()));
            join.setRight(named(join.getRight()));
        }
    }

    private SqlNode named(SqlNode from) {
        boolean hasAlias = from.getKind() == SqlKind.AS;
        SqlNode table = hasAlias ? ((SqlCall) from).operand(0) : from;
        if (!(table instanceof SqlCall unnest) || hasAlias && ((SqlCall) from).operandCount() > 2) {
            return from;
        }
        SqlParserPos pos = from.getParserPosition();
        if (unnest.getOperator() instanceof RangeOperator range) {
            SqlNode alias = hasAlias ? ((SqlCall) from).operand(1) : new SqlIdentifier(range.getName(), pos);
            String column = range.column();
            return SqlStdOperatorTable.AS.createCall(
                    pos, table, alias, column == null ? alias : new SqlIdentifier(column, pos));
        }
        if (!(unnest.getOperator() instanceof UnnestOperator operator)) {
            return from;
        }
        SqlNode alias = hasAlias
                ? ((SqlCall) from).operand(1)
                : new SqlIdentifier(unnest.getOperator().getName() + " (" + ++unnamed + ")", pos);
        List<SqlNode> operands = new ArrayList<>(List.of(table, alias));
        if (hasAlias && unnest.operandCount() == 1) {
            operands.add(alias);
        } else {
            for (int i = 1; i <= unnest.operandCount(); i++) {
                operands.add(new SqlIdentifier("C" + i, pos));
            }
        }
        if (operator.withOrdinality) {
            operands.add(new SqlIdentifier("NORD", pos));
        }
        return SqlStdOperatorTable.AS.createCall(pos, operands);
    }

    private static SqlNode text(SqlIntervalQualifier unit) {
        String name = unit.timeFrameName == null ? unit.getUnit().name() : unit.timeFrameName;
        return SqlLiteral.createCharString(name, unit.getParserPosition());
    }

    private static SqlCall function(String name, SqlParserPos pos, List<SqlNode> operands) {
        SqlOperator function = new SqlUnresolvedFunction(
                new SqlIdentifier(name, pos), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        return function.createCall(pos, operands);
    }
}
