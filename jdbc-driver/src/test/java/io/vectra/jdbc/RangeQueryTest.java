package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Distances bounded in WHERE: the rows are those of the mirror alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RangeQueryTest {
    private static final int ROWS = 300;
    private static final int DIMENSION = 4;

    private final long seed = Long.getLong("vectra.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Set<String> explained = new HashSet<>();
    private Connection connection;

    @BeforeAll
    void fill() throws SQLException {
        System.out.println("range query test: -Dvectra.seed=" + seed);
        connection = DriverManager.getConnection("jdbc:vectra:mem:range query");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, category VARCHAR(5), price INT, vec VECTOR(4),"
                    + " other VECTOR(4))");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?, ?)")) {
            for (int id = 0; id < ROWS; id++) {
                insert.setInt(1, id);
                insert.setString(2, random.nextInt(9) == 0 ? null : "c" + random.nextInt(4));
                insert.setInt(3, random.nextInt(20));
                insert.setObject(4, random.nextInt(12) == 0 ? null : vector());
                insert.setObject(5, random.nextInt(12) == 0 ? null : vector());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    /** Small whole numbers, so that distances are often equal to one another and to the bounds. */
    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextInt(4) - 1;
        }
        return vector;
    }

    private List<List<Object>> rows(String sql, Object... values) throws SQLException {
        return DatabaseTest.rows(connection, sql, values);
    }

    private List<List<Object>> withoutPushDown(String sql, Object... values) throws SQLException {
        return ShapesTest.withoutPushDown(connection, sql, values);
    }

    private List<List<Object>> assertSame(String sql, Object... values) throws SQLException {
        String when = sql + " " + Arrays.deepToString(values) + ", -Dvectra.seed=" + seed;
        if (explained.add(sql)) {
            assertThat(String.valueOf(rows("EXPLAIN " + sql, values))).as(when).contains("Vector search");
        }
        List<List<Object>> found = rows(sql, values);
        List<List<Object>> expected = withoutPushDown(sql, values);
        if (sql.matches(".*ORDER BY[^)]*")) {
            assertThat(found).as(when).isEqualTo(expected);
        } else {
            assertThat(found).as(when).containsExactlyInAnyOrderElementsOf(expected);
        }
        return found;
    }

    @Test
    void everyDistanceIsBoundedByEveryComparison() throws SQLException {
        String[] conditions = {
            "cosine(vec, ?) < ?",
            "cosine(vec, ?) <= ?",
            "cosine(?, vec) < ?",
            "vec <=> ? < ?",
            "vec <-> ? <= ?",
            "euclidean(vec, ?) < ?",
            "l2_distance(vec, ?) <= ?",
            "vec <+> ? < ?",
            "manhattan(vec, ?) <= ?",
            "vec <#> ? < ?",
            "- (vec <#> ?) > ?",
            "dot_product(vec, ?) > ?",
            "inner_product(vec, ?) >= ?",
            "- dot_product(vec, ?) <= ?",
            "cosine_similarity(vec, ?) > ?",
            "cosine_similarity(vec, ?) >= ?",
            "- cosine_similarity(vec, ?) < ?",
            "vec <-> ? = ?",
            "1 - cosine(vec, ?) > ?",
            "1 - (vec <=> ?) >= ?",
            "2 * (vec <-> ?) + 1 < ?",
            "-2 * (vec <-> ?) >= ?",
            "(1 + cosine_similarity(vec, ?)) / 2 > ?",
            "3 - dot_product(vec, ?) / 2 <= ?",
            "1 - (1 - cosine(?, vec)) <= ?"
        };
        Object[] bounds = {
            0,
            1,
            2,
            -1,
            0.5,
            1.0,
            0.3f,
            3L,
            new BigDecimal("2.5"),
            new BigDecimal("0.29289321881345254"),
            "1.5",
            -2.5,
            1 - Math.sqrt(0.5),
            Math.sqrt(0.5),
            Math.sqrt(2),
            1e300,
            -1e300,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            null
        };
        for (String condition : conditions) {
            for (Object bound : bounds) {
                String sql = "SELECT id, vec <-> '[1,0,0,1]' FROM docs WHERE " + condition;
                assertSame(sql, vector(), bound);
                assertSame(sql + " AND category = 'c1' AND price BETWEEN 3 AND 12", vector(), bound);
            }
        }
    }

    @Test
    void everyDistanceThatOccursIsABoundary() throws SQLException {
        for (String distance : List.of("cosine(vec, ?)", "vec <-> ?", "vec <+> ?", "vec <#> ?")) {
            float[] query = vector();
            for (List<Object> row : rows("SELECT DISTINCT " + distance + " FROM docs WHERE vec IS NOT NULL", query)) {
                assertSame("SELECT id FROM docs WHERE " + distance + " < ?", query, row.get(0));
                assertSame("SELECT id FROM docs WHERE " + distance + " <= ?", query, row.get(0));
                assertSame("SELECT id FROM docs WHERE " + distance + " = ?", query, row.get(0));
            }
        }
        float[] query = vector();
        for (List<Object> row :
                rows("SELECT DISTINCT cosine_similarity(vec, ?) FROM docs WHERE vec IS NOT NULL", query)) {
            assertSame("SELECT id FROM docs WHERE cosine_similarity(vec, ?) > ?", query, row.get(0));
            assertSame("SELECT id FROM docs WHERE cosine_similarity(vec, ?) >= ?", query, row.get(0));
        }
    }

    @Test
    void boundsAreWrittenInManyWays() throws SQLException {
        for (String condition : List.of(
                "0.3 > cosine(vec, '[1,0,1,0]')",
                "0.3 >= cosine(vec, '[1,0,1,0]')",
                "2 < dot_product('[1,0,1,0]', vec)",
                "cosine(vec, '[1,0,1,0]') BETWEEN 0.1 AND 0.6",
                "dot_product(vec, '[1,0,1,0]') BETWEEN 1 AND 2",
                "vec <-> '[1,0,1,0]' BETWEEN 1 AND 2 AND price > 4",
                "vec <-> '[1,0,1,0]' < 1 + 1",
                "1 - (vec <=> '[1,0,1,0]') BETWEEN 0.5 AND 0.9",
                "0.5 <= 1 - cosine(vec, '[1,0,1,0]') AND price > 4",
                "10 * (vec <-> '[1,0,1,0]') = 20",
                "vec <-> '[1,0,1,0]' < CAST(2 AS DOUBLE PRECISION)",
                "vec <-> '[1,0,1,0]' < -(-2)",
                "vec <#> '[1,0,1,0]' < -1.5",
                "vec <-> '[1,0,1,0]' > 1 AND vec <-> '[1,0,1,0]' < 2",
                "vec <-> '[1,0,1,0]' < 3 AND vec <-> '[1,0,1,0]' < 2",
                "vec <-> '[1,0,1,0]' < 3 AND other <-> '[1,0,1,0]' < 2 AND vec <=> other < 1",
                "vec <-> '[1,0,1,0]' < 3 AND (category = 'c1' OR vec <-> '[0,0,0,0]' < 2)",
                "vec <-> '[1,0,1,0]' < 3 AND id IN (SELECT id FROM docs ORDER BY other <-> '[0,1,0,1]' LIMIT 200)",
                "vec <-> '[1,0,1,0]' < 3 AND vec <> '[1,1,1,1]'")) {
            assertSame("SELECT id, vec <-> '[1,0,1,0]' FROM docs WHERE " + condition);
        }
    }

    @Test
    void ordersAndLimitsStandBesideBounds() throws SQLException {
        float[] query = vector();
        for (String order : List.of(
                "vec <-> ?",
                "vec <-> ?, price DESC",
                "vec <-> ? DESC, id",
                "cosine(vec, ?)",
                "cosine_similarity(vec, ?) DESC",
                "dot_product(vec, ?) DESC, category NULLS LAST, id",
                "other <-> ?",
                "price, id, vec <-> ?")) {
            for (String limit : List.of("", " LIMIT 7", " LIMIT 7 OFFSET 5", " LIMIT 1000", " LIMIT 0", " OFFSET 30")) {
                for (String condition : List.of(
                        "vec <-> ? < 2.5",
                        "vec <-> ? <= 2 AND price > 5",
                        "cosine(vec, ?) < 0.5",
                        "cosine_similarity(vec, ?) > 0.5",
                        "1 - cosine(vec, ?) >= 0.5",
                        "vec <-> ? BETWEEN 1 AND 3",
                        "dot_product(vec, ?) > 1 AND category = 'c1'")) {
                    String sql = "SELECT id, price FROM docs WHERE " + condition + " ORDER BY " + order + limit;
                    assertSame(sql, query, query);
                    assertSame(sql, query, vector());
                }
            }
        }
        assertSame("SELECT id, vec <-> ? AS d FROM docs WHERE vec <-> ? < ? ORDER BY d LIMIT ?", query, query, 2, 9);
    }

    @Test
    void aLimitWithoutAnOrderGivesAnyRowsWithinTheBound() throws SQLException {
        float[] query = vector();
        List<List<Object>> all = rows("SELECT id FROM docs WHERE vec <-> ? < 2.5", query);

        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < 2.5 LIMIT 5", query))
                .hasSize(5)
                .isSubsetOf(all);
        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < 2.5 LIMIT 5 OFFSET ?", query, all.size() - 3))
                .hasSize(3)
                .isSubsetOf(all);
        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < 2.5 LIMIT 0", query))
                .isEmpty();
    }

    @Test
    void rowsInRangeAreCountedGroupedAndJoined() throws SQLException {
        float[] query = vector();
        for (String sql : List.of(
                "SELECT count(*), min(id), max(vec <-> ?) FROM docs WHERE vec <-> ? < 2.5",
                "SELECT category, count(*), min(vec <-> ?) FROM docs WHERE vec <-> ? < 2.5 GROUP BY category"
                        + " HAVING count(*) > 1 ORDER BY category",
                "SELECT DISTINCT category, 0 * (vec <-> ?) FROM docs WHERE vec <-> ? < 2.5",
                "SELECT id, rank() OVER (ORDER BY vec <-> ?, id) FROM docs WHERE vec <-> ? < 2.5 ORDER BY id",
                "SELECT d.id, n.c, n.id FROM docs d JOIN (SELECT id, category c, vec <-> ? FROM docs WHERE vec <-> ? < 2)"
                        + " n ON n.id = d.price ORDER BY d.id",
                "SELECT id FROM docs WHERE vec <-> ? < 2 UNION ALL SELECT id FROM docs WHERE vec <+> ? < 2",
                "WITH n AS (SELECT id, vec <-> ? AS dist FROM docs WHERE vec <-> ? < 2) SELECT count(*), sum(id) FROM n")) {
            assertSame(sql, query, query);
            assertSame(sql, query, vector());
        }
        assertSame("SELECT count(*) FROM docs WHERE vec <-> ? < 2.5 AND category IS NULL", query);
        assertSame(
                "SELECT count(*) FROM docs d WHERE cosine(d.vec, ?) < 0.5 AND EXISTS"
                        + " (SELECT 1 FROM docs e WHERE e.price = d.id)",
                query);
    }

    @Test
    void whatBoundsNothingIsExplainedAndStillRight() throws SQLException {
        for (String condition : List.of(
                "vec <-> '[1,0,0,0]' > 2",
                "vec <-> '[1,0,0,0]' < price",
                "vec <-> other < 2",
                "vec <-> '[1,0,0,0]' < 2 OR price = 3",
                "NOT vec <-> '[1,0,0,0]' < 2",
                "vec <-> '[1,0,0,0]' NOT BETWEEN 1 AND 2",
                "vec <-> '[1,0,0,0]' < RAND() + 100")) {
            String sql = "SELECT id FROM docs WHERE " + condition;
            assertThat(String.valueOf(rows("EXPLAIN " + sql)))
                    .contains("Distance in WHERE computed row by row")
                    .doesNotContain("Vector search");
            assertThat(rows(sql)).as(sql).containsExactlyInAnyOrderElementsOf(withoutPushDown(sql));
        }
    }

    @Test
    void aQueryVectorOrBoundThatIsNullFindsNothing() throws SQLException {
        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < ?", null, 2)).isEmpty();
        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < ?", vector(), null))
                .isEmpty();
        assertThat(rows("SELECT count(*) FROM docs WHERE vec <-> ? < ?", vector(), null))
                .containsExactly(List.of(0L));
        assertThat(rows("SELECT id FROM docs WHERE vec <-> ? < ? ORDER BY vec <-> ? LIMIT 3", vector(), null, vector()))
                .isEmpty();
    }

    @Test
    void ownChangesAreInRange() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO docs VALUES (90001, 'own', 1, '[50,50,50,50]', NULL)");
            statement.execute("UPDATE docs SET vec = '[50,50,50,51]' WHERE id = 1");
            assertThat(rows("SELECT id FROM docs WHERE vec <-> '[50,50,50,50]' <= 1 ORDER BY 1"))
                    .containsExactly(List.of(1), List.of(90001));
            assertThat(rows("SELECT id FROM docs WHERE vec <-> '[50,50,50,50]' <= 1 AND category = 'own'"))
                    .containsExactly(List.of(90001));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(rows("SELECT id FROM docs WHERE vec <-> '[50,50,50,50]' <= 1"))
                .isEmpty();
    }

    @Test
    void pagesNeitherOverlapNorLeaveGaps() throws SQLException {
        float[] query = vector();
        for (String sql : List.of(
                "SELECT id FROM docs WHERE price > 3 ORDER BY vec <-> ?",
                "SELECT id FROM docs ORDER BY cosine(vec, ?), price",
                "SELECT id FROM docs WHERE cosine(vec, '[1,1,0,0]') < 0.9 ORDER BY cosine(vec, ?)")) {
            List<List<Object>> pages = new ArrayList<>();
            for (int page = 0; page < 6; page++) {
                pages.addAll(rows(sql + " LIMIT 11 OFFSET " + page * 11, (Object) query));
            }
            assertThat(pages)
                    .as(sql)
                    .isEqualTo(rows(sql + " LIMIT 66", (Object) query))
                    .doesNotHaveDuplicates();
        }
    }
}
