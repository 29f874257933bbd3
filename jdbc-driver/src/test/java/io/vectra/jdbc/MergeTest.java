package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergeTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(10), hits INT DEFAULT 0, vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)",
                "INSERT INTO docs VALUES (1, 'one', 1, '[1, 0]'), (2, 'two', 2, '[0, 1]')",
                "CREATE TABLE changes (id INT, title VARCHAR(10), vec VECTOR(2))",
                "INSERT INTO changes VALUES (2, 'zwei', '[0, 2]'), (3, 'drei', NULL), (4, 'vier', '[4, 4]')");
    }

    private List<List<Object>> docs() throws SQLException {
        return rows("SELECT id, title, hits, CAST(vec AS VARCHAR) FROM docs ORDER BY id");
    }

    @Test
    void mergeTakesTheFirstBranchThatFits() throws SQLException {
        long count = update("""
                MERGE INTO docs AS d USING changes AS c ON d.id = c.id
                WHEN MATCHED AND c.title = 'zwei' THEN UPDATE SET title = c.title, vec = c.vec, hits = d.hits + ?
                WHEN MATCHED THEN DELETE
                WHEN NOT MATCHED AND c.vec IS NULL THEN INSERT (id, title, vec) VALUES (c.id, c.title, '[3, 3]')
                WHEN NOT MATCHED THEN INSERT VALUES (c.id, c.title, DEFAULT, normalize(c.vec + ?))""", 10, new float[] {-1, 0});

        assertThat(count).isEqualTo(3);
        assertThat(docs())
                .containsExactly(
                        List.of(1, "one", 1, "[1, 0]"),
                        List.of(2, "zwei", 12, "[0, 2]"),
                        List.of(3, "drei", 0, "[3, 3]"),
                        List.of(4, "vier", 0, "[0.6, 0.8]"));
        assertThat(value("SELECT id FROM docs ORDER BY vec <=> '[3, 3.1]' LIMIT 1"))
                .isEqualTo(3);
    }

    @Test
    void mergeDeletesAndReadsSubQueries() throws SQLException {
        assertThat(update(
                        "MERGE INTO docs USING (SELECT id FROM changes WHERE id < ?) c ON docs.id = c.id "
                                + "WHEN MATCHED THEN DELETE",
                        3))
                .isEqualTo(1);
        assertThat(update(
                        "MERGE INTO docs d USING (VALUES (?, ?)) AS s (k, t) ON d.id = s.k "
                                + "WHEN MATCHED THEN UPDATE SET title = s.t, vec = ? WHEN NOT MATCHED THEN INSERT (id, title) VALUES (s.k, s.t)",
                        1,
                        "uno",
                        new float[] {5, 6}))
                .isEqualTo(1);

        assertThat(docs()).containsExactly(List.of(1, "uno", 1, "[5, 6]"));
    }

    @Test
    void mergeByKeyUpdatesOrInserts() throws SQLException {
        assertThat(update(
                        "MERGE INTO docs (id, title, vec) KEY (id) VALUES (?, ?, ?), (7, 'seven', '[7, 7]')",
                        1,
                        "eins",
                        "[9, 9]"))
                .isEqualTo(2);
        assertThat(update("MERGE INTO docs VALUES (2, 'zwei', 5, NULL)")).isEqualTo(1);

        assertThat(docs())
                .containsExactly(
                        List.of(1, "eins", 1, "[9, 9]"),
                        Arrays.asList(2, "zwei", 5, null),
                        List.of(7, "seven", 0, "[7, 7]"));
    }

    @Test
    void onConflictUpdates() throws SQLException {
        String sql = "INSERT INTO docs (id, title, vec) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                + "title = EXCLUDED.title, hits = hits + 1, vec = normalize(docs.vec + EXCLUDED.vec)";

        assertThat(update(sql, 1, "eins", new float[] {2, 4})).isEqualTo(1);
        assertThat(update(sql, 9, "neun", new float[] {9, 9})).isEqualTo(1);
        assertThat(update(sql, 2, "zwei", null)).isEqualTo(1);

        assertThat(docs())
                .containsExactly(
                        List.of(1, "eins", 2, "[0.6, 0.8]"),
                        Arrays.asList(2, "zwei", 3, null),
                        List.of(9, "neun", 0, "[9, 9]"));
    }

    @Test
    void onConflictUpdatesWhereItsConditionHolds() throws SQLException {
        assertThat(update("INSERT INTO docs SELECT id, title, 7, vec FROM changes WHERE id < 4 "
                        + "ON CONFLICT (id) DO UPDATE SET hits = EXCLUDED.hits WHERE docs.hits > 100"))
                .isEqualTo(1);
        assertThat(
                        update(
                                "INSERT INTO docs VALUES (1, 'x', DEFAULT, '[1, 1]') ON CONFLICT (id) DO UPDATE SET hits = DEFAULT"))
                .isEqualTo(1);

        assertThat(docs())
                .containsExactly(
                        List.of(1, "one", 0, "[1, 0]"),
                        List.of(2, "two", 2, "[0, 1]"),
                        Arrays.asList(3, "drei", 7, null));
    }

    @Test
    void onConflictDoesNothing() throws SQLException {
        execute("CREATE UNIQUE INDEX docs_title ON docs (title)");

        assertThat(update(
                        "INSERT INTO docs (id, title, vec) VALUES (1, 'x', '[5, 5]'), (5, 'two', '[5, 5]'), "
                                + "(6, 'six', ?), (6, 'six again', NULL), (8, NULL, NULL), (9, NULL, NULL) ON CONFLICT DO NOTHING",
                        new float[] {6, 6}))
                .isEqualTo(3);
        assertThat(update("INSERT INTO docs (id) VALUES (?) ON CONFLICT (id) DO NOTHING", 1))
                .isZero();
        assertThat(update("INSERT INTO docs (id, hits) SELECT id, 3 FROM changes ON CONFLICT (id) DO NOTHING"))
                .isEqualTo(2);

        assertThat(rows("SELECT id, title, hits FROM docs ORDER BY id"))
                .containsExactly(
                        List.of(1, "one", 1),
                        List.of(2, "two", 2),
                        Arrays.asList(3, null, 3),
                        Arrays.asList(4, null, 3),
                        List.of(6, "six", 0),
                        Arrays.asList(8, null, 0),
                        Arrays.asList(9, null, 0));
        assertThat(value("SELECT CAST(vec AS VARCHAR) FROM docs WHERE id = 6")).isEqualTo("[6, 6]");
    }

    @Test
    void aRowMayBeInConflictWithOneThatIsNotInserted() throws SQLException {
        execute("CREATE UNIQUE INDEX docs_title ON docs (title)");

        assertThat(update(
                        "INSERT INTO docs (id, title, vec) VALUES (5, 'a', ?), (5, 'b', NULL), (6, 'b', '[6, 6]'), (1, 'c', NULL), "
                                + "(7, 'c', NULL), (6, NULL, NULL), (8, NULL, NULL), (9, 'b', NULL) ON CONFLICT DO NOTHING",
                        new float[] {5, 5}))
                .isEqualTo(4);
        assertThat(update(
                        "INSERT INTO docs (title, id) SELECT title, 9 FROM changes ORDER BY id ON CONFLICT DO NOTHING"))
                .isEqualTo(1);
        assertThat(rows("INSERT INTO docs (id, title) VALUES (10, 'a'), (10, 'd'), (11, 'd') ON CONFLICT DO NOTHING "
                        + "RETURNING id, title"))
                .containsExactly(List.of(10, "d"));

        assertThat(rows("SELECT id, title, CAST(vec AS VARCHAR) FROM docs WHERE id > 4 ORDER BY id"))
                .containsExactly(
                        List.of(5, "a", "[5, 5]"),
                        List.of(6, "b", "[6, 6]"),
                        Arrays.asList(7, "c", null),
                        Arrays.asList(8, null, null),
                        Arrays.asList(9, "zwei", null),
                        Arrays.asList(10, "d", null));
    }

    @Test
    void manyRowsOfSeveralKeysAreInsertedAsOneByOne() throws SQLException {
        execute("CREATE TABLE pairs (a INT PRIMARY KEY, b INT, c INT, UNIQUE (b, c))");
        Random random = new Random(11);
        Set<Integer> first = new HashSet<>();
        Set<List<Integer>> second = new HashSet<>();
        List<List<Object>> expected = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int a = random.nextInt(2000);
            int b = random.nextInt(40);
            Integer c = random.nextInt(20) == 0 ? null : random.nextInt(40);
            values.add("(" + a + ", " + b + ", " + c + ")");
            if (!first.contains(a) && (c == null || !second.contains(List.of(b, c)))) {
                first.add(a);
                if (c != null) {
                    second.add(List.of(b, c));
                }
                expected.add(Arrays.asList(a, b, c));
            }
            if (values.size() == 1000) {
                update("INSERT INTO pairs VALUES " + String.join(", ", values) + " ON CONFLICT DO NOTHING");
                values.clear();
            }
        }

        assertThat(rows("SELECT * FROM pairs")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aKeyThatComesTwiceCannotBeUpdated() throws SQLException {
        execute("CREATE UNIQUE INDEX docs_title ON docs (title)");
        String rows =
                "INSERT INTO docs (id, title, vec) VALUES (?, ?, ?), (?, ?, NULL) ON CONFLICT (id) DO UPDATE SET ";
        Object vector = new float[] {1, 2};

        for (int id : new int[] {1, 7}) {
            assertState("21000", () -> update(rows + "hits = docs.hits + 1", id, "x", vector, id, "y"))
                    .hasMessageContaining("twice")
                    .hasMessageContaining("ID");
            assertState("21000", () -> rows(rows + "hits = 5 RETURNING id", id, "x", vector, id, "y"));
        }
        assertState("23505", () -> update(rows + "hits = 5", 7, "one", vector, 8, "y"));
        assertState(
                "21000",
                () -> update(
                        "INSERT INTO docs (id) SELECT 4 FROM changes WHERE 1 = ? ON CONFLICT (id) DO UPDATE SET "
                                + "hits = 1",
                        1));
        assertThat(docs()).containsExactly(List.of(1, "one", 1, "[1, 0]"), List.of(2, "two", 2, "[0, 1]"));
        assertThat(rows("EXPLAIN " + rows + "hits = 5", 7, "a", vector, 8, "y")).isNotEmpty();
    }

    @Test
    void aBatchNamesTheRowWithTheKeyThatComesTwice() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO docs (id, title) VALUES (?, 'x'), (?, 'y') ON CONFLICT (id) DO UPDATE SET hits = 1")) {
            for (int[] keys : new int[][] {{1, 2}, {3, 4}, {5, 5}}) {
                statement.setInt(1, keys[0]);
                statement.setInt(2, keys[1]);
                statement.addBatch();
            }

            assertState("21000", statement::executeBatch).hasMessageContaining("Row 3 of 3");
        }
        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(2L);
    }

    @Test
    void onConflictOfTextThatIsTooLongFails() {
        assertState(
                "22001",
                () -> update("INSERT INTO docs (id, title) VALUES (5, 'longer than ten') ON CONFLICT (id) DO NOTHING"));
        assertState(
                "22001",
                () -> update(
                        "INSERT INTO docs (id, title) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title",
                        5,
                        "longer than ten"));
    }

    @Test
    void returningGivesTheChangedRows() throws SQLException {
        assertThat(rows(
                        "INSERT INTO docs (id, vec) VALUES (?, ?) RETURNING id, hits + 1 AS more, cosine(vec, '[5, 5]') < 0.01, CAST(vec AS VARCHAR)",
                        5,
                        "[5, 5]"))
                .containsExactly(List.of(5, 1, true, "[5, 5]"));
        assertThat(rows("UPDATE docs SET hits = hits + 10, vec = vec * 2 WHERE id IN (1, 2) RETURNING *"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get(3)).isInstanceOf(float[].class));
        assertThat(rows("INSERT INTO docs (id) SELECT id + 100 FROM docs RETURNING id"))
                .containsExactlyInAnyOrder(List.of(101), List.of(102), List.of(105));
        execute("DELETE FROM docs WHERE id > 100");
        assertThat(rows("DELETE FROM docs WHERE id = 1 RETURNING title, hits")).containsExactly(List.of("one", 11));
        assertThat(rows("INSERT INTO docs (id) VALUES (2) ON CONFLICT (id) DO UPDATE SET hits = 0 RETURNING id, hits"))
                .containsExactly(List.of(2, 0));
        assertThat(rows(
                        "SELECT d.id FROM FINAL TABLE (MERGE INTO docs (id, title) KEY (id) VALUES (2, 'deux'), (6, 'six')) d WHERE d.title = ?",
                        "six"))
                .containsExactly(List.of(6));
        assertThat(rows("SELECT hits FROM OLD TABLE (UPDATE docs SET hits = 9 WHERE id = 2)"))
                .containsExactly(List.of(0));
        assertThat(rows("DELETE FROM changes RETURNING id")).hasSize(3);
        assertThat(docs())
                .containsExactly(
                        List.of(2, "deux", 9, "[0, 2]"),
                        Arrays.asList(5, null, 0, "[5, 5]"),
                        Arrays.asList(6, "six", 0, null));
    }

    @Test
    void returnedVectorsAreReadAfterTheCommit() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO docs (id, vec) VALUES (?, ?) RETURNING vec, id")) {
            insert.setInt(1, 20);
            insert.setObject(2, new float[] {3, 4});
            assertThat(insert.getMetaData().getColumnLabel(1)).isEqualTo("VEC");
            try (ResultSet rows = insert.executeQuery();
                    var other = another();
                    Statement reader = other.createStatement()) {
                reader.execute("DELETE FROM docs WHERE id = 20");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getObject(1, float[].class)).containsExactly(3, 4);
            }
        }
    }

    @Test
    void returningRowsOfAnUndoneTransactionAreGone() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(rows("INSERT INTO docs (id, vec) VALUES (30, '[1, 2]') RETURNING id"))
                .containsExactly(List.of(30));
        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(3L);
        connection.rollback();
        connection.setAutoCommit(true);

        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(2L);
    }

    @Test
    void updatesReadSubQueries() throws SQLException {
        assertThat(update(
                        "UPDATE docs SET title = (SELECT max(title) FROM changes WHERE changes.id >= docs.id), "
                                + "vec = (SELECT vec FROM changes WHERE id = ?) WHERE id IN (SELECT id FROM changes)",
                        4))
                .isEqualTo(1);
        assertThat(update("UPDATE docs SET vec = normalize(vec + ?) WHERE id = 1", new float[] {2, 4}))
                .isEqualTo(1);
        assertThat(
                        update(
                                "UPDATE docs d SET vec = COALESCE((SELECT c.vec FROM changes c WHERE c.id = d.id + 1), vec) WHERE d.id = 1"))
                .isEqualTo(1);

        assertThat(docs()).containsExactly(List.of(1, "one", 1, "[0, 2]"), List.of(2, "zwei", 2, "[4, 4]"));
    }

    @Test
    void wrongMergesAreRefused() {
        assertState(
                "42P10", () -> execute("INSERT INTO docs (id, title) VALUES (1, 'a') ON CONFLICT (title) DO NOTHING"));
        assertState("42S22", () -> execute("INSERT INTO docs (id) VALUES (1) ON CONFLICT (nope) DO NOTHING"));
        assertState("42S22", () -> execute("INSERT INTO docs (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET nope = 1"));
        assertState("42S22", () -> execute("INSERT INTO docs (id) VALUES (1) RETURNING nope"));
        assertState("21S02", () -> execute("INSERT INTO docs (id, title) VALUES (1) ON CONFLICT (id) DO NOTHING"));
        assertState(
                "42804",
                () -> execute(
                        "MERGE INTO docs d USING changes c ON d.id = c.id WHEN MATCHED THEN UPDATE SET vec = c.id"));
        assertState(
                "42804",
                () -> execute(
                        "MERGE INTO docs d USING changes c ON d.id = c.id WHEN MATCHED THEN UPDATE SET title = c.vec"));
        assertState(
                "22000",
                () -> execute("INSERT INTO docs (id, vec) VALUES (1, '[1, 2, 3]') ON CONFLICT (id) DO NOTHING"));
        assertState(
                "42S02", () -> execute("MERGE INTO nope d USING changes c ON d.id = c.id WHEN MATCHED THEN DELETE"));
        assertState(
                "90022",
                () -> execute(
                        "MERGE INTO docs d USING changes c ON d.id = c.id WHEN MATCHED AND file_read('x') = '' THEN DELETE"));
        assertState("42501", () -> execute("INSERT INTO VECTRA.STATS VALUES ('a', 'b') RETURNING *"));
    }
}
