package io.vectra.storage;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the columns of one table, with SQL's three-valued logic.
 *
 * <p>A row meets it if it is TRUE for the row, neither FALSE nor UNKNOWN. Columns are named by their index in the
 * table's row image: the position among the columns of the mirror's table, the hidden one included, from 0. Values have
 * the form that row images have: {@code Boolean}, a number ({@code Byte}, {@code Short}, {@code Integer}, {@code Long},
 * {@code BigDecimal}, {@code Float}, {@code Double}), {@code String} (character strings, labels of an ENUM),
 * {@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}, {@code OffsetDateTime}, {@code UUID}.
 *
 * <p>A number's class says which SQL type it has (INTEGER, BIGINT, NUMERIC, REAL, DOUBLE PRECISION), because SQL
 * compares {@code DOUBLE = NUMERIC} in decimal and {@code DOUBLE = REAL} in binary.
 *
 * <p>Immutable; equal if written the same way. The methods of this interface make filters, and simplify those with
 * NULL.
 */
public sealed interface Filter extends Serializable {
    /** Hands this to the visitor's method for its kind. */
    <R> R accept(Visitor<R> visitor);

    /** A filter that is the same for every row. */
    enum Constant implements Filter {
        TRUE,
        FALSE,
        UNKNOWN;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** How a column is compared with a value. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** Returns the operator as SQL writes it. */
        public String sql() {
            return sql;
        }

        /** Returns the operator that is true where this one is false. */
        public Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }

        /** Returns the operator that gives the same with its sides swapped. */
        public Operator mirrored() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    /**
     * {@code column operator value}; UNKNOWN where the column is NULL.
     *
     * @param column the column's index in the row image
     */
    record Comparison(int column, Operator operator, Serializable value) implements Filter {
        public Comparison {
            Objects.requireNonNull(operator, "operator");
            value = checkedValue(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.comparison(this);
        }

        @Override
        public String toString() {
            return name(column) + " " + operator.sql() + " " + literal(value);
        }
    }

    /**
     * {@code column IN (values)}; UNKNOWN where the column is NULL, and where no value equals it if NULL is among them.
     *
     * @param column the column's index in the row image
     * @param values those that are not NULL
     * @param hasNull whether NULL is in the list
     */
    record In(int column, List<Serializable> values, boolean hasNull) implements Filter {
        public In {
            values = values.stream().map(Filter::checkedValue).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.in(this);
        }

        @Override
        public String toString() {
            String list = values.stream().map(Filter::literal).collect(Collectors.joining(", "));
            return name(column) + " IN (" + list + (hasNull ? values.isEmpty() ? "NULL" : ", NULL" : "") + ")";
        }
    }

    /**
     * {@code column LIKE pattern}; UNKNOWN where the column is NULL, and everywhere if the pattern ends with its escape
     * character.
     *
     * @param column the column's index in the row image
     * @param pattern {@code %} stands for any characters, {@code _} for one UTF-16 unit
     * @param escape makes the next character stand for itself, or null for none
     */
    record Like(int column, String pattern, @Nullable Character escape) implements Filter {
        public Like {
            Objects.requireNonNull(pattern, "pattern");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.like(this);
        }

        @Override
        public String toString() {
            String escaping = escape == null ? "''" : literal(escape.toString());
            return name(column) + " LIKE " + literal(pattern) + " ESCAPE " + escaping;
        }
    }

    /**
     * {@code column IS NULL}; never UNKNOWN.
     *
     * @param column the column's index in the row image
     */
    record IsNull(int column) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.isNull(this);
        }

