package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long, wide and deep a statement may be. */
class LimitsTest extends DatabaseTest {
    private static final int MANY = 10_000;

    @BeforeEach
    void createTable() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, a INT, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, 1, '[1, 2]'), (2, 2, '[2, 1]')");
    }

    private static String times(String text, int count) {
        return text.repeat(count);
    }

    @Test
    void chainsOfTenThousandTermsAreAnswered() throws SQLException {
        assertThat(rows("SELECT id FROM t WHERE id = 1" + times(" AND a = 1", MANY)))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM t WHERE id = 1" + times(" OR id = 7", MANY)))
                .containsExactly(List.of(1));
        assertThat(value("SELECT 1" + times(" + 1", MANY))).isEqualTo(MANY + 1);
        assertThat((String) value("SELECT 'a'" + times(" || 'b'", MANY))).hasSize(MANY + 1);
        assertThat(rows("SELECT id FROM t WHERE a = 1" + times(" OR a = 7", MANY)
                        + " ORDER BY vec <-> '[2, 1]' LIMIT 1"))
                .containsExactly(List.of(1));
        assertThat(update("UPDATE t SET a = 1" + times(" + 1", MANY) + " WHERE id = 1"))
                .isEqualTo(1);
        assertThat(value("SELECT a FROM t WHERE id = 1")).isEqualTo(MANY + 1);
    }

    @Test
    void aPreparedChainRunsAgainAndAgain() throws SQLException {
        try (PreparedStatement chain =
                connection.prepareStatement("SELECT id FROM t WHERE id = ?" + times(" AND a < 5", MANY))) {
            for (int id = 1; id <= 2; id++) {
                chain.setInt(1, id);
                assertThat(rows(chain.executeQuery())).containsExactly(List.of(id));
            }
        }
        try (PreparedStatement chain =
                connection.prepareStatement("UPDATE t SET a = ?" + times(" + 1", MANY) + " WHERE id = 2")) {
            chain.setInt(1, 5);
            chain.addBatch();
            assertThat(chain.executeBatch()).containsExactly(1);
        }
    }

    @Test
    void deepNestingIsAnsweredOrRefusedClearly() throws SQLException {
        for (int depth : new int[] {1000, MANY}) {
            for (String sql : List.of(
                    "SELECT id FROM t WHERE " + times("(", depth) + "id = 1" + times(")", depth),
                    "SELECT id FROM t WHERE " + times("NOT NOT ", depth) + "id = 1",
                    "SELECT id FROM t WHERE id = " + times("abs(", depth) + "1" + times(")", depth),
                    "SELECT id FROM t WHERE id = " + times("CASE WHEN TRUE THEN ", Math.min(depth, 5000)) + "1"
                            + times(" END", Math.min(depth, 5000)),
                    times("(", depth) + "SELECT 1" + times(")", depth))) {
                List<List<Object>> found = found(sql);
                assertThat(found).as(sql.substring(0, 50) + " " + depth).isIn(List.of(List.of(1)), null);
                if (depth <= 1000) {
                    assertThat(found).as(sql.substring(0, 50) + " " + depth).isNotNull();
                }
            }
        }
    }

    /** Returns null where the statement is refused as nested too deeply. */
    private List<List<Object>> found(String sql) throws SQLException {
        try {
            return rows(sql);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("54001");
            return null;
        }
    }

    @Test
    void queriesInsideOneAnotherAreLimited() throws SQLException {
        assertThat(rows("SELECT id FROM " + times("(SELECT * FROM ", 9) + "t" + times(") x", 9)))
                .hasSize(2);
        assertState("54001", () -> rows("SELECT id FROM " + times("(SELECT * FROM ", 11) + "t" + times(") x", 11)))
                .hasMessageContaining("name some of them by WITH");
        assertState("54001", () -> rows("SELECT id FROM " + times("(SELECT * FROM ", 9999) + "t" + times(") x", 9999)));
        String chain = IntStream.range(1, 40)
                .mapToObj(i -> ", c" + i + " AS (SELECT * FROM c" + (i - 1) + ")")
                .collect(Collectors.joining());
        assertThat(rows("WITH c0 AS (SELECT * FROM t)" + chain + " SELECT id FROM c39"))
                .hasSize(2);
        String exists = "EXISTS (SELECT 1 FROM t WHERE ";
        assertThat(rows("SELECT id FROM t WHERE " + times(exists, 50) + "1 = 1" + times(")", 50)))
                .hasSize(2);
        assertState("54001", () -> rows("SELECT id FROM t WHERE " + times(exists, 200) + "1 = 1" + times(")", 200)));
    }

    @Test
    void aListHasTenThousandMembersAndAStatementAsManyParameters() throws SQLException {
        String numbers =
                IntStream.range(1, MANY + 1).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        assertThat(rows("SELECT id FROM t WHERE id IN (" + numbers + ")")).hasSize(2);
        assertThat(rows("SELECT id FROM t WHERE id IN (" + numbers + ") ORDER BY vec <-> '[2, 1]' LIMIT 1"))
                .containsExactly(List.of(2));

        String marks = String.join(", ", Collections.nCopies(MANY, "?"));
        for (String sql : List.of(
                "SELECT id FROM t WHERE id IN (" + marks + ") ORDER BY id",
                "SELECT id FROM t WHERE id IN (" + marks + ") ORDER BY vec <-> '[1, 2]' LIMIT 2")) {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                for (int i = 1; i <= MANY; i++) {
                    query.setInt(i, i);
                }
                assertThat(rows(query.executeQuery())).containsExactly(List.of(1), List.of(2));
            }
        }
    }

    @Test
    void aSearchGivesAHundredThousandRows() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, vec) VALUES (?, ?)")) {
            for (int i = 3; i <= 100_100; i++) {
                insert.setInt(1, i);
                insert.setObject(2, new float[] {1, i});
                insert.addBatch();
            }
            insert.executeBatch();
        }
        List<List<Object>> found = rows("SELECT id FROM t ORDER BY vec <-> '[1, 0]' LIMIT 100000");
        assertThat(found).hasSize(100_000);
        assertThat(found.get(99_999)).containsExactly(100_000);
        assertThat(rows("SELECT id FROM t WHERE id > 100 ORDER BY vec <-> '[1, 0]' LIMIT 100000"))
                .hasSize(100_000)
                .startsWith(List.of(101), List.of(102));
    }

    @Test
    void aStatementOfTooManyCharactersIsRefused() {
        String sql = "SELECT '" + times("x", 65 << 20) + "'";
        Throwable failure = catchThrowable(() -> rows(sql));
        assertThat(failure).isInstanceOf(SQLException.class).hasMessageContaining("at most 67108864 are allowed");
        assertThat(((SQLException) failure).getSQLState()).isEqualTo("54000");
    }
}
