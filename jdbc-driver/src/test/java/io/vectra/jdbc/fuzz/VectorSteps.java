package io.vectra.jdbc.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random statements with vectors, each with what brute force in Java says about it. */
final class VectorSteps {
    private final Random random;
    private final List<FuzzTable> tables;
    private final List<FuzzTable> searched;

    VectorSteps(Random random, List<FuzzTable> tables) {
        this.random = random;
        this.tables = tables;
        this.searched = tables.stream().filter(FuzzTable::hasVectors).toList();
    }

    boolean isPossible() {
        return !searched.isEmpty();
    }

    private FuzzTable table() {
        return searched.get(random.nextInt(searched.size()));
    }

    float[] vector(int dimension) {
        float[] vector = new float[dimension];
        boolean isSmall = random.nextBoolean();
        for (int i = 0; i < dimension; i++) {
            vector[i] = isSmall ? random.nextInt(5) - 2 : random.nextInt(2001) / 256f - 4;
        }
        return vector;
    }

    /** UPDATE of vectors, by a literal, a parameter, a sum, NULL, or another row's vector. */
    Step update() {
        FuzzTable table = table();
        float[] operand = vector(table.dimension());
        String condition = new Expressions(random, tables, table.columns(), false).condition(1);
        int how = random.nextInt(5);
        String text = Arrays.toString(operand);
        String value = switch (how) {
            case 0 -> "'" + text + "'";
            case 1 -> "NULL";
            case 2 -> "vec + '" + text + "'";
            case 3 -> "vec * 2";
            default -> "ARRAY" + text;
        };
        List<Object> parameters = new ArrayList<>();
        String where = FuzzStatement.unmarked(" WHERE " + condition, parameters);
        return new Changed(
                table, "UPDATE " + table.name() + " SET vec = " + value + where, where, parameters, how, operand);
    }