        @Override
        public String toString() {
            return name(column) + " IS NULL";
        }
    }

    /**
     * Conjunction.
     *
     * @param filters at least one
     */
    record And(List<Filter> filters) implements Filter {
        public And {
            filters = checkedOperands(filters);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.and(this);
        }

        @Override
        public String toString() {
            return joined(filters, " AND ");
        }
    }

    /**
     * Disjunction.
     *
     * @param filters at least one
     */
    record Or(List<Filter> filters) implements Filter {
        public Or {
            filters = checkedOperands(filters);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.or(this);
        }

        @Override
        public String toString() {
            return joined(filters, " OR ");
        }
    }

    /** Negation; UNKNOWN where its operand is. */
    record Not(Filter filter) implements Filter {
        public Not {
            Objects.requireNonNull(filter, "filter");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }

        @Override
        public String toString() {
            return "NOT (" + filter + ")";
        }
    }

    /** Makes {@code column operator value}, which is UNKNOWN for NULL. */
    static Filter compare(int column, Operator operator, @Nullable Object value) {
        return value == null ? Constant.UNKNOWN : new Comparison(column, operator, checkedValue(value));
    }

    /** Makes {@code column BETWEEN low AND high}. */
    static Filter between(int column, @Nullable Object low, @Nullable Object high) {
        return and(compare(column, Operator.GREATER_OR_EQUAL, low), compare(column, Operator.LESS_OR_EQUAL, high));
    }

    /** Makes {@code column IN (values)}; NULLs among the values count as SQL has it. */
    static Filter in(int column, List<? extends @Nullable Object> values) {
        List<Serializable> present = new ArrayList<>();
        for (Object value : values) {
            if (value != null) {
                present.add(checkedValue(value));
            }
        }
        return new In(column, present, present.size() < values.size());
    }

    /** Makes {@code column LIKE pattern ESCAPE escape}, which is UNKNOWN for a NULL pattern. */
    static Filter like(int column, @Nullable String pattern, @Nullable Character escape) {
        return pattern == null ? Constant.UNKNOWN : new Like(column, pattern, escape);
    }

    /** Makes {@code column IS NULL}. */
    static Filter isNull(int column) {
        return new IsNull(column);
    }

    /** Makes {@code column IS NOT NULL}. */
    static Filter isNotNull(int column) {
        return new Not(new IsNull(column));
    }

    /** Makes a conjunction. */
    static Filter and(Filter... filters) {
        return and(Arrays.asList(filters));
    }

    /** Makes a conjunction; TRUE without operands. */
    static Filter and(List<Filter> filters) {
        return switch (filters.size()) {
            case 0 -> Constant.TRUE;
            case 1 -> filters.get(0);
            default -> new And(filters);
        };
    }

    /** Makes a disjunction. */
    static Filter or(Filter... filters) {
        return or(Arrays.asList(filters));
    }

    /** Makes a disjunction; FALSE without operands. */
    static Filter or(List<Filter> filters) {
        return switch (filters.size()) {
            case 0 -> Constant.FALSE;
            case 1 -> filters.get(0);
            default -> new Or(filters);
        };
    }

    /** Makes a negation. */
    static Filter not(Filter filter) {
        return new Not(filter);
    }

    /** One method per kind of filter. */
    interface Visitor<R> {
        /** Visits a constant. */
        R constant(Constant constant);

        /** Visits a comparison. */
        R comparison(Comparison comparison);

        /** Visits a list. */
        R in(In in);

        /** Visits a pattern. */
        R like(Like like);

        /** Visits a test for NULL. */
        R isNull(IsNull isNull);

        /** Visits a conjunction. */
        R and(And and);

        /** Visits a disjunction. */
        R or(Or or);

        /** Visits a negation. */
        R not(Not not);
    }

    private static Serializable checkedValue(Object value) {
        if (value instanceof BigDecimal decimal) {
            // 1.0 and 1.00 are one value, and shall make one filter.
            return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        }
        if (value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof String
                || value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof UUID) {
            return (Serializable) value;
        }
        throw new IllegalArgumentException("a filter compares with the values of row images, but was given a "
                + value.getClass().getName());
    }

    private static List<Filter> checkedOperands(List<Filter> filters) {
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("expected at least one filter to combine, but there is none");
        }
        return List.copyOf(filters);
    }

    private static String name(int column) {
        return "#" + column;
    }

    private static String literal(Serializable value) {
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : "'" + value.toString().replace("'", "''") + "'";
    }

    private static String joined(List<Filter> filters, String operator) {
        return filters.stream().map(Filter::toString).collect(Collectors.joining(operator, "(", ")"));
    }
}
