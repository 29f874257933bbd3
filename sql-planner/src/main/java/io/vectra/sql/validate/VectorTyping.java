package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.sql.function.VectorAggregate;
import io.vectra.sql.function.VectorBranches;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorOperators;
import io.vectra.sql.parser.VectorTypeNameSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * Gives the operands of a call their vector types: text and arrays become vectors where one is wanted, {@code ?} is
 * typed, lengths are compared, and every operator that is not known to take vectors refuses them.
 */
final class VectorTyping {
    static final String MISMATCH = "42804";

    private final VectraValidator validator;
    private final Parameters parameters;

    VectorTyping(VectraValidator validator, Parameters parameters) {
        this.validator = validator;
        this.parameters = parameters;
    }

    /** Prepares a call for the derivation of its type. */
    void prepare(SqlValidatorScope scope, SqlCall call) {
        boolean isPrepared = call.getOperator() instanceof VectorAggregate;
        if (isPrepared || isStructure(call) || call.getOperator() instanceof SqlUnresolvedFunction) {
            return;
        }
        if (call.getOperator() instanceof VectorFunction function) {
            prepareFunction(scope, call, function);
            return;
        }
        if (call instanceof SqlCase choice) {
            unify(scope, branches(choice));
            return;
        }
        List<Slot> slots = operands(call);
        if (call.getKind() == SqlKind.CAST) {
            prepareCast(scope, call, slots.get(0));
            return;
        }
        VectorSqlType known = knownVector(scope, slots);
        if (known == null) {
            return;
        }
        switch (call.getKind()) {
            case EQUALS, NOT_EQUALS, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> {
                unify(scope, slots);
                slots.forEach(slot -> slot.wrap(VectorOperators.VECTOR_KEY));
            }
            case PLUS, MINUS, TIMES -> prepareArithmetic(scope, (SqlBasicCall) call);
            case IN, NOT_IN -> prepareList(scope, call, slots);
            case AS,
                    IS_NULL,
                    IS_NOT_NULL,
                    SCALAR_QUERY,
                    ROW,
                    FIRST_VALUE,
                    LAST_VALUE,
                    NTH_VALUE,
                    RESPECT_NULLS,
                    IGNORE_NULLS -> {}
            case LAG, LEAD ->
                unify(scope, slots.stream().filter(slot -> slot.index() != 1).toList());
            case COUNT -> {
                if (call.getFunctionQuantifier() != null) {
                    slots.stream()
                            .filter(slot -> vectorType(scope, slot.node()) != null)
                            .forEach(slot -> slot.wrap(VectorOperators.VECTOR_KEY));
                }
            }
            case SUM, AVG -> {
                refuseDistinct(call);
                ((SqlBasicCall) call).setOperator(Objects.requireNonNull(VectorAggregate.of(call.getKind())));
            }
            default -> {
                if (!VectorBranches.contains(call.getOperator().getName())) {
                    throw takesNone(call, known);
                }
                unify(scope, slots);
            }
        }
    }

    private static SqlFailure takesNone(SqlCall call, VectorSqlType operand) {
        return failure(
                call.getParserPosition(),
                call.getOperator().getName() + " does not take vectors, but one of its operands is a " + operand.sql());
    }

    /** {@code vector IN (…)} compares as {@code =} does. */
    private void prepareList(SqlValidatorScope scope, SqlCall call, List<Slot> slots) {
        Slot vector = slots.get(0);
        VectorSqlType known = vectorType(scope, vector.node());
        if (known == null || !(call.operand(1) instanceof SqlNodeList list)) {
            throw takesNone(call, Objects.requireNonNull(knownVector(scope, slots)));
        }
        List<Slot> compared = new ArrayList<>();
        compared.add(vector);
        for (int i = 0; i < list.size(); i++) {
            compared.add(new Slot(list, i));
        }
        unify(scope, compared);
        compared.forEach(slot -> slot.wrap(VectorOperators.VECTOR_KEY));
    }

