package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.RowFile;
import io.vectra.benchmarks.peer.Condition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Twenty-four conditions for the columns of any data set, from hardly any row to all.
 *
 * <p>Correlated ones take a value of the query's nearest row, so that the matches are near the query; anti-correlated
 * ones take a value that none of its nearest hundred rows has.
 */
final class FilterConditions {
    private static final int WINDOWS = 6;
    private static final int LABEL_VALUES_MAX = 5_000;

    /** With fewer values no range is small: then the ids serve. */
    private static final int RANGE_VALUES_MIN = 1_000;

    private static final String ID = "id";

    private final RelationalOracle oracle;
    private final int rows;
    private final int[][] truth;
    private final Map<String, List<Object>> sorted = new HashMap<>();
    private final Map<String, Map<Object, Long>> counted = new HashMap<>();
    private final Random random = new Random(24);

    /** A column of many ordered values, one of few values, and one of more values. */
    private final String range;

    private final String label;
    private final String fineLabel;
    private final String text;
    private final String nullable;

    /** A condition, which may depend on the query. */
    interface ForQuery {
        Condition condition(int query) throws SQLException;
    }

    FilterConditions(RelationalOracle oracle, List<RowFile.Column> columns, int rows, int[][] truth)
            throws SQLException {
        this.oracle = oracle;
        this.rows = rows;
        this.truth = truth;
        for (RowFile.Column column : columns) {
            sorted.put(column.name(), oracle.column("SELECT " + column.name() + " FROM docs ORDER BY 1", List.of()));
            Map<Object, Long> counts = new LinkedHashMap<>();
            sorted(column.name()).forEach(value -> counts.merge(value, 1L, Long::sum));
            counted.put(column.name(), counts);
        }
        List<String> names = columns.stream().map(RowFile.Column::name).toList();
        List<String> ordered = columns.stream()
                .filter(column -> column.type() != RowFile.Type.VARCHAR)
                .map(RowFile.Column::name)
                .toList();
        List<String> texts = columns.stream()
                .filter(column -> column.type() == RowFile.Type.VARCHAR)
                .map(RowFile.Column::name)
                .toList();
        List<String> labels = names.stream()
                .filter(name -> values(name) > 3 && values(name) <= LABEL_VALUES_MAX)
                .sorted(Comparator.comparingLong(this::values))
                .toList();
        if (ordered.isEmpty() || texts.isEmpty() || labels.isEmpty()) {
            throw new IllegalArgumentException("the metadata have no column of numbers or dates, none of texts, or none"
                    + " of 4 to " + LABEL_VALUES_MAX + " different values; filters need all three");
        }
        String finest = best(ordered, Comparator.comparingLong(this::values));
        range = values(finest) >= RANGE_VALUES_MIN ? finest : ID;
        sorted.put(ID, oracle.column("SELECT id FROM docs ORDER BY 1", List.of()));
        text = best(texts, Comparator.comparingLong(this::values));
        label = best(labels, Comparator.comparingDouble(name -> -Math.abs(Math.log(values(name) / 40.0))));
        fineLabel = best(labels, Comparator.comparingDouble(name -> -Math.abs(Math.log(values(name) / 400.0))));
        nullable = best(names, Comparator.comparingLong(name -> -sorted(name).size()));
    }

    private static String best(List<String> names, Comparator<String> order) {
        return names.stream().max(order).orElseThrow();
    }

    private List<Object> sorted(String column) {
        return sorted.getOrDefault(column, List.of());
    }

    private long values(String column) {
        return counted.getOrDefault(column, Map.of()).size();
    }

