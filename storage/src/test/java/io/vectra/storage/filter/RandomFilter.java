package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random filters over a {@link RandomTable}, with the same condition as H2's SQL. */
final class RandomFilter {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS");
    private static final DateTimeFormatter TIMESTAMP_WITH_ZONE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSSxxx");

    private final Random random;
    private final RandomTable table;

    /** Whether values are written as parameters. */
    private final boolean isParameterized;

    private final List<Object> parameters = new ArrayList<>();

    RandomFilter(Random random, RandomTable table) {
        this.random = random;
        this.table = table;
        this.isParameterized = random.nextBoolean();
    }

    /** A filter and its SQL. */
    record Pair(Filter filter, String sql) {}

    List<Object> parameters() {
        return parameters;
    }

    Pair next(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> {
                Pair inner = next(depth - 1);
                yield new Pair(Filter.not(inner.filter()), "NOT (" + inner.sql() + ")");
            }
            case 1 -> combined(depth, true);
            default -> combined(depth, false);
        };
    }

    private Pair combined(int depth, boolean isConjunction) {
        List<Pair> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(next(depth - 1));
        }
        List<Filter> filters = parts.stream().map(Pair::filter).toList();
        String sql = parts.stream()
                .map(part -> "(" + part.sql() + ")")
                .collect(Collectors.joining(isConjunction ? " AND " : " OR "));
        return new Pair(isConjunction ? Filter.and(filters) : Filter.or(filters), sql);
    }

    private Pair leaf() {
        int column = 1 + random.nextInt(RandomTable.COLUMNS.size() - 1);
        String name = RandomTable.COLUMNS.get(column).name();
        if (name.equals("J") || random.nextInt(10) == 0) {
            return random.nextBoolean()
                    ? new Pair(Filter.isNull(column), name + " IS NULL")
                    : new Pair(Filter.isNotNull(column), name + " IS NOT NULL");
        }
        if (name.equals("V") && random.nextBoolean()) {
            return like(column, name);
        }
        return switch (random.nextInt(5)) {
            case 0 -> in(column, name);
            case 1 -> between(column, name);
            default -> comparison(column, name);
        };
    }

    private Pair comparison(int column, String name) {
        Filter.Operator operator = Filter.Operator.values()[random.nextInt(6)];
        Object value = random.nextInt(30) == 0 ? null : table.operand(column);
        return new Pair(Filter.compare(column, operator, value), name + " " + operator.sql() + " " + sql(value));
    }

    private Pair between(int column, String name) {
        Object low = random.nextInt(20) == 0 ? null : table.operand(column);
        Object high = random.nextInt(20) == 0 ? null : table.operand(column);
        String words = random.nextInt(3) == 0 ? " NOT BETWEEN " : " BETWEEN ";
        Filter filter = Filter.between(column, low, high);
        return new Pair(
                words.contains("NOT") ? Filter.not(filter) : filter, name + words + sql(low) + " AND " + sql(high));
    }

    private Pair in(int column, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        Object first = table.operand(column);
        values.add(first);
        for (int i = random.nextInt(6); i > 0; i--) {
            Object value = table.operand(column);
            if (random.nextInt(10) == 0) {
                values.add(null);
            } else if (random.nextInt(3) == 0 || value.getClass() == first.getClass()) {
                values.add(value);
            }
        }
        boolean isNegated = random.nextInt(3) == 0;
        String list = values.stream().map(this::sql).collect(Collectors.joining(", ", " IN (", ")"));
        Filter filter = Filter.in(column, values);
        return new Pair(isNegated ? Filter.not(filter) : filter, name + (isNegated ? " NOT" : "") + list);
    }

    private Pair like(int column, String name) {
        String pattern = table.pattern();
        boolean isNegated = random.nextInt(3) == 0;
        Character escape = random.nextInt(3) == 0 ? null : (Character) '\\';
        Filter filter = Filter.like(column, pattern, escape);
        return new Pair(
                isNegated ? Filter.not(filter) : filter,
                name + (isNegated ? " NOT LIKE " : " LIKE ") + sql(pattern) + (escape == null ? " ESCAPE ''" : ""));
    }

    private String sql(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (isParameterized) {
            parameters.add(value);
            return "?";
        }
        String text = "'" + value.toString().replace("'", "''") + "'";
        return switch (value.getClass().getSimpleName()) {
            case "Boolean", "Integer" -> value.toString();
            case "Short" -> "CAST(" + value + " AS SMALLINT)";
            case "Long" -> "CAST(" + value + " AS BIGINT)";
            case "Float" -> "CAST(" + text + " AS REAL)";
            case "Double" -> "CAST(" + text + " AS DOUBLE PRECISION)";
            case "BigDecimal" -> decimal((BigDecimal) value);
            case "LocalDate" -> "DATE " + text;
            case "LocalTime" -> "TIME " + text;
            case "LocalDateTime" -> "TIMESTAMP '" + TIMESTAMP.format((LocalDateTime) value) + "'";
            case "OffsetDateTime" ->
                "TIMESTAMP WITH TIME ZONE '" + TIMESTAMP_WITH_ZONE.format((OffsetDateTime) value) + "'";
            case "UUID" -> "UUID " + text;
            default -> text;
        };
    }

    private static String decimal(BigDecimal value) {
        String plain = value.toPlainString();
        return plain.length() > 100 || !plain.contains(".") ? "CAST('" + value + "' AS DECFLOAT(100))" : plain;
    }
}