    /** Calls that are parts of a query, whose operands are no expressions. */
    private static boolean isStructure(SqlCall call) {
        return call.isA(SqlKind.QUERY)
                || call.isA(SqlKind.DML)
                || switch (call.getKind()) {
                    case JOIN,
                            WITH_ITEM,
                            WINDOW,
                            OVER,
                            FILTER,
                            WITHIN_GROUP,
                            UNNEST,
                            LATERAL,
                            COLLECTION_TABLE,
                            EXISTS,
                            NEXT_VALUE,
                            CURRENT_VALUE,
                            DEFAULT -> true;
                    default -> false;
                };
    }

    private static void refuseDistinct(SqlCall call) {
        if (call.getFunctionQuantifier() != null) {
            throw Failures.at(
                    "0A000",
                    call.getOperator().getName() + "(DISTINCT …) of vectors is not supported yet",
                    call.getParserPosition());
        }
    }

    /**
     * Text is cast to vectors and vectors to text by functions of the mirror; nothing else is cast to or from vectors.
     */
    private void prepareCast(SqlValidatorScope scope, SqlCall call, Slot slot) {
        SqlTypeNameSpec target = ((SqlDataTypeSpec) call.operand(1)).getTypeNameSpec();
        VectorSqlType from = vectorType(scope, slot.node());
        if (!(target instanceof VectorTypeNameSpec wanted)) {
            if (from != null && !isText(target)) {
                throw failure(
                        call.getParserPosition(),
                        "a " + from.sql() + " can be cast to text only, not to " + target.getTypeName()
                                + "; JDBC gives its floats by getObject(…, float[].class) or getArray");
            }
            if (from != null) {
                slot.wrap(VectorOperators.VECTOR_TEXT);
            }
            return;
        }
        VectorSqlType into = (VectorSqlType) validator.types().vector(wanted.dimension());
        if (from != null && !from.fits(into)) {
            throw failure(call.getParserPosition(), "a " + from.sql() + " cannot be cast to " + into.sql());
        }
        SqlNode vector = toVector(slot.node(), into, null);
        if (vector != null) {
            slot.replace(vector);
        } else if (slot.node() instanceof SqlDynamicParam parameter) {
            validator.setValidatedNodeType(parameter, into);
        } else if (from == null && !SqlUtil.isNullLiteral(slot.node(), true)) {
            slot.wrap(VectorOperators.VECTOR_OF_TEXT);
        }
    }

    private static boolean isText(SqlTypeNameSpec type) {
        String name = type.getTypeName().getSimple();
        return name.contains("CHAR") || name.contains("TEXT") || name.contains("CLOB");
    }