    /** Gives every row of a table a vector of its own, some none. */
    Step fill(FuzzTable table) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            vectors.add(random.nextInt(8) == 0 ? null : vector(table.dimension()));
        }
        return new Step.Done("(vectors into " + table.name() + ")", stage -> {
            for (int id : stage.ids("SELECT id FROM " + table.name() + " ORDER BY id", List.of())) {
                float[] vector = vectors.get(id % vectors.size());
                if (vector != null) {
                    try (var update = stage.connection()
                            .prepareStatement("UPDATE " + table.name() + " SET vec = ? WHERE id = ?")) {
                        update.setObject(1, vector);
                        update.setInt(2, id);
                        update.executeUpdate();
                    }
                    stage.vectors(table).put(id, vector);
                }
            }
        });
    }

    /** Changed vectors, in one database and in the map that stands for the other. */
    private record Changed(FuzzTable table, String sql, String where, List<Object> parameters, int how, float[] operand)
            implements Step {
        @Override
        public @Nullable String run(Stage stage) throws SQLException {
            List<Integer> ids;
            try {
                ids = stage.ids("SELECT id FROM " + table.name() + where, parameters);
            } catch (SQLException e) {
                return Answer.of(stage.connection(), sql, parameters, false)
                        .differenceFrom(new Answer(List.of(), List.of(), -1, e), false);
            }
            Answer answer = Answer.of(stage.connection(), sql, parameters, false);
            if (answer.failure() == null) {
                TreeMap<Integer, float[]> vectors = stage.vectors(table);
                ids.forEach(id -> vectors.compute(id, (key, before) -> changed(before)));
            }
            return answer.differenceFrom(new Answer(List.of(), List.of(), ids.size(), null), false);
        }

        private float @Nullable [] changed(float @Nullable [] before) {
            if (how == 1) {
                return null;
            }
            if (how != 2 && how != 3) {
                return operand;
            }
            if (before == null) {
                return null;
            }
            float[] after = new float[before.length];
            for (int i = 0; i < after.length; i++) {
                after[i] = how == 3 ? before[i] * 2 : before[i] + operand[i];
            }
            return after;
        }

        @Override
        public String toString() {
            return sql + (parameters.isEmpty() ? "" : " -- with " + parameters);
        }
    }

    /** How a query may order, and what it means. */
    private enum Order {
        COSINE("cosine(%s, %s)", false, true),
        COSINE_OPERATOR("%s <=> %s", false, true),
        COSINE_REVERSED("1 - cosine(%s, %s)", true, true),
        SIMILARITY("cosine_similarity(%s, %s)", true, true),
        EUCLIDEAN("euclidean(%s, %s)", false, false),
        EUCLIDEAN_OPERATOR("%s <-> %s", false, false),
        EUCLIDEAN_DOUBLED("2 * (%s <-> %s)", false, false),
        DOT_PRODUCT("dot_product(%s, %s)", true, false),
        DOT_OPERATOR("%s <#> %s", false, false),
        MANHATTAN("manhattan(%s, %s)", false, false),
        MANHATTAN_OPERATOR("%s <+> %s", false, false);

        private final String sql;
        private final boolean isDescending;
        private final boolean isCosine;

        Order(String sql, boolean isDescending, boolean isCosine) {
            this.sql = sql;
            this.isDescending = isDescending;
            this.isCosine = isCosine;
        }

        double value(float[] a, float[] b) {
            double dot = 0;
            double squares = 0;
            double sum = 0;
            double normA = 0;
            double normB = 0;
            for (int i = 0; i < a.length; i++) {
                double difference = (double) a[i] - b[i];
                dot += (double) a[i] * b[i];
                squares += difference * difference;
                sum += Math.abs(difference);
                normA += (double) a[i] * a[i];
                normB += (double) b[i] * b[i];
            }
            double norms = Math.sqrt(normA) * Math.sqrt(normB);
            double cosine = norms == 0 ? 0 : Math.max(-1, Math.min(1, dot / norms));
            return switch (this) {
                case COSINE, COSINE_OPERATOR -> 1 - cosine;
                case COSINE_REVERSED, SIMILARITY -> cosine;
                case EUCLIDEAN, EUCLIDEAN_OPERATOR -> Math.sqrt(squares);
                case EUCLIDEAN_DOUBLED -> 2 * Math.sqrt(squares);
                case DOT_PRODUCT -> dot;
                case DOT_OPERATOR -> -dot;
                case MANHATTAN, MANHATTAN_OPERATOR -> sum;
            };
        }
    }

    /** A top-k, or all within a bound, of one table, with joins, in a sub-query or not. */
    Step query() {
        FuzzTable table = table();
        Order order = Order.values()[random.nextInt(Order.values().length)];
        float[] query = vector(table.dimension());
        FuzzTable other = random.nextInt(3) == 0 ? tables.get(random.nextInt(tables.size())) : null;
        List<FuzzTable.Column> columns = new ArrayList<>(table.of("t"));
        if (other != null) {
            columns.addAll(other.of("o"));
        }
        Expressions expressions = new Expressions(random, tables, columns, true);
        String item = expressions.leaf(random.nextBoolean() ? Kind.NUMBER : Kind.TEXT);
        String from = table.name() + " AS t";
        if (other != null) {
            from += oneOf(" JOIN ", " LEFT JOIN ") + other.name() + " AS o ON t.id = o.id";
        }
        String where = random.nextInt(4) == 0 ? "" : " WHERE " + expressions.condition(2);
        int limit = random.nextInt(8) == 0 ? -1 : random.nextInt(9);
        int offset = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
        Double bound = random.nextInt(3) == 0 ? (order.isCosine ? 0.337 : 1.7345) : null;
        return new Searched(
                table, order, query, new Text(item, from, where, random.nextInt(4)), new Page(limit, offset, bound));
    }

    /** The scalar parts of a query. */
    private record Text(String item, String from, String where, int shape) {}

    /** Which of the ordered rows are wanted; a limit of -1 is none. */
    private record Page(int limit, int offset, @Nullable Double bound) {}

    /** A row that meets the scalar conditions. */
    private record Candidate(int id, String item, @Nullable Double value) {}

    /** A query by distance. */
    private record Searched(FuzzTable table, Order order, float[] query, Text text, Page page) implements Step {
        private String distance() {
            return String.format(order.sql, "t.vec", "'" + Arrays.toString(query) + "'");
        }

        private String sql() {
            String where = text.where;
            if (page.bound != null) {
                where += (where.isEmpty() ? " WHERE " : " AND (")
                        + distance()
                        + (order.isDescending ? " > " : " < ")
                        + page.bound
                        + (where.isEmpty() ? "" : ")");
                where = where.replaceFirst("WHERE (.*) AND \\(", "WHERE ($1) AND (");
            }
            String direction = order.isDescending ? " DESC NULLS LAST" : " NULLS LAST";
            String limit =
                    page.limit < 0 ? "" : " LIMIT " + page.limit + (page.offset == 0 ? "" : " OFFSET " + page.offset);
            String items = "t.id, " + text.item + " AS item, ";
            return switch (text.shape) {
                case 0 ->
                    "SELECT " + items + distance() + " AS d FROM " + text.from + where + " ORDER BY d" + direction
                            + limit;
                case 1 ->
                    "SELECT * FROM (SELECT " + items + distance() + " AS d FROM " + text.from + where
                            + ") AS n ORDER BY d" + direction + limit;
                case 2 ->
                    "WITH n AS (SELECT " + items + distance() + " AS d FROM " + text.from + where + " ORDER BY d"
                            + direction + limit + ") SELECT id, item, d FROM n ORDER BY d" + direction;
                default ->
                    "SELECT " + items + distance() + " FROM " + text.from + where + " ORDER BY " + distance()
                            + direction + limit;
            };
        }

        @Override
        public @Nullable String run(Stage stage) throws SQLException {
            List<Object> parameters = new ArrayList<>();
            String sql = FuzzStatement.unmarked(sql(), parameters);
            List<Object> plainParameters = new ArrayList<>();
            String plain = FuzzStatement.unmarked(
                    "SELECT t.id, " + text.item + " AS item FROM " + text.from + text.where, plainParameters);
            List<List<Object>> eligible;
            try {
                eligible = stage.plainRows(plain, plainParameters);
            } catch (SQLException e) {
                // Which rows are looked at first is not the same in both: one may find k rows before the one that
                // fails.
                return null;
            }
            List<Candidate> all = new ArrayList<>();
            for (List<Object> row : eligible) {
                all.add(candidate(row, stage.vectors(table)));
            }
            List<Candidate> found = new ArrayList<>();
            try {
                for (List<Object> row : Stage.rows(stage.connection(), sql, parameters)) {
                    found.add(new Candidate((Integer) row.get(0), Answer.shown(row.get(1)), (Double) row.get(2)));
                }
            } catch (SQLException e) {
                return "fails: " + e.getSQLState() + " " + e.getMessage();
            }
            return difference(all, found);
        }

        private Candidate candidate(List<Object> row, Map<Integer, float[]> vectors) throws SQLException {
            float[] vector = vectors.get((Integer) row.get(0));
            return new Candidate(
                    (Integer) row.get(0), Answer.shown(row.get(1)), vector == null ? null : order.value(vector, query));
        }

        private boolean isInBound(Candidate candidate) {
            if (page.bound == null) {
                return true;
            }
            return candidate.value != null
                    && (order.isDescending ? candidate.value > page.bound : candidate.value < page.bound);
        }

        /** Rows at equal distances may change places, but where their order is promised. */
        private @Nullable String difference(List<Candidate> all, List<Candidate> found) {
            Comparator<Double> nearest = order.isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder();
            List<Candidate> expected = all.stream()
                    .filter(this::isInBound)
                    .sorted(Comparator.comparing(Candidate::value, Comparator.nullsLast(nearest))
                            .thenComparing(Candidate::id))
                    .skip(page.limit < 0 ? 0 : page.offset)
                    .limit(page.limit < 0 ? Long.MAX_VALUE : page.limit)
                    .toList();
            String both = "\n    found    " + found + "\n    expected " + expected;
            if (!rounded(found).equals(rounded(expected))) {
                return "distances differ" + both;
            }
            List<String> remaining = all.stream()
                    .map(c -> c.id + " " + c.item + " " + rounded(List.of(c)))
                    .collect(Collectors.toCollection(ArrayList::new));
            for (Candidate row : found) {
                if (!remaining.remove(row.id + " " + row.item + " " + rounded(List.of(row)))) {
                    return "no such row: " + row + both;
                }
            }
            return null;
        }

        private static List<String> rounded(List<Candidate> rows) {
            return rows.stream()
                    .map(c -> c.value == null
                            ? "NULL"
                            : String.format("%.6f", c.value).replace("-0.000000", "0.000000"))
                    .toList();
        }

        @Override
        public String toString() {
            return FuzzStatement.of(sql(), "", true, true).toString();
        }
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