    /** Returns the conditions by what they are. */
    Map<String, ForQuery> all() {
        Map<String, ForQuery> all = new LinkedHashMap<>();
        for (double share : new double[] {0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 0.5}) {
            List<Condition> windows = windows(share);
            all.put(CurveBench.format("range of %.4g %%", share * 100), query -> windows.get(query % WINDOWS));
        }
        List<Condition> small = windows(0.01);
        List<Condition> half = windows(0.5);
        all.put("all rows", query -> new Condition("id >= ?", List.of(0L)));
        all.put("NOT a range of 1 %", query -> not(small.get(query % WINDOWS)));
        all.put(
                "IS NULL",
                query -> sorted(nullable).size() < rows
                        ? new Condition(nullable + " IS NULL", List.of())
                        : new Condition("NOT " + nullable + " IS NULL", List.of()));
        all.put("label = near", query -> equal(label, near(label, query)));
        all.put("label <> near", query -> new Condition(label + " <> ?", List.of(near(label, query))));
        all.put("label = far", query -> equal(label, far(label, query).get(0)));
        all.put("label IN far ones", query -> in(label, far(label, query)));
        all.put("label NOT IN near and far", query -> notIn(label, near(label, query), far(label, query)));
        all.put("fine label = near", query -> equal(fineLabel, near(fineLabel, query)));
        all.put(
                "fine label = far",
                query -> equal(fineLabel, far(fineLabel, query).get(0)));
        all.put(
                "label = near AND range of 50 %",
                query -> join(equal(label, near(label, query)), "AND", half.get(query % WINDOWS)));
        all.put(
                "label = far AND range of 50 %",
                query -> join(equal(label, far(label, query).get(0)), "AND", half.get(query % WINDOWS)));
        all.put(
                "label = near OR range of 1 %",
                query -> join(equal(label, near(label, query)), "OR", small.get(query % WINDOWS)));
        all.put(
                "label = far OR range of 1 %",
                query -> join(equal(label, far(label, query).get(0)), "OR", small.get(query % WINDOWS)));
        all.put(
                "NOT (label = near OR range of 50 %)",
                query -> not(join(equal(label, near(label, query)), "OR", half.get(query % WINDOWS))));
        all.put("text LIKE prefix", query -> new Condition(text + " LIKE ?", List.of(prefix(query) + "%")));
        all.put(
                "text LIKE infix AND NOT label = near",
                query -> join(
                        new Condition(text + " LIKE ?", List.of("%" + prefix(query + 1) + "%")),
                        "AND",
                        not(equal(label, near(label, query)))));
        return all;
    }

    /** Returns ranges with about a share of the rows each, at random places. */
    private List<Condition> windows(double share) {
        List<Object> values = sorted(range);
        int width = Math.max(1, (int) (values.size() * share));
        List<Condition> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            int first = random.nextInt(values.size() - width + 1);
            windows.add(new Condition(
                    range + " BETWEEN ? AND ?", List.of(values.get(first), values.get(first + width - 1))));
        }
        return windows;
    }

    /** Returns the value of the nearest row that has one. */
    private Object near(String column, int query) throws SQLException {
        for (int row : truth[query]) {
            List<Object> value = oracle.column("SELECT " + column + " FROM docs WHERE id = ?", List.of((long) row));
            if (!value.isEmpty()) {
                return value.get(0);
            }
        }
        return sorted(column).get(0);
    }

    /** Returns three values that none of the nearest rows has, or the rarest if they have all. */
    private List<Object> far(String column, int query) throws SQLException {
        StringBuilder ids = new StringBuilder();
        for (int row : truth[query]) {
            ids.append(ids.isEmpty() ? "" : ", ").append(row);
        }
        List<Object> present =
                oracle.column("SELECT DISTINCT " + column + " FROM docs WHERE id IN (" + ids + ")", List.of());
        Map<Object, Long> counts = counted.getOrDefault(column, Map.of());
        List<Object> absent = new ArrayList<>(counts.keySet());
        absent.removeAll(present);
        Comparator<Object> byCount = Comparator.comparingLong(value -> counts.getOrDefault(value, 0L));
        if (absent.size() < 3) {
            return counts.keySet().stream().sorted(byCount).limit(3).toList();
        }
        // Not the most frequent ones for every query: which ones depends on the query.
        absent.sort(byCount.reversed());
        int first = query % Math.max(1, Math.min(WINDOWS, absent.size() - 2));
        return List.copyOf(absent.subList(first, first + 3));
    }

    private String prefix(int query) {
        List<Object> values = sorted(text);
        String value = values.get((int) ((query % WINDOWS + 0.5) / WINDOWS * values.size()))
                .toString();
        return value.substring(0, Math.min(3, value.length()))
                .replace("%", "")
                .replace("_", "")
                .replace("\\", "");
    }

    private static Condition equal(String column, Object value) {
        return new Condition(column + " = ?", List.of(value));
    }

    private static Condition in(String column, List<Object> values) {
        return new Condition(column + " IN (?, ?, ?)", values.subList(0, 3));
    }

    private static Condition notIn(String column, Object first, List<Object> others) {
        return new Condition(column + " NOT IN (?, ?, ?)", List.of(first, others.get(0), others.get(1)));
    }

    private static Condition not(Condition condition) {
        return new Condition("NOT (" + condition.sql() + ")", condition.values());
    }

    private static Condition join(Condition first, String operator, Condition second) {
        List<Object> values = new ArrayList<>(first.values());
        values.addAll(second.values());
        return new Condition("(" + first.sql() + ") " + operator + " (" + second.sql() + ")", values);
    }
}