    private void prepareFunction(SqlValidatorScope scope, SqlCall call, VectorFunction function) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < call.operandCount(); i++) {
            if (function.isVectorOperand(i)) {
                slots.add(new Slot(call, i));
            }
        }
        if (!function.isVectorOperand(0)) {
            return;
        }
        unify(scope, slots);
        for (Slot slot : slots) {
            SqlNode operand = slot.node();
            if (vectorType(scope, operand) == null && !SqlUtil.isNullLiteral(operand, true)) {
                throw failure(
                        operand.getParserPosition(),
                        function.getName() + " takes vectors, but its operand " + described(operand) + " is none");
            }
        }
    }

    private void prepareArithmetic(SqlValidatorScope scope, SqlBasicCall call) {
        boolean isLeft = isVectorOf(scope, call, 0);
        boolean isRight = call.operandCount() > 1 && isVectorOf(scope, call, 1);
        boolean isScaled = call.getKind() == SqlKind.TIMES && isLeft != isRight;
        VectorFunction function = VectorOperators.arithmetic(call.getKind(), isScaled);
        if (function == null) {
            throw failure(
                    call.getParserPosition(),
                    "two vectors cannot be multiplied with *; use dot_product(a, b), or v * number");
        }
        if (isScaled && isRight) {
            SqlNode vector = call.operand(1);
            call.setOperand(1, call.operand(0));
            call.setOperand(0, vector);
        }
        call.setOperator(function);
        prepareFunction(scope, call, function);
    }

    /** A parameter beside a vector is one too, except where vectors cannot stand on both sides. */
    private boolean isVectorOf(SqlValidatorScope scope, SqlBasicCall call, int index) {
        SqlNode operand = call.operand(index);
        boolean isNumber = call.getKind() == SqlKind.TIMES && operand instanceof SqlDynamicParam;
        if (isNumber) {
            validator.setValidatedNodeType(operand, validator.types().scalar());
        }
        return !isNumber && vectorType(scope, operand) != null;
    }

    /** Makes all operands vectors of one length, if at least one is a vector. */
    private void unify(SqlValidatorScope scope, List<Slot> slots) {
        VectorSqlType common = knownVector(scope, slots);
        boolean isWanted = common != null
                || slots.stream()
                        .anyMatch(s -> s.parent() instanceof SqlCall c && c.getOperator() instanceof VectorFunction);
        if (!isWanted) {
            return;
        }
        String place = place(scope, slots);
        for (Slot slot : slots) {
            common = unify(scope, slot, common, place);
        }
        for (Slot slot : slots) {
            if (slot.node() instanceof SqlDynamicParam parameter && parameter.getIndex() < parameters.userCount()) {
                int dimension = common == null ? VectorSqlType.UNKNOWN : common.dimension();
                validator.setValidatedNodeType(parameter, validator.types().vector(dimension));
                parameters.setPlace(parameter.getIndex(), place);
            }
        }
    }

    private @Nullable VectorSqlType unify(
            SqlValidatorScope scope, Slot slot, @Nullable VectorSqlType common, @Nullable String place) {
        SqlNode node = slot.node();
        SqlNode vector = toVector(node, common, place);
        if (vector != null) {
            slot.replace(vector);
            VectorSqlType type = vectorType(scope, vector);
            return common == null || common.dimension() == VectorSqlType.UNKNOWN ? type : common;
        }
        VectorSqlType type = vectorType(scope, node);
        if (type == null) {
            if (common != null
                    && !(node instanceof SqlDynamicParam)
                    && !SqlUtil.isNullLiteral(node, true)
                    && !isDefault(node)) {
                throw failure(
                        node.getParserPosition(),
                        "a " + common.sql() + " is expected, but " + described(node) + " is no vector");
            }
            return common;
        }
        if (common != null && !type.fits(common)) {
            throw failure(
                    node.getParserPosition(),
                    "vectors of different length: " + common.sql() + " and " + described(node) + ", which is a "
                            + type.sql());
        }
        return common == null || common.dimension() == VectorSqlType.UNKNOWN ? type : common;
    }

    private static boolean isDefault(SqlNode node) {
        return node.getKind() == SqlKind.DEFAULT;
    }

    /** Returns the vector that a text or an array means, or null if the node is neither. */
    @Nullable
    SqlNode toVector(SqlNode node, @Nullable VectorSqlType wanted, @Nullable String place) {
        SqlParserPos pos = node.getParserPosition();
        if (node instanceof SqlCharStringLiteral literal) {
            float[] vector = Parameters.parse(literal.getValueAs(String.class), place, pos);
            return typed(parameters.constant(vector, wanted, place, pos), vector.length);
        }
        if (node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            float[] vector = numbers((SqlCall) node, place);
            if (vector != null) {
                return typed(parameters.constant(vector, wanted, place, pos), vector.length);
            }
            return VectorOperators.VECTOR_OF_ARRAY.createCall(pos, node);
        }
        if (node instanceof SqlCall call && call.getOperator() == VectorOperators.VECTOR_VALUE) {
            SqlNode inner = toVector(call.operand(0), wanted, place);
            return inner;
        }
        return null;
    }

    private SqlDynamicParam typed(SqlDynamicParam parameter, int dimension) {
        validator.setValidatedNodeType(parameter, validator.types().vector(dimension));
        return parameter;
    }

    private static float @Nullable [] numbers(SqlCall array, @Nullable String place) {
        float[] vector = new float[array.operandCount()];
        for (int i = 0; i < vector.length; i++) {
            SqlNode element = array.operand(i);
            boolean isNegative = element.getKind() == SqlKind.MINUS_PREFIX;
            SqlNode number = isNegative ? ((SqlCall) element).operand(0) : element;
            if (!(number instanceof SqlNumericLiteral literal)) {
                return null;
            }
            float value = literal.bigDecimalValue().floatValue();
            if (!Float.isFinite(value)) {
                return Parameters.parse("[" + element + "]", place, element.getParserPosition());
            }
            vector[i] = isNegative ? -value : value;
        }
        return vector.length == 0 ? null : vector;
    }

    private @Nullable VectorSqlType knownVector(SqlValidatorScope scope, List<Slot> slots) {
        VectorSqlType known = null;
        for (Slot slot : slots) {
            VectorSqlType type = vectorType(scope, slot.node());
            if (type != null && (known == null || known.dimension() == VectorSqlType.UNKNOWN)) {
                known = type;
            }
        }
        return known;
    }

    @Nullable
    VectorSqlType vectorType(SqlValidatorScope scope, SqlNode node) {
        if (!isExpression(node)) {
            return null;
        }
        RelDataType type = validator.deriveType(scope, node);
        if (type.isStruct() && type.getFieldCount() == 1 && node.isA(SqlKind.QUERY)) {
            type = type.getFieldList().get(0).getType();
        }
        return VectraTypeFactory.vectorOf(type);
    }

    private static boolean isExpression(SqlNode node) {
        return (node instanceof SqlCall call && call.getKind() != SqlKind.DEFAULT && call.getKind() != SqlKind.ROW)
                || (node instanceof SqlIdentifier identifier && !identifier.isStar() && !identifier.names.isEmpty())
                || node instanceof SqlDynamicParam;
    }

    /** Returns the first operand that is a column, for messages. */
    private @Nullable String place(SqlValidatorScope scope, List<Slot> slots) {
        for (Slot slot : slots) {
            if (slot.node() instanceof SqlIdentifier column && vectorType(scope, column) != null) {
                return "column " + column;
            }
        }
        return null;
    }

    private static List<Slot> operands(SqlCall call) {
        List<Slot> slots = new ArrayList<>(call.operandCount());
        int count = call.getKind() == SqlKind.AS || call.getKind() == SqlKind.CAST ? 1 : call.operandCount();
        for (int i = 0; i < count; i++) {
            SqlNode operand = call.operand(i);
            if (operand != null && !(operand instanceof SqlNodeList)) {
                slots.add(new Slot(call, i));
            }
        }
        return slots;
    }

    private static List<Slot> branches(SqlCase choice) {
        List<Slot> slots = new ArrayList<>();
        SqlNodeList branches = choice.getThenOperands();
        for (int i = 0; i < branches.size(); i++) {
            slots.add(new Slot(branches, i));
        }
        if (choice.getElseOperand() != null) {
            slots.add(new Slot(choice, 3));
        }
        return slots;
    }

    static SqlFailure failure(SqlParserPos pos, String message) {
        return Failures.at(MISMATCH, message, pos);
    }

    private static String described(SqlNode node) {
        return node instanceof SqlLiteral || node instanceof SqlIdentifier ? node.toString() : "this expression";
    }

    /** A place in the tree that holds an operand. */
    private record Slot(SqlNode parent, int index) {
        SqlNode node() {
            return parent instanceof SqlCall call ? call.operand(index) : ((SqlNodeList) parent).get(index);
        }

        void wrap(VectorFunction function) {
            replace(function.createCall(node().getParserPosition(), node()));
        }

        void replace(SqlNode node) {
            if (parent instanceof SqlCall call) {
                call.setOperand(index, node);
            } else {
                ((SqlNodeList) parent).set(index, node);
            }
        }
    }

    /** A NULL for a column whose default is taken. */
    RelDataType defaultType() {
        return validator.types().createSqlType(SqlTypeName.NULL);
    }

    /** The operator that {@code DEFAULT} in a row of values is. */
    static boolean isDefaultCall(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() == SqlStdOperatorTable.DEFAULT;
    }
}
