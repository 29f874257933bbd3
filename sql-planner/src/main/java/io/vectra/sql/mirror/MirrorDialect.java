package io.vectra.sql.mirror;

import io.vectra.sql.function.HybridFunction;
import io.vectra.sql.function.JsonElement;
import io.vectra.sql.function.RowAmongFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.function.VectorAggregate;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorOperators;
import io.vectra.sql.parser.VectorTypeNameSpec;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.SequenceValue;
import io.vectra.storage.MirrorFunctions;
import java.util.stream.Collectors;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the mirror wants its SQL: every identifier quoted, vector functions by their names in the mirror. Thread rule:
 * immutable.
 */
public final class MirrorDialect extends SqlDialect {
    /** The one dialect. */
    public static final MirrorDialect INSTANCE = new MirrorDialect();

    private MirrorDialect() {
        super(EMPTY_CONTEXT
                .withDatabaseProduct(DatabaseProduct.UNKNOWN)
                .withIdentifierQuoteString("\"")
                .withNullCollation(NullCollation.LOW));
    }

    @Override
    public boolean supportsCharSet() {
        return false;
    }

    /** Text goes to the mirror as it is; Unicode needs no escapes there. */
    @Override
    public void quoteStringLiteral(StringBuilder buf, @Nullable String charsetName, String val) {
        buf.append('\'').append(val.replace("'", "''")).append('\'');
    }

