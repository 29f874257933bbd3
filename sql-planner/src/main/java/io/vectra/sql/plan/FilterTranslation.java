package io.vectra.sql.plan;

import io.vectra.sql.execute.FilterTemplate;
import io.vectra.sql.execute.FilterTemplate.Part;
import io.vectra.sql.execute.FilterValue;
import io.vectra.sql.execute.ListedValues;
import io.vectra.sql.execute.UnfitValueException;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.ScalarType;
import io.vectra.storage.Filter;
import io.vectra.storage.Filter.Operator;
import io.vectra.storage.TableInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDateLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTimeLiteral;
import org.apache.calcite.sql.SqlTimestampLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Splits the WHERE of a vector search into what the storage engine can evaluate and what only the mirror can.
 *
 * <p>A conjunct is taken as a whole or not at all. Taken are comparisons of a column with literals and parameters,
 * joined by AND, OR and NOT, of which it is sure that the mirror would find the same.
 *
 * @param template what the engine evaluates, or null for nothing
 * @param remainder what is left, or null for nothing
 */
record FilterTranslation(
        @Nullable FilterTemplate template, @Nullable SqlNode remainder) {

    /**
     * Translates a checked condition.
     *
     * @param userCount how many parameters the user gives
     */
    static FilterTranslation of(SqlNode where, String alias, TableInfo table, int userCount) {
        return of(where, alias, table, index -> index < userCount);
    }

    /**
     * Translates a checked condition.
     *
     * @param alias the table's alias
     * @param isScalar says which parameters are scalars of a plain type
     */
    static FilterTranslation of(SqlNode where, String alias, TableInfo table, IntPredicate isScalar) {
        Translator translator = new Translator(alias, table, isScalar);
        List<Part> parts = new ArrayList<>();
        List<SqlNode> fit = new ArrayList<>();
        List<SqlNode> unfit = new ArrayList<>();
        for (SqlNode conjunct : Trees.conjuncts(where)) {
            try {
                parts.add(translator.condition(conjunct));
                fit.add(conjunct);
            } catch (UnfitValueException e) {
                unfit.add(conjunct);
            }
        }
        SqlNode taken = Trees.and(fit);
        return new FilterTranslation(
                taken == null
                        ? null
                        : new FilterTemplate(
                                values -> Filter.and(bind(parts, values)),
                                MirrorWriter.print(taken).text()),
                Trees.and(unfit));
    }

    /**
     * Returns the whole condition, or null if something is left to the mirror: it then evaluates all of it, because the
     * other conjuncts only make that cheaper, and may keep it from rows for which the remainder fails.
     */
    @Nullable
    FilterTemplate whole() {
        return remainder == null ? template : null;
    }

    private static List<Filter> bind(List<Part> parts, @Nullable Object[] values) throws UnfitValueException {
        List<Filter> filters = new ArrayList<>();
        for (Part part : parts) {
            filters.add(part.bind(values));
        }
        return filters;
    }

    /** Gives an operand's value; null is NULL. */
    @FunctionalInterface
    private interface Operand {
        @Nullable
        Object value(@Nullable Object[] values) throws UnfitValueException;
    }

    /** A column of the table. */
    private record Column(ColumnInfo info) {
        int index() {
            return info.imageIndex();
        }

        ScalarType type() {
            return info.type();
        }
    }

    /** Translates conditions on one table; throws for what only the mirror can evaluate. */
    private record Translator(String alias, TableInfo table, IntPredicate isScalar) {
        Part condition(SqlNode node) throws UnfitValueException {
            if (node instanceof SqlIdentifier) {
                return truth(column(node), true);
            }
            if (node instanceof SqlLiteral literal) {
                return constant(literal);
            }
            if (!(node instanceof SqlCall call)) {
                throw new UnfitValueException();
            }
            return switch (call.getKind()) {
                case AND -> combined(call, true);
                case OR -> combined(call, false);
                case NOT -> {
                    Part part = condition(call.operand(0));
                    yield values -> Filter.not(part.bind(values));
                }
                case EQUALS -> comparison(call, Operator.EQUAL);
                case NOT_EQUALS -> comparison(call, Operator.NOT_EQUAL);
                case LESS_THAN -> comparison(call, Operator.LESS);
                case LESS_THAN_OR_EQUAL -> comparison(call, Operator.LESS_OR_EQUAL);
                case GREATER_THAN -> comparison(call, Operator.GREATER);
                case GREATER_THAN_OR_EQUAL -> comparison(call, Operator.GREATER_OR_EQUAL);
                case IN, NOT_IN -> list(call);
                case BETWEEN -> between(call);
                case LIKE -> like(call);
                default -> test(call);
            };
        }

        private static Part constant(SqlLiteral literal) throws UnfitValueException {
            if (isUnknown(literal)) {
                return values -> Filter.Constant.UNKNOWN;
            }
            if (literal.getTypeName() != SqlTypeName.BOOLEAN) {
                throw new UnfitValueException();
            }
            return literal.booleanValue() ? values -> Filter.Constant.TRUE : values -> Filter.Constant.FALSE;
        }

        /** NULL, or UNKNOWN, which is a BOOLEAN without a value. */
        private static boolean isUnknown(SqlLiteral literal) {
            return literal.getValue() == null;
        }

        private static Part truth(Column column, boolean truth) throws UnfitValueException {
            if (!column.type().name().equals("BOOLEAN")) {
                throw new UnfitValueException();
            }
            return values -> Filter.compare(column.index(), Operator.EQUAL, truth);
        }

        private Part combined(SqlCall call, boolean isConjunction) throws UnfitValueException {
            List<Part> parts = new ArrayList<>();
            for (SqlNode operand : call.getOperandList()) {
                parts.add(condition(operand));
            }
            return isConjunction ? values -> Filter.and(bind(parts, values)) : values -> Filter.or(bind(parts, values));
        }

        private Part comparison(SqlCall call, Operator operator) throws UnfitValueException {
            boolean isMirrored = !(call.operand(0) instanceof SqlIdentifier);
            Column column = column(call.operand(isMirrored ? 1 : 0));
            Operand operand = operand(call.operand(isMirrored ? 0 : 1), column);
            Operator used = isMirrored ? operator.mirrored() : operator;
            return values -> Filter.compare(column.index(), used, operand.value(values));
        }

        private Part list(SqlCall call) throws UnfitValueException {
            Column column = column(call.operand(0));
            if (call.operand(1) instanceof SqlDynamicParam list) {
                return listed(call, column, list.getIndex());
            }
            if (!(call.operand(1) instanceof SqlNodeList nodes)) {
                throw new UnfitValueException();
            }
            List<Operand> operands = new ArrayList<>();
            for (SqlNode node : nodes) {
                operands.add(operand(node, column));
            }
            boolean isNegated = call.getKind() == SqlKind.NOT_IN;
            return values -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Operand operand : operands) {
                    list.add(operand.value(values));
                }
                return negated(Filter.in(column.index(), list), isNegated);
            };
        }

        /** A list that the mirror gives while the statement runs. */
        private static Part listed(SqlCall call, Column column, int slot) {
            boolean isNegated = call.getKind() == SqlKind.NOT_IN;
            return values -> {
                ListedValues given = (ListedValues) values[slot];
                if (given == null) {
                    throw new UnfitValueException();
                }
                return negated(given.in(column.index(), column.type()), isNegated);
            };
        }

        private Part between(SqlCall call) throws UnfitValueException {
            SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
            if (operator.flag != SqlBetweenOperator.Flag.ASYMMETRIC) {
                throw new UnfitValueException();
            }
            Column column = column(call.operand(0));
            Operand low = operand(call.operand(1), column);
            Operand high = operand(call.operand(2), column);
            return values -> negated(
                    Filter.between(column.index(), low.value(values), high.value(values)), operator.isNegated());
        }

        private Part like(SqlCall call) throws UnfitValueException {
            SqlOperator operator = call.getOperator();
            boolean isNegated = operator == SqlStdOperatorTable.NOT_LIKE;
            Column column = column(call.operand(0));
            if (operator != SqlStdOperatorTable.LIKE && !isNegated
                    || !column.type().name().equals("CHARACTER VARYING")) {
                throw new UnfitValueException();
            }
            Character escape = call.operandCount() > 2 ? escape(call.operand(2)) : (Character) '\\';
            Operand pattern = operand(call.operand(1), column);
            return values -> negated(Filter.like(column.index(), (String) pattern.value(values), escape), isNegated);
        }

        private static @Nullable Character escape(SqlNode node) throws UnfitValueException {
            String text = node instanceof SqlCharStringLiteral literal ? literal.getValueAs(String.class) : null;
            if (text == null || text.length() > 1) {
                throw new UnfitValueException();
            }
            return text.isEmpty() ? null : (Character) text.charAt(0);
        }

        private Part test(SqlCall call) throws UnfitValueException {
            boolean isTest = switch (call.getKind()) {
                case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> true;
                default -> false;
            };
            if (!isTest) {
                throw new UnfitValueException();
            }
            Column column = column(call.operand(0));
            Filter isNull = Filter.isNull(column.index());
            return switch (call.getKind()) {
                case IS_NULL -> values -> isNull;
                case IS_NOT_NULL -> values -> Filter.not(isNull);
                case IS_TRUE -> present(truth(column, true), isNull, false);
                case IS_NOT_TRUE -> present(truth(column, true), isNull, true);
                case IS_FALSE -> present(truth(column, false), isNull, false);
                default -> present(truth(column, false), isNull, true);
            };
        }

        /** Makes a condition FALSE where it is UNKNOWN, perhaps with a negation. */
        private static Part present(Part part, Filter isNull, boolean isNegated) {
            return values -> negated(Filter.and(Filter.not(isNull), part.bind(values)), isNegated);
        }

        private static Filter negated(Filter filter, boolean isNegated) {
            return isNegated ? Filter.not(filter) : filter;
        }

        private Column column(SqlNode node) throws UnfitValueException {
            if (node instanceof SqlIdentifier name
                    && name.names.size() == 2
                    && name.names.get(0).equals(alias)) {
                ColumnInfo column = table.column(name.names.get(1));
                if (column != null) {
                    return new Column(column);
                }
            }
            throw new UnfitValueException();
        }

        private Operand operand(SqlNode node, Column column) throws UnfitValueException {
            if (column.info().isVector()) {
                throw new UnfitValueException();
            }
            Operand raw = raw(node);
            if (isParameterized(node)) {
                return values -> FilterValue.of(raw.value(values), column.type());
            }
            Object value = FilterValue.of(raw.value(new Object[0]), column.type());
            return values -> value;
        }

        private static boolean isParameterized(SqlNode node) {
            return node instanceof SqlDynamicParam
                    || node.getKind() == SqlKind.CAST && ((SqlCall) node).operand(0) instanceof SqlDynamicParam;
        }

        private Operand raw(SqlNode node) throws UnfitValueException {
            if (node instanceof SqlDynamicParam parameter) {
                int index = parameter.getIndex();
                if (!isScalar.test(index)) {
                    throw new UnfitValueException();
                }
                return values -> values[index];
            }
            if (node instanceof SqlLiteral literal) {
                Object value = literalValue(literal);
                return values -> value;
            }
            if (node.getKind() == SqlKind.MINUS_PREFIX
                    && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral number) {
                Object value = number(number, true);
                return values -> value;
            }
            if (node.getKind() == SqlKind.CAST) {
                return cast((SqlCall) node);
            }
            throw new UnfitValueException();
        }

        private Operand cast(SqlCall call) throws UnfitValueException {
            if (!(call.operand(1) instanceof SqlDataTypeSpec type) || call.operandCount() > 2) {
                throw new UnfitValueException();
            }
            boolean hasPrecision =
                    type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic && basic.getPrecision() >= 0;
            String name = type.getTypeName().getSimple();
            if (hasPrecision) {
                throw new UnfitValueException();
            }
            Operand raw = raw(call.operand(0));
            return values -> FilterValue.cast(raw.value(values), name);
        }

        private static @Nullable Object literalValue(SqlLiteral literal) throws UnfitValueException {
            if (isUnknown(literal)) {
                return null;
            }
            if (literal instanceof SqlNumericLiteral number) {
                return number(number, false);
            }
            if (literal instanceof SqlCharStringLiteral text) {
                return text.getValueAs(String.class);
            }
            if (literal.getTypeName() == SqlTypeName.BOOLEAN) {
                return literal.booleanValue();
            }
            if (literal instanceof SqlDateLiteral) {
                return LocalDate.parse(literal.getValueAs(DateString.class).toString());
            }
            if (literal instanceof SqlTimeLiteral && literal.getTypeName() == SqlTypeName.TIME) {
                return LocalTime.parse(literal.getValueAs(TimeString.class).toString());
            }
            if (literal instanceof SqlTimestampLiteral && literal.getTypeName() == SqlTypeName.TIMESTAMP) {
                String text = literal.getValueAs(TimestampString.class).toString();
                return LocalDateTime.parse(text.replace(' ', 'T'));
            }
            throw new UnfitValueException();
        }

        private static Number number(SqlNumericLiteral literal, boolean isNegated) {
            BigDecimal number = literal.getValueAs(BigDecimal.class);
            return FilterValue.literal(isNegated ? number.negate() : number, !literal.isExact());
        }
    }
}
