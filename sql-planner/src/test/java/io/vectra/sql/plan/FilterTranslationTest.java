package io.vectra.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.Database;
import io.vectra.storage.Filter;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import io.vectra.storage.filter.MatchingRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a WHERE becomes: a filter of the storage engine, a remainder, and together what the mirror makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterTranslationTest {
    private static final Object[] NONE = {};
    private static final int ROWS = 150;

    private Database database;
    private SqlEngine engine;
    private Session session;
    private CatalogView catalog;
    private TableInfo table;
    private MatchingRows rows;

    @BeforeAll
    void fill() throws SQLException {
        database = Database.openInMemory();
        engine = new SqlEngine(database);
        session = database.newSession();
        run("CREATE TABLE t (id BIGINT PRIMARY KEY, bo BOOLEAN, sm SMALLINT, i INTEGER, b BIGINT, n DECIMAL(10, 2),"
                + " r REAL, d DOUBLE PRECISION, v VARCHAR(20), c CHAR(4), da DATE, tm TIME, ts TIMESTAMP,"
                + " tz TIMESTAMP WITH TIME ZONE, u UUID, e ENUM('x', 'y'), j JSON, vec VECTOR(2))");
        run("CREATE TABLE other (id BIGINT PRIMARY KEY, v VARCHAR(20))");
        Plan insert = engine.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)");
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            Object[] row = new Object[17];
            row[0] = (long) i;
            for (int column = 1; column < 16; column++) {
                row[column] = random.nextInt(6) == 0 ? null : value(random, column);
            }
            row[16] = random.nextInt(6) == 0 ? null : new float[] {1, 2};
            insert.execute(session, row, Plan.ExecuteOptions.NONE).close();
        }
        catalog = new CatalogView(database.catalog());
        table = Objects.requireNonNull(database.catalog().table("PUBLIC", "T"));
        rows = new MatchingRows(table, images());
    }

    private static Object value(Random random, int column) {
        int number = random.nextInt(8);
        return switch (column) {
            case 1 -> number < 4;
            case 2, 3 -> number;
            case 4 -> (long) number;
            case 5 -> BigDecimal.valueOf(number * 50L, 2);
            case 6 -> number / 10f;
            case 7 -> number / 10.0;
            case 8 -> List.of("a", "ab", "abc", "b", "a%", "", "A", "it's").get(number);
            case 9 -> List.of("a", "ab", "b", "abcd", "", "b", "a", "x").get(number);
            case 10 -> LocalDate.of(2024, 1, 1 + number);
            case 11 -> LocalTime.of(number, 0);
            case 12 -> LocalDateTime.of(2024, 1, 1 + number / 2, 12 * (number % 2), 0);
            case 13 -> OffsetDateTime.parse("2024-01-0" + (1 + number) + "T00:00:00Z");
            case 14 -> new UUID(0, number);
            default -> number < 4 ? "x" : "y";
        };
    }

    private List<@Nullable Object[]> images() throws SQLException {
        List<@Nullable Object[]> images = new ArrayList<>();
        Class<?>[] classes = {
            Long.class,
            Boolean.class,
            Integer.class,
            Integer.class,
            Long.class,
            BigDecimal.class,
            Float.class,
            Double.class,
            String.class,
            String.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            UUID.class,
            String.class,
            String.class,
            Long.class
        };
        try (Execution execution =
                engine.prepare("SELECT * FROM t ORDER BY id").execute(session, NONE, Plan.ExecuteOptions.NONE)) {
            while (execution.rows().next()) {
                @Nullable Object[] image = new @Nullable Object[classes.length];
                for (int column = 0; column < image.length; column++) {
                    image[column] = execution.rows().getObject(column + 1, classes[column]);
                }
                images.add(image);
            }
        }
        return images;
    }

    @AfterAll
    void close() throws SQLException {
        session.close();
        database.close();
    }

    private void run(String sql) throws SQLException {
        engine.prepare(sql).execute(session, NONE, Plan.ExecuteOptions.NONE).close();
    }

    private FilterTranslation translate(String where) {
        Validated query = Validation.validate(SqlText.parse("SELECT id FROM t WHERE " + where), catalog);
        SqlNode condition = Objects.requireNonNull(((SqlSelect) query.node()).getWhere());
        return FilterTranslation.of(condition, "T", table, query.parameters().userCount());
    }

    private @Nullable String filter(String where, Object... values) {
        FilterTranslation translation = translate(where);
        if (translation.template() == null) {
            return null;
        }
        Filter filter = translation.template().bind(values);
        return filter == null ? "unfit" : filter.toString();
    }

    private @Nullable String remainder(String where) {
        SqlNode remainder = translate(where).remainder();
        return remainder == null ? null : MirrorWriter.print(remainder).text().replace("\"", "");
    }

    @Test
    void comparisonsWithLiteralsAreTaken() {
        assertThat(filter("i = 5")).isEqualTo("#3 = 5");
        assertThat(filter("5 < i")).isEqualTo("#3 > 5");
        assertThat(filter("n >= -1.50")).isEqualTo("#5 >= -1.5");
        assertThat(filter("v <> 'it''s'")).isEqualTo("#8 <> 'it''s'");
        assertThat(filter("bo")).isEqualTo("#1 = true");
        assertThat(filter("NOT bo")).isEqualTo("NOT (#1 = true)");
        assertThat(filter("bo = FALSE")).isEqualTo("#1 = false");
        assertThat(filter("da = DATE '2024-01-05'")).isEqualTo("#10 = '2024-01-05'");
        assertThat(filter("da < '2024-01-05'")).isEqualTo("#10 < '2024-01-05'");
        assertThat(filter("ts > TIMESTAMP '2024-01-05 10:00:00.5'")).isEqualTo("#12 > '2024-01-05T10:00:00.500'");
        assertThat(filter("ts > '2024-01-05'")).isEqualTo("#12 > '2024-01-05T00:00'");
        assertThat(filter("tm = TIME '10:00:00'")).isEqualTo("#11 = '10:00'");
        assertThat(filter("u = '00000000-0000-0000-0000-000000000003'"))
                .isEqualTo("#14 = '00000000-0000-0000-0000-000000000003'");
        assertThat(filter("e = 'x'")).isEqualTo("#15 = 'x'");
        assertThat(filter("vec IS NOT NULL")).isEqualTo("NOT (#17 IS NULL)");
    }

    @Test
    void listsRangesAndPatternsAreTaken() {
        assertThat(filter("i IN (1, 2, NULL)")).isEqualTo("#3 IN (1, 2, NULL)");
        assertThat(filter("v NOT IN ('a', 'b')")).isEqualTo("NOT (#8 IN ('a', 'b'))");
        assertThat(filter("n BETWEEN 1 AND 2.5")).isEqualTo("(#5 >= 1 AND #5 <= 2.5)");
        assertThat(filter("n NOT BETWEEN 1 AND 2")).isEqualTo("NOT ((#5 >= 1 AND #5 <= 2))");
        assertThat(filter("v LIKE 'a%'")).isEqualTo("#8 LIKE 'a%' ESCAPE '\\'");
        assertThat(filter("v NOT LIKE 'a!%' ESCAPE '!'")).isEqualTo("NOT (#8 LIKE 'a!%' ESCAPE '!')");
        assertThat(filter("(i = 1 OR v IS NULL) AND NOT (b > 2 AND bo IS TRUE)"))
                .isEqualTo("((#3 = 1 OR #8 IS NULL) AND NOT ((#4 > 2 AND (NOT (#1 IS NULL) AND #1 = true))))");
    }

    @Test
    void whatTheEngineCannotTakeIsLeftToTheMirror() {
        for (String where : List.of(
                "i = b",
                "n * 2 < 10",
                "UPPER(v) = 'A'",
                "EXTRACT(YEAR FROM da) = 2024",
                "id IN (SELECT id FROM other)",
                "EXISTS (SELECT 1 FROM other o WHERE o.id = t.id)",
                "vec <-> '[1,2]' < 1",
                "v LIKE c",
                "i LIKE '1%'",
                "e = 'z'",
                "e > 1",
                "i = '1.5'",
                "d = '0.5'",
                "tz = '2024-01-01 00:00:00'",
                "(i, b) IN ((1, 2))",
                "v = 'a' || 'b'",
                "u = 'zz'",
                "da = '2024-1-5'",
                "j = '1'",
                "i = 1 OR UPPER(v) = 'A'")) {
            assertThat(filter(where)).as(where).isNull();
            assertThat(translate(where).remainder()).as(where).isNotNull();
        }
    }

    @Test
    void conjunctsAreSplit() {
        String where = "i = 1 AND UPPER(v) = 'A' AND (b < 3 AND n * 2 > 1)";

        assertThat(filter(where)).isEqualTo("(#3 = 1 AND #4 < 3)");
        assertThat(remainder(where)).isEqualTo("UPPER(T.V) = 'A' AND T.N * 2 > 1");
        assertThat(remainder("i = 1 AND b < 3")).isNull();
    }

    @Test
    void parametersAreBoundAtExecution() {
        assertThat(filter("i = ? AND v LIKE ?", 5, "a%")).isEqualTo("(#3 = 5 AND #8 LIKE 'a%' ESCAPE '\\')");
        assertThat(filter("i = ?", new Object[] {null})).isEqualTo("UNKNOWN");
        assertThat(filter("i IN (?, ?)", 5, null)).isEqualTo("#3 IN (5, NULL)");
        assertThat(filter("i = ?", "5")).isEqualTo("#3 = 5");
        assertThat(filter("n = ?", new BigInteger("7"))).isEqualTo("#5 = 7");
        assertThat(filter("ts >= ?", Timestamp.valueOf("2024-01-05 10:00:00"))).isEqualTo("#12 >= '2024-01-05T10:00'");
        assertThat(filter("tz = ?", Instant.EPOCH)).isEqualTo("#13 = '1970-01-01T00:00Z'");
        assertThat(filter("u = CAST(? AS UUID)", "00000000-0000-0000-0000-000000000003"))
                .isEqualTo("#14 = '00000000-0000-0000-0000-000000000003'");
        assertThat(filter("i = CAST(? AS BIGINT)", 5)).isEqualTo("#3 = 5");
    }

    @Test
    void aValueOfWhichOnlyTheMirrorKnowsIsUnfit() {
        assertThat(filter("i = ?", "5.0")).isEqualTo("unfit");
        assertThat(filter("d = ?", "0.5")).isEqualTo("unfit");
        assertThat(filter("bo = ?", 1)).isEqualTo("unfit");
        assertThat(filter("v = ?", 'x')).isEqualTo("unfit");
        assertThat(filter("v LIKE ?", 5)).isEqualTo("unfit");
        assertThat(filter("e = ?", "z")).isEqualTo("unfit");
        assertThat(filter("u = ?", "3")).isEqualTo("unfit");
        assertThat(filter("i = ?", new byte[] {1})).isEqualTo("unfit");
    }

    @Test
    void filterAndRemainderTogetherAreTheWhole() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("FilterTranslationTest: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 600; i++) {
            List<@Nullable Object> values = new ArrayList<>();
            String where = condition(random, random.nextInt(3), values);
            Object[] parameters = values.toArray();
            FilterTranslation translation = translate(where);
            List<Integer> expected = ids(where, parameters);
            List<Integer> found = all();
            if (translation.template() != null) {
                Filter filter = translation.template().bind(parameters);
                if (filter == null || !rows.canEvaluate(filter)) {
                    continue;
                }
                found = rows.of(filter);
                taken++;
            }
            if (translation.remainder() != null && values.isEmpty()) {
                found.retainAll(ids(MirrorWriter.print(translation.remainder()).text(), NONE));
            } else if (translation.remainder() != null) {
                continue;
            }
            assertThat(found).as("%s %s", where, Arrays.toString(parameters)).isEqualTo(expected);
        }
        assertThat(taken).isGreaterThan(300);
    }

    @Test
    void filteredSearchesFindTheRowsOfTheMirrorAlone() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("FilterTranslationTest: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        SqlEngine exact = engine.withPushDown(false);
        for (int i = 0; i < 200; i++) {
            if (i == 100) {
                run("VACUUM t");
            }
            assertThat(canEvaluate(Filter.compare(3, Filter.Operator.LESS, 5))).isTrue();
            List<@Nullable Object> values = new ArrayList<>();
            String query = "SELECT id FROM t WHERE " + condition(random, random.nextInt(3), values)
                    + " ORDER BY vec <-> '[1,1]', id LIMIT 1000";

            assertThat(ids(engine, query, values.toArray()))
                    .as("%s %s", query, values)
                    .isEqualTo(ids(exact, query, values.toArray()));
        }
    }

    private boolean canEvaluate(Filter filter) throws SQLException {
        int columnId = Objects.requireNonNull(table.columns().get(17).vector()).columnId();
        return session.read(view -> view.canEvaluate(columnId, filter));
    }

    @Test
    void theTransactionsOwnChangesCount() throws SQLException {
        String query = "SELECT id FROM t WHERE i = 100 ORDER BY vec <-> '[1,1]', id LIMIT 5";
        session.setAutoCommit(false);
        run("UPDATE t SET i = 100 WHERE id = 7");

        assertThat(ids(engine, query, NONE)).containsExactly(7);

        session.rollback();
        session.setAutoCommit(true);
        assertThat(ids(engine, query, NONE)).isEmpty();
    }

    private static List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            all.add(i);
        }
        return all;
    }

    private List<Integer> ids(String where, Object[] values) throws SQLException {
        return ids(engine, "SELECT id FROM t WHERE " + where + " ORDER BY id", values);
    }

    private List<Integer> ids(SqlEngine asked, String query, Object[] values) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Execution execution = asked.prepare(query).execute(session, values, Plan.ExecuteOptions.NONE)) {
            while (execution.rows().next()) {
                ids.add(execution.rows().getInt(1));
            }
        }
        return ids;
    }

    private String condition(Random random, int depth, List<@Nullable Object> values) {
        if (depth == 0) {
            return leaf(random, values);
        }
        String left = condition(random, depth - 1, values);
        return switch (random.nextInt(3)) {
            case 0 -> "NOT (" + left + ")";
            case 1 -> "(" + left + ") AND (" + condition(random, depth - 1, values) + ")";
            default -> "(" + left + ") OR (" + condition(random, depth - 1, values) + ")";
        };
    }

    private String leaf(Random random, List<@Nullable Object> values) {
        int column = 1 + random.nextInt(15);
        ColumnInfo info = table.columns().get(column);
        String name = info.name();
        String[] operators = {"=", "<>", "<", "<=", ">", ">="};
        return switch (random.nextInt(9)) {
            case 0 -> name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 1 -> name + " IN (" + sqls(random, column, values) + ")";
            case 2 -> name + " NOT IN (" + sqls(random, column, values) + ")";
            case 3 -> name + " BETWEEN " + sql(random, column, values) + " AND " + sql(random, column, values);
            case 4 ->
                "v LIKE "
                        + List.of("'a%'", "'%b'", "'_b%'", "'a\\%'", "'A'", "'%'")
                                .get(random.nextInt(6));
            case 5 ->
                List.of(
                                "i = b",
                                "i + 1 < b",
                                "UPPER(v) = 'A'",
                                "bo IS NOT TRUE",
                                "bo IS FALSE",
                                "TRUE",
                                "i > 2.5",
                                "d > 0.25",
                                "r = 0.1",
                                "d < 5e-1",
                                "b < 3.7E0",
                                "e = 'x'",
                                "n = 1")
                        .get(random.nextInt(13));
            default -> name + " " + operators[random.nextInt(6)] + " " + sql(random, column, values);
        };
    }

    private String sqls(Random random, int column, List<@Nullable Object> values) {
        return random.ints(1 + random.nextInt(3), 0, 1)
                .mapToObj(zero -> sql(random, column, values))
                .collect(Collectors.joining(", "));
    }

    /** Returns a literal, or a parameter, some of them texts. */
    private static String sql(Random random, int column, List<@Nullable Object> values) {
        Object value = value(random, column);
        if (random.nextInt(3) == 0) {
            boolean isText = random.nextInt(3) == 0 && column != 1 && column != 13;
            values.add(random.nextInt(15) == 0 ? null : isText ? text(value) : value);
            return "?";
        }
        return switch (column) {
            case 1, 2, 3, 4, 5, 6, 7 -> value.toString();
            case 10 -> (random.nextBoolean() ? "DATE " : "") + "'" + value + "'";
            case 11 -> "TIME '" + value + ":00'";
            case 12 -> "TIMESTAMP '" + text(value) + "'";
            case 13 ->
                "CAST('" + value.toString().replace("T", " ").replace("Z", ":00Z") + "' AS TIMESTAMP WITH TIME ZONE)";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }

    private static String text(Object value) {
        return value instanceof LocalDateTime time
                ? time.toLocalDate() + " " + time.toLocalTime() + ":00"
                : value instanceof LocalTime time ? time + ":00" : value.toString();
    }
}
