package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change does whose source has several rows for one row of the table. */
class RepeatedRowsTest extends DatabaseTest {
    private static final String SOURCE = "MERGE INTO t USING (VALUES (1, 2), (1, 3)) AS s (k, n) ON t.k = s.k ";

    @BeforeEach
    void fill() throws SQLException {
        execute("CREATE TABLE t (k INT PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1, 10), (5, 50)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(1, 11), (1, 12) | WHERE FALSE | 0 | 10",
                "(1, 11), (1, 12) | WHERE NULL | 0 | 10",
                "(1, 11), (1, 12) | WHERE EXCLUDED.n = 12 | 1 | 12",
                "(1, 11), (1, 12) | WHERE EXCLUDED.n = t.n + 1 | 1 | 11",
                "(1, 11), (2, 20), (1, 12) | WHERE EXCLUDED.n = 11 | 2 | 11",
            })
    void aRowThatItsConditionDoesNotUpdatePasses(String rows, String where, int count, int value) throws SQLException {
        String sql = "INSERT INTO t VALUES " + rows + " ON CONFLICT (k) DO UPDATE SET n = EXCLUDED.n " + where;

        assertThat(rows("SELECT k FROM FINAL TABLE (" + sql + ")")).hasSize(count);
        assertThat(value("SELECT n FROM t WHERE k = 1")).isEqualTo(value);
        execute("DELETE FROM t", "INSERT INTO t VALUES (1, 10)");
        assertThat(update(sql)).isEqualTo(count);
        assertThat(value("SELECT n FROM t WHERE k = 1")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(1, 11), (1, 12)", "(2, 11), (2, 12)"})
    void aRowIsNeverUpdatedTwice(String rows) throws SQLException {
        String sql = "INSERT INTO t VALUES " + rows + " ON CONFLICT (k) DO UPDATE SET n = EXCLUDED.n WHERE t.n > ?";

        assertState("21000", () -> update(sql, 1)).hasMessageContaining("same K");
        assertState("21000", () -> rows(sql + " RETURNING k", 1));
        assertThat(rows("SELECT * FROM t")).containsExactly(List.of(1, 10), List.of(5, 50));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WHEN MATCHED THEN UPDATE SET n = s.n",
                "WHEN MATCHED THEN DELETE",
                "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n)",
                "WHEN MATCHED AND s.n = 2 THEN DELETE WHEN MATCHED AND s.n = 3 THEN UPDATE SET n = 1",
                "WHEN MATCHED AND s.n > 1 THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n)",
            })
    void mergeChangesARowOnce(String branches) throws SQLException {
        assertState("21000", () -> update(SOURCE + branches)).hasMessageContaining("T");
        assertState("21000", () -> rows("SELECT * FROM FINAL TABLE (" + SOURCE + branches + ")"));
        assertState("21000", () -> rows("SELECT * FROM OLD TABLE (" + SOURCE + branches + ")"));
        assertThat(rows("SELECT * FROM t")).containsExactly(List.of(1, 10), List.of(5, 50));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WHEN MATCHED AND s.n = 3 THEN UPDATE SET n = s.n | 1 | 3",
                "WHEN MATCHED AND s.n = 2 THEN UPDATE SET n = t.n + s.n WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n) | 1 | 12",
                "WHEN MATCHED AND s.n = 4 THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n) | 0 | 10",
                "WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n) | 0 | 10",
            })
    void mergePassesRowsThatNoBranchChanges(String branches, int count, int value) throws SQLException {
        assertThat(rows("SELECT k FROM FINAL TABLE (" + SOURCE + branches + ")"))
                .hasSize(count);
        assertThat(value("SELECT n FROM t WHERE k = 1")).isEqualTo(value);
        execute("UPDATE t SET n = 10 WHERE k = 1");
        assertThat(update(SOURCE + branches)).isEqualTo(count);
        assertThat(value("SELECT n FROM t WHERE k = 1")).isEqualTo(value);
    }

    @Test
    void aRowThatMergeInsertsIsNotMatchedByItsNextOne() throws SQLException {
        String sql = "MERGE INTO t USING (VALUES (8, 2), (8, 3)) AS s (k, n) ON t.k = s.k"
                + " WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.n)";

        assertState("23505", () -> update(sql));
        assertState("23505", () -> rows("SELECT * FROM FINAL TABLE (" + sql + ")"));
    }