    @Override
    public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        if (!(writer instanceof MirrorWriter mirror)) {
            print(writer, call, leftPrec, rightPrec);
            return;
        }
        boolean outside = mirror.enter(call);
        if (!mirror.printsInvariant(call)) {
            print(writer, call, leftPrec, rightPrec);
        }
        mirror.leave(outside);
    }

    private void print(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        if (call.getOperator() instanceof VectorFunction function) {
            unparseVectorFunction(writer, call, function);
        } else if (call.getOperator() instanceof HybridFunction function) {
            unparseHybrid(writer, call, function);
        } else if (call.getOperator() == RowAmongFunction.INSTANCE) {
            unparseRowAmong(writer, call);
        } else if (call.getOperator() instanceof TextFunction function) {
            unparseTextFunction(writer, call, function);
        } else if (call.getOperator() instanceof VectorAggregate aggregate) {
            SqlWriter.Frame frame = writer.startFunCall(aggregate.mirrorName());
            call.operand(0).unparse(writer, 0, 0);
            writer.endFunCall(frame);
        } else if (SequenceValue.isSequenceValue(call)) {
            unparseSequenceValue(writer, call);
        } else if (hasParametersOnly(call)) {
            throw Failures.at(
                    "42P18",
                    "The type of an ARRAY of parameters alone is not known where no vector is expected; give an element"
                            + " one, as in ARRAY[CAST(? AS INTEGER), ?]",
                    call.getParserPosition());
        } else if (call.getOperator() instanceof JsonElement element) {
            unparseJsonElement(writer, call, element);
        } else if (isOrderedJsonArray(call)) {
            unparseOrderedJsonArray(writer, call);
        } else if (isVectorCast(call)) {
            unparseVector(writer, call.operand(0), leftPrec, rightPrec);
        } else {
            SqlNode ordered = call instanceof SqlSelect select ? OrderedSets.unwrapped(select) : null;
            super.unparseCall(writer, Guards.guarded(ordered == null ? call : (SqlCall) ordered), leftPrec, rightPrec);
        }
    }

    /** The mirror has functions for both; the text that the one for {@code ->} gives is read as JSON. */
    private static void unparseJsonElement(SqlWriter writer, SqlCall call, JsonElement element) {
        boolean isJson = element == JsonElement.VALUE;
        writer.print(isJson ? "(" : "");
        SqlWriter.Frame frame = writer.startFunCall(isJson ? MirrorFunctions.JSON_ELEMENT : MirrorFunctions.JSON_TEXT);
        for (SqlNode operand : call.getOperandList()) {
            writer.sep(",");
            operand.unparse(writer, 0, 0);
        }
        writer.endFunCall(frame);
        writer.print(isJson ? "FORMAT JSON)" : "");
        writer.setNeedWhitespace(true);
    }

    private static boolean isOrderedJsonArray(SqlCall call) {
        return call.getKind() == SqlKind.WITHIN_GROUP
                && call.operand(0) instanceof SqlCall aggregate
                && aggregate.getKind() == SqlKind.JSON_ARRAYAGG;
    }

    /** JSON_ARRAYAGG has its order between its parentheses. */
    private static void unparseOrderedJsonArray(SqlWriter writer, SqlCall call) {
        SqlCall aggregate = call.operand(0);
        SqlWriter.Frame frame = writer.startFunCall("JSON_ARRAYAGG");
        aggregate.operand(0).unparse(writer, 0, 0);
        writer.keyword("ORDER BY");
        call.operand(1).unparse(writer, 0, 0);
        writer.keyword(
                ((SqlJsonArrayAggAggFunction) aggregate.getOperator()).getNullClause()
                                == SqlJsonConstructorNullClause.NULL_ON_NULL
                        ? "NULL ON NULL"
                        : "ABSENT ON NULL");
        writer.endFunCall(frame);
    }

    /** Prints NEXT VALUE FOR or CURRENT VALUE FOR anywhere, where Calcite prints them inside lists only. */
    public static void unparseSequenceValue(SqlWriter writer, SqlCall call) {
        if (SequenceValue.isFunction(call)) {
            writer.print(SequenceValue.sequence(call).names.stream()
                    .map(DefinitionPlanner::literal)
                    .collect(Collectors.joining(", ", "NEXTVAL(", ")")));
            writer.setNeedWhitespace(true);
            return;
        }
        writer.print(call.getKind() == SqlKind.NEXT_VALUE ? "NEXT VALUE FOR" : "CURRENT VALUE FOR");
        writer.setNeedWhitespace(true);
        SequenceValue.sequence(call).unparse(writer, 0, 0);
    }

    private static boolean hasParametersOnly(SqlCall call) {
        return call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
                && call.getOperandList().stream().allMatch(element -> element instanceof SqlDynamicParam);
    }

    /** Returns whether an expression is a cast to VECTOR. */
    public static boolean isVectorCast(SqlNode node) {
        return node.getKind() == SqlKind.CAST
                && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type
                && type.getTypeNameSpec() instanceof VectorTypeNameSpec;
    }

    /** The last operand is the parameter of the rows found; without any text, a row has no score. */
    private static void unparseTextFunction(SqlWriter writer, SqlCall call, TextFunction function) {
        int last = call.operandCount() - 1;
        if (!(call.operand(last) instanceof SqlDynamicParam)) {
            throw Failures.notSupported(
                    function.getName() + " in a definition (a view, a constraint, a generated column) is not supported;"
                            + " write it in the query",
                    call.getParserPosition());
        }
        writer.print("CASE WHEN");
        for (int i = 0; i < last; i++) {
            writer.print(i == 0 ? "" : "AND");
            writer.setNeedWhitespace(true);
            call.operand(i).unparse(writer, 0, 0);
            writer.print("IS NULL");
            writer.setNeedWhitespace(true);
        }
        writer.print("THEN NULL ELSE");
        writer.setNeedWhitespace(true);
        SqlWriter.Frame frame = writer.startFunCall(mirrorName(function));
        writer.sep(",");
        call.operand(last).unparse(writer, 0, 0);
        writer.sep(",");
        new RowIdNode(((SqlIdentifier) call.operand(0)).names.get(0)).unparse(writer, 0, 0);
        writer.endFunCall(frame);
        writer.print("END");
        writer.setNeedWhitespace(true);
    }

    private static void unparseRowAmong(SqlWriter writer, SqlCall call) {
        if (writer instanceof MirrorWriter mirror && !mirror.listsRows()) {
            writer.keyword("TRUE");
            return;
        }
        call.operand(0).unparse(writer, 0, 0);
        writer.print("= ANY(CAST(");
        call.operand(1).unparse(writer, 0, 0);
        writer.print("AS " + ((SqlLiteral) call.operand(2)).getValueAs(String.class) + " ARRAY))");
        writer.setNeedWhitespace(true);
    }

    private static String mirrorName(TextFunction function) {
        if (function == TextFunction.SHARE) {
            return MirrorFunctions.TEXT_SHARE;
        }
        return function == TextFunction.BM25 ? MirrorFunctions.TEXT_SCORE : MirrorFunctions.TEXT_MATCHES;
    }

    /** A score by ranks is among the rows of the query that it orders. */
    private static void unparseHybrid(SqlWriter writer, SqlCall call, HybridFunction function) {
        boolean isRanked = function == HybridFunction.RANKED;
        SqlWriter.Frame frame = writer.startFunCall(isRanked ? MirrorFunctions.TEXT_SCORE : MirrorFunctions.HYBRID);
        if (isRanked) {
            SqlCall share = call.operand(1);
            writer.sep(",");
            share.operand(1).unparse(writer, 0, 0);
            writer.sep(",");
            new RowIdNode(((SqlIdentifier) share.operand(0)).names.get(0)).unparse(writer, 0, 0);
        } else {
            for (SqlNode operand : call.getOperandList()) {
                writer.sep(",");
                operand.unparse(writer, 0, 0);
            }
        }
        writer.endFunCall(frame);
    }

    /** Where nothing else says the type of a parameter, as in the select list of a sub-query, the mirror needs it. */
    private static void unparseVector(SqlWriter writer, SqlNode vector, int leftPrec, int rightPrec) {
        if (!(vector instanceof SqlDynamicParam)) {
            vector.unparse(writer, leftPrec, rightPrec);
            return;
        }
        unparseCast(writer, vector, "AS BIGINT");
    }

    /** The mirror does not ask what an array is for: parameters need a type of their own. */
    private static void unparseNumbers(SqlWriter writer, SqlNode array) {
        if (!(array instanceof SqlCall call) || !hasParametersOnly(call)) {
            unparseCast(writer, array, "AS DOUBLE PRECISION ARRAY");
            return;
        }
        SqlWriter.Frame list = writer.startList("ARRAY[", "]");
        for (SqlNode element : call.getOperandList()) {
            writer.sep(",");
            unparseCast(writer, element, "AS DOUBLE PRECISION");
        }
        writer.endList(list);
    }

    private static void unparseCast(SqlWriter writer, SqlNode value, String type) {
        SqlWriter.Frame cast = writer.startFunCall("CAST");
        value.unparse(writer, 0, 0);
        writer.keyword(type);
        writer.endFunCall(cast);
    }

    private static void unparseVectorFunction(SqlWriter writer, SqlCall call, VectorFunction function) {
        if (function == VectorOperators.VECTOR_VALUE) {
            unparseVector(writer, call.operand(0), 0, 0);
            return;
        }
        SqlWriter.Frame frame = writer.startFunCall(function.mirrorName());
        for (SqlNode operand : call.getOperandList()) {
            writer.sep(",");
            if (function == VectorOperators.VECTOR_OF_ARRAY) {
                unparseNumbers(writer, operand);
            } else {
                operand.unparse(writer, 0, 0);
            }
        }
        writer.endFunCall(frame);
    }
}