    @Test
    void aRowOfTheSourceMayChangeSeveral() throws SQLException {
        execute(
                "CREATE TABLE u (k VARCHAR(5), n INT, vec VECTOR(2))",
                "INSERT INTO u VALUES ('a', 1, '[1, 1]'), ('a', 2, '[2, 2]'), ('a', 3, NULL)",
                "CREATE TABLE c (k VARCHAR(5), n INT, vec VECTOR(2))",
                "INSERT INTO c VALUES ('a', 7, '[5, 5]'), ('a', 8, '[6, 6]'), ('b', 9, '[7, 7]')");

        assertThat(update("MERGE INTO u USING c ON u.k = c.k"
                        + " WHEN MATCHED AND u.n = 1 AND c.n = 7 THEN UPDATE SET vec = u.vec + c.vec"
                        + " WHEN MATCHED AND u.n = 2 AND c.n = 8 THEN DELETE"
                        + " WHEN NOT MATCHED THEN INSERT VALUES (c.k, c.n, c.vec)"))
                .isEqualTo(3);
        assertThat(rows("SELECT k, n, CAST(vec AS VARCHAR) FROM u WHERE n <> 3 ORDER BY n"))
                .containsExactly(List.of("a", 1, "[6, 6]"), List.of("b", 9, "[7, 7]"));
    }

    @Test
    void aBatchIsUndoneFromTheRowThatIsChangedTwice() throws SQLException {
        String sql = "MERGE INTO t USING (VALUES (CAST(? AS INT)), (CAST(? AS INT))) AS s (k) ON t.k = s.k"
                + " WHEN MATCHED THEN DELETE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int[] keys : new int[][] {{1, 2}, {5, 5}}) {
                statement.setInt(1, keys[0]);
                statement.setInt(2, keys[1]);
                statement.addBatch();
            }

            assertState("21000", statement::executeBatch).hasMessageContaining("Row 2 of 2");
        }
        assertThat(value("SELECT count(*) FROM t")).isEqualTo(2L);
    }

    @Test
    void randomMergesDoWhatTheStandardSays() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("RepeatedRowsTest: -Dvectra.seed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            execute("DELETE FROM t");
            Map<Integer, Integer> table = new TreeMap<>();
            for (int k = 0; k < 6; k++) {
                if (random.nextBoolean()) {
                    table.put(k, random.nextInt(4));
                    update("INSERT INTO t VALUES (?, ?)", k, table.get(k));
                }
            }
            List<int[]> source = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                source.add(new int[] {random.nextInt(6), random.nextInt(4)});
            }
            int updated = random.nextInt(5);
            int deleted = random.nextInt(5);
            String sql = "MERGE INTO t USING (VALUES "
                    + String.join(
                            ", ",
                            source.stream()
                                    .map(row -> "(" + row[0] + ", " + row[1] + ")")
                                    .toList())
                    + ") AS s (k, n) ON t.k = s.k"
                    + " WHEN MATCHED AND s.n = " + updated + " THEN UPDATE SET n = t.n + s.n"
                    + " WHEN MATCHED AND t.n >= " + deleted + " THEN DELETE"
                    + (random.nextBoolean() ? "" : " WHEN NOT MATCHED AND s.n > 0 THEN INSERT VALUES (s.k, s.n)");
            String state = expected(table, source, updated, deleted, sql.contains("NOT MATCHED"));
            String run = random.nextBoolean() ? sql : "SELECT k FROM FINAL TABLE (" + sql + ")";
            if (state.isEmpty()) {
                execute(run);
            } else {
                assertState(state, () -> execute(run));
            }
            Map<Integer, Integer> found = new TreeMap<>();
            rows("SELECT k, n FROM t").forEach(row -> found.put((Integer) row.get(0), (Integer) row.get(1)));
            assertThat(found).as(run).isEqualTo(table);
        }
    }

    /** Changes a table as the statement should, and returns the SQLState if it fails. */
    private static String expected(
            Map<Integer, Integer> table, List<int[]> source, int updated, int deleted, boolean inserts) {
        Map<Integer, Integer> after = new TreeMap<>(table);
        List<Integer> changed = new ArrayList<>();
        List<Integer> inserted = new ArrayList<>();
        for (int[] row : source) {
            Integer known = table.get(row[0]);
            if (known == null) {
                if (inserts && row[1] > 0) {
                    inserted.add(row[0]);
                    after.put(row[0], row[1]);
                }
            } else if (row[1] == updated) {
                changed.add(row[0]);
                after.put(row[0], known + row[1]);
            } else if (known >= deleted) {
                changed.add(row[0]);
                after.remove(row[0]);
            }
        }
        if (changed.stream().distinct().count() < changed.size()) {
            return "21000";
        }
        if (inserted.stream().distinct().count() < inserted.size()) {
            return "23505";
        }
        table.clear();
        table.putAll(after);
        return "";
    }
}
