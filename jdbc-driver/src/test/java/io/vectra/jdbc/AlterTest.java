package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlterTest extends DatabaseTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(10), n INT, vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)",
                "INSERT INTO docs VALUES (1, 'one', 1, '[1, 0]'), (2, 'two', 2, '[0, 1]'), (3, 'three', 3, NULL)",
                "CREATE TABLE codes (code VARCHAR(5) PRIMARY KEY, doc INT)",
                "INSERT INTO codes VALUES ('a', 1), ('b', 2)");
    }

    @Test
    void columnsComeAndGo() throws SQLException {
        execute(
                "ALTER TABLE docs ADD COLUMN price DECIMAL(6, 2) DEFAULT 1.5 NOT NULL CHECK (price > 0)",
                "ALTER TABLE docs ADD (lang CHAR(2), wide VECTOR(3));",
                "ALTER TABLE docs ADD COLUMN IF NOT EXISTS lang CHAR(2)",
                "UPDATE docs SET wide = '[1, 2, 3]', lang = 'de' WHERE id = 2",
                "CREATE INDEX docs_wide ON docs USING HNSW (wide)");

        assertThat(rows("SELECT id, price, lang, vector_dims(wide) FROM docs ORDER BY id"))
                .containsExactly(
                        Arrays.asList(1, new java.math.BigDecimal("1.50"), null, null),
                        Arrays.asList(2, new java.math.BigDecimal("1.50"), "de", 3),
                        Arrays.asList(3, new java.math.BigDecimal("1.50"), null, null));
        assertThat(value("SELECT id FROM docs ORDER BY wide <-> '[1, 2, 3]' LIMIT 1"))
                .isEqualTo(2);
        assertThat(value("SELECT id FROM docs ORDER BY vec <=> '[0, 3]' LIMIT 1"))
                .isEqualTo(2);
        assertState("23513", () -> execute("UPDATE docs SET price = 0"));

        execute(
                "ALTER TABLE docs DROP COLUMN n, lang",
                "ALTER TABLE docs DROP COLUMN IF EXISTS lang",
                "ALTER TABLE docs DROP vec");
        assertThat(rows("SELECT * FROM docs WHERE id = 1"))
                .containsExactly(Arrays.asList(1, "one", new java.math.BigDecimal("1.50"), null));
        assertThat(rows("SELECT index_name FROM VECTRA.INDEXES")).containsExactly(List.of("DOCS_WIDE"));
        assertState("42S22", () -> execute("SELECT vec FROM docs"));
    }

    @Test
    void filtersReadAColumnThatWasAddedBehindTheHiddenRowId() throws SQLException {
        execute(
                "ALTER TABLE codes ADD COLUMN vec VECTOR(2)",
                "ALTER TABLE codes ADD COLUMN rank INT",
                "ALTER TABLE codes ADD COLUMN price INT",
                "UPDATE codes SET vec = '[1, 2]', rank = 10, price = 20",
                "INSERT INTO codes (code, vec) VALUES ('c', '[3, 4]')");

        assertThat(nearestCodes("rank > 10")).isEmpty();
        assertThat(nearestCodes("rank < 20")).containsExactly("a", "b");
        assertThat(nearestCodes("price IS NULL")).containsExactly("c");
        execute("VACUUM codes");
        assertThat(nearestCodes("rank = 10")).containsExactly("a", "b");
        assertThat(nearestCodes("price = 10")).isEmpty();
        assertThat(nearestCodes("vec IS NOT NULL")).containsExactly("a", "b", "c");
    }

    private List<Object> nearestCodes(String condition) throws SQLException {
        return rows("SELECT code FROM codes WHERE " + condition + " ORDER BY vec <-> '[1, 2]' LIMIT 10").stream()
                .map(row -> (Object) row.get(0))
                .toList();
    }

    @Test
    void namesChange() throws SQLException {
        execute(
                "ALTER TABLE docs RENAME COLUMN title TO name",
                "ALTER TABLE docs ALTER COLUMN vec RENAME TO embedding",
                "ALTER TABLE docs RENAME TO papers");

        assertThat(rows("SELECT id, name FROM papers ORDER BY embedding <=> '[0, 1]' LIMIT 1"))
                .containsExactly(List.of(2, "two"));
        assertThat(rows("SELECT table_name, column_name FROM VECTRA.INDEXES"))
                .containsExactly(List.of("PAPERS", "EMBEDDING"));
        execute("INSERT INTO papers (id, embedding) VALUES (4, '[0, -1]')");
        assertState("42S02", () -> execute("SELECT * FROM docs"));
    }

    @Test
    void typesAndDefaultsChange() throws SQLException {
        execute(
                "ALTER TABLE docs ALTER COLUMN title SET DATA TYPE VARCHAR(200)",
                "ALTER TABLE docs ALTER COLUMN n SET DATA TYPE VARCHAR(20) USING 'n' || n",
                "ALTER TABLE docs ALTER COLUMN id SET DATA TYPE BIGINT",
                "ALTER TABLE docs ALTER COLUMN n SET DEFAULT 'none'",
                "ALTER TABLE docs ALTER COLUMN n SET NOT NULL",
                "INSERT INTO docs (id, title) VALUES (4, 'a title with more than ten letters')");

        assertThat(rows("SELECT id, n, title FROM docs WHERE id IN (1, 4) ORDER BY id"))
                .containsExactly(List.of(1L, "n1", "one"), List.of(4L, "none", "a title with more than ten letters"));
        assertState("23502", () -> execute("UPDATE docs SET n = NULL"));
        execute(
                "ALTER TABLE docs ALTER COLUMN n DROP NOT NULL",
                "ALTER TABLE docs ALTER COLUMN n DROP DEFAULT",
                "ALTER TABLE docs ALTER COLUMN title VARCHAR(300) NOT NULL",
                "UPDATE docs SET n = NULL");
        assertState("22018", () -> execute("ALTER TABLE docs ALTER COLUMN title SET DATA TYPE INT"));
        assertThat(value("SELECT count(*) FROM docs WHERE title IS NOT NULL")).isEqualTo(4L);
        assertThat(value("SELECT id FROM docs ORDER BY vec <=> '[0, 3]' LIMIT 1"))
                .isEqualTo(2L);
    }

    @Test
    void constraintsComeAndGo() throws SQLException {
        execute(
                "ALTER TABLE IF EXISTS codes ADD CONSTRAINT code_doc FOREIGN KEY (doc) REFERENCES docs ON DELETE CASCADE",
                "ALTER TABLE codes ADD CONSTRAINT one_code UNIQUE (doc)",
                "ALTER TABLE docs ADD CONSTRAINT IF NOT EXISTS small CHECK (n < 100)",
                "ALTER TABLE IF EXISTS nothing ADD CONSTRAINT x UNIQUE (y)");

        assertState("23506", () -> execute("INSERT INTO codes VALUES ('z', 99)"));
        assertState("23505", () -> execute("INSERT INTO codes VALUES ('z', 1)"));
        assertState("23513", () -> execute("UPDATE docs SET n = 100"));
        execute("DELETE FROM docs WHERE id = 1");
        assertThat(value("SELECT count(*) FROM codes")).isEqualTo(1L);
        execute(
                "ALTER TABLE codes DROP CONSTRAINT code_doc",
                "ALTER TABLE codes DROP CONSTRAINT IF EXISTS code_doc",
                "ALTER TABLE codes RENAME CONSTRAINT one_code TO a_code",
                "ALTER TABLE codes DROP CONSTRAINT a_code",
                "INSERT INTO codes VALUES ('z', 2), ('y', 99)");
    }

    @Test
    void primaryKeysComeAndGo() throws SQLException {
        execute(
                "ALTER TABLE codes DROP PRIMARY KEY",
                "INSERT INTO codes VALUES ('b', 3)",
                "DELETE FROM codes WHERE doc = 3",
                "ALTER TABLE codes ADD CONSTRAINT codes_key PRIMARY KEY (code, doc)");

        assertState("23505", () -> execute("INSERT INTO codes VALUES ('b', 2)"));
        assertState("23502", () -> execute("INSERT INTO codes VALUES ('b', NULL)"));
        try (var keys = connection.getMetaData().getPrimaryKeys(null, null, "CODES")) {
            assertThat(rows(keys)).hasSize(2);
        }
        execute("INSERT INTO codes VALUES ('b', 2) ON CONFLICT (code, doc) DO NOTHING");
        assertState("0A000", () -> execute("ALTER TABLE docs DROP PRIMARY KEY"));
        assertState("0A000", () -> execute("ALTER TABLE docs DROP COLUMN id"));
        assertState("0A000", () -> execute("ALTER TABLE docs ALTER COLUMN id SET DATA TYPE VARCHAR(9)"));
        assertState("0A000", () -> execute("ALTER TABLE docs ALTER COLUMN vec SET DATA TYPE VECTOR(3)"));
        assertState("42S22", () -> execute("ALTER TABLE docs DROP COLUMN nope"));
        assertState("42S21", () -> execute("ALTER TABLE docs ADD COLUMN title INT"));
        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(3L);
    }

    @Test
    void whatWasAlteredSurvivesSealingReopeningAndTheLossOfTheMirror() throws Exception {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE t (k VARCHAR(9) PRIMARY KEY, a INT, vec VECTOR(2))");
            statement.execute("CREATE INDEX t_vec ON t USING HNSW (vec)");
            statement.execute("INSERT INTO t SELECT 'k' || x, x, ARRAY[x, 1] FROM (VALUES 1, 2, 3, 4, 5) AS v (x)");
            statement.execute("VACUUM");
            statement.execute("ALTER TABLE t ADD COLUMN u UUID DEFAULT RANDOM_UUID()");
            statement.execute("ALTER TABLE t ADD COLUMN nr BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 10)");
            statement.execute("INSERT INTO t (k, a, vec) VALUES ('k6', 6, '[6, 1]')");
            statement.execute("VACUUM");
            statement.execute("ALTER TABLE t ALTER COLUMN a SET DATA TYPE VARCHAR(20)");
            statement.execute("ALTER TABLE t ADD COLUMN more VECTOR(3)");
            statement.execute("UPDATE t SET more = '[1, 2, 3]' WHERE k = 'k2'");
            statement.execute("CREATE SEQUENCE s START WITH 5 INCREMENT BY 10");
            statement.execute("CREATE VIEW near AS SELECT k, vec <=> '[1, 1]' AS d FROM t WHERE a > '2'");
            statement.execute("COMMENT ON TABLE t IS 'text'");
            statement.execute("INSERT INTO t (k, a) VALUES ('s', NEXT VALUE FOR s)");
        }
        String query = "SELECT k, a, CAST(vec AS VARCHAR), u, nr, CAST(more AS VARCHAR) FROM t ORDER BY k";
        List<List<Object>> before;
        try (Connection second = DriverManager.getConnection(there)) {
            before = rows(second, query);
            assertThat(before).hasSize(7);
            assertThat(before.get(1).get(5)).isEqualTo("[1, 2, 3]");
        }
        Files.delete(folder.resolve("db/relational.mv.db"));
        try (Connection third = DriverManager.getConnection(there);
                Statement statement = third.createStatement()) {
            assertThat(rows(third, query)).isEqualTo(before);
            assertThat(rows(third, "SELECT NEXT VALUE FOR s")).containsExactly(List.of(15L));
            statement.execute("INSERT INTO t (k, a) VALUES ('t', NEXT VALUE FOR s)");
            assertThat(rows(third, "SELECT k FROM near ORDER BY d LIMIT 1")).hasSize(1);
            assertThat(rows(third, "SELECT k FROM t ORDER BY vec <=> '[5, 1]' LIMIT 1"))
                    .containsExactly(List.of("k5"));
            assertThat(rows(third, "SELECT k FROM t ORDER BY more <=> '[1, 2, 3]' LIMIT 1"))
                    .containsExactly(List.of("k2"));
            statement.execute("INSERT INTO t (k) VALUES ('new')");
            assertThat(rows(third, "SELECT nr > 16 FROM t WHERE k = 'new'")).containsExactly(List.of(true));
            statement.execute("VACUUM");
        }
        Files.delete(folder.resolve("db/relational.mv.db"));
        try (Connection fourth = DriverManager.getConnection(there)) {
            assertThat(rows(fourth, query.replace("FROM t", "FROM t WHERE k NOT IN ('t', 'new')")))
                    .isEqualTo(before);
            assertThat(rows(fourth, "SELECT NEXT VALUE FOR s")).containsExactly(List.of(35L));
        }
    }

    /** Numbers that were handed out again after a restart stand where they stood when they were logged before it. */
    @Test
    void numbersThatWereRestartedSurviveTheLossOfTheMirror() throws Exception {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE SEQUENCE s");
            statement.execute("CREATE TABLE t (id INT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n INT)");
            statement.execute("CREATE TABLE u (id INT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n INT)");
            statement.execute("INSERT INTO t (n) VALUES (NEXT VALUE FOR s)");
            statement.execute("INSERT INTO u (n) VALUES (1)");
            statement.execute("TRUNCATE TABLE t RESTART IDENTITY");
            statement.execute("DELETE FROM u");
            statement.execute("ALTER TABLE u ALTER COLUMN id RESTART WITH 1");
            statement.execute("ALTER SEQUENCE s RESTART WITH 1");
            statement.execute("INSERT INTO t (n) VALUES (NEXT VALUE FOR s)");
            statement.execute("INSERT INTO u (n) VALUES (1)");
        }
        Files.delete(folder.resolve("db/relational.mv.db"));
        try (Connection second = DriverManager.getConnection(there);
                Statement statement = second.createStatement()) {
            statement.execute("INSERT INTO t (n) VALUES (NEXT VALUE FOR s)");
            statement.execute("INSERT INTO u (n) VALUES (2)");
            assertThat(rows(second, "SELECT id, n FROM t ORDER BY id")).containsExactly(List.of(1, 1), List.of(2, 2));
            assertThat(rows(second, "SELECT id, n FROM u ORDER BY id")).containsExactly(List.of(1, 1), List.of(2, 2));
        }
    }

    /** The two names have the same hash code and length. */
    @Test
    void sequencesAreToldApartByTheirNames() throws Exception {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE SEQUENCE s_ao");
            statement.execute("CREATE SEQUENCE s_b0");
            statement.execute("CREATE TABLE t (a INT, b INT)");
            statement.execute("INSERT INTO t VALUES (NEXT VALUE FOR s_ao, NEXT VALUE FOR s_b0)");
        }
        for (String sql : List.of("VACUUM", "SELECT 1")) {
            Files.delete(folder.resolve("db/relational.mv.db"));
            try (Connection again = DriverManager.getConnection(there);
                    Statement statement = again.createStatement()) {
                statement.execute("INSERT INTO t VALUES (NEXT VALUE FOR s_ao, NEXT VALUE FOR s_b0)");
                statement.execute(sql);
                assertThat(rows(again, "SELECT count(*) - count(DISTINCT a), count(*) - count(DISTINCT b) FROM t"))
                        .containsExactly(List.of(0L, 0L));
            }
        }
    }

    @Test
    void aSequenceKeepsWhatWasAlteredTogetherWithItsPosition() throws Exception {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE SEQUENCE s");
            statement.execute("CREATE TABLE t (n INT)");
            statement.execute("ALTER SEQUENCE s RESTART WITH 100 INCREMENT BY 7");
            statement.execute("INSERT INTO t VALUES (NEXT VALUE FOR s)");
            statement.execute("VACUUM");
        }
        Files.delete(folder.resolve("db/relational.mv.db"));
        try (Connection second = DriverManager.getConnection(there)) {
            assertThat(rows(second, "SELECT NEXT VALUE FOR s")).containsExactly(List.of(107L));
            assertThat(rows(second, "SELECT NEXT VALUE FOR s")).containsExactly(List.of(114L));
        }
    }

    @Test
    void anExhaustedSequenceStaysExhausted(@TempDir Path folder) throws Exception {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            statement.execute("CREATE SEQUENCE s START WITH 1 MAXVALUE 3");
            statement.execute("CREATE SEQUENCE down START WITH -1 INCREMENT BY -1 MINVALUE -2");
            statement.execute("INSERT INTO t SELECT NEXT VALUE FOR s FROM (VALUES 1, 2, 3) AS v (x)");
            statement.execute("INSERT INTO t SELECT NEXT VALUE FOR down FROM (VALUES 1, 2) AS v (x)");
        }
        for (int i = 0; i < 3; i++) {
            Files.delete(folder.resolve("db/relational.mv.db"));
            try (Connection again = DriverManager.getConnection(there);
                    Statement statement = again.createStatement()) {
                for (String name : List.of("s", "down")) {
                    assertState("90006", () -> rows(again, "SELECT NEXT VALUE FOR " + name));
                }
                statement.execute(i == 0 ? "VACUUM" : "INSERT INTO t VALUES (" + (i + 10) + ")");
            }
        }
        try (Connection last = DriverManager.getConnection(there);
                Statement statement = last.createStatement()) {
            statement.execute("ALTER SEQUENCE s RESTART WITH 2");
            assertThat(rows(last, "SELECT NEXT VALUE FOR s")).containsExactly(List.of(2L));
        }
    }

    /** The log still holds what was done to the column, and the checkpoint knows no such column. */
    @Test
    void aDatabaseOpensAfterAVectorColumnCameAndWent() throws SQLException {
        String there = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(there);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))");
            statement.execute("INSERT INTO t VALUES (1, '[1, 0]'), (2, '[0, 1]')");
            statement.execute("ALTER TABLE t ADD COLUMN more VECTOR(3)");
            statement.execute("UPDATE t SET more = '[1, 2, 3]'");
            statement.execute("DELETE FROM t WHERE id = 2");
            statement.execute("ALTER TABLE t DROP COLUMN more");
            statement.execute("CREATE TABLE gone (id INT PRIMARY KEY, vec VECTOR(2))");
            statement.execute("INSERT INTO gone VALUES (1, '[1, 0]')");
            statement.execute("UPDATE gone SET vec = '[2, 0]'");
            statement.execute("DROP TABLE gone");
        }
        for (String next : List.of("[3, 0]", "[4, 0]")) {
            try (Connection again = DriverManager.getConnection(there);
                    Statement statement = again.createStatement()) {
                statement.execute("UPDATE t SET vec = '" + next + "'");
                assertThat(rows(again, "SELECT id, CAST(vec AS VARCHAR) FROM t"))
                        .containsExactly(List.of(1, next));
            }
        }
    }

    @Test
    void rowsStayEqualUnderFiltersAfterAnAlter() throws SQLException {
        execute("VACUUM", "ALTER TABLE docs DROP COLUMN title", "ALTER TABLE docs ADD COLUMN tag INT DEFAULT 7");

        assertThat(rows("SELECT id FROM docs WHERE n >= 2 AND tag = 7 ORDER BY vec <=> '[1, 0]' LIMIT 5"))
                .containsExactly(List.of(2), List.of(3));
        execute("VACUUM");
        assertThat(rows("SELECT id FROM docs WHERE n >= 2 AND tag = 7 ORDER BY vec <=> '[1, 0]' LIMIT 5"))
                .containsExactly(List.of(2), List.of(3));
    }

    @Test
    void fullTextGoesOnThroughAlterations() throws SQLException {
        execute(
                "CREATE INDEX docs_text ON docs USING FULLTEXT (title)",
                "ALTER TABLE docs DROP COLUMN n",
                "ALTER TABLE docs ADD COLUMN body CLOB",
                "UPDATE docs SET body = 'a long body' WHERE id = 2",
                "CREATE INDEX docs_body ON docs USING FULLTEXT (body)",
                "ALTER TABLE docs RENAME COLUMN title TO name");

        assertThat(rows("SELECT id FROM docs WHERE matches(name, 'three')")).containsExactly(List.of(3));
        assertThat(rows("SELECT id FROM docs WHERE matches(body, 'long')")).containsExactly(List.of(2));
        execute("VACUUM", "ALTER TABLE docs ADD COLUMN extra INT");
        assertThat(rows("SELECT id FROM docs WHERE matches(name, 'three')")).containsExactly(List.of(3));
        assertThat(rows("SELECT id FROM docs ORDER BY bm25(body, 'long') DESC LIMIT 1"))
                .containsExactly(List.of(2));
        assertState("0A000", () -> execute("ALTER TABLE docs ALTER COLUMN name SET DATA TYPE INT"));
        execute("ALTER TABLE docs DROP COLUMN body", "VACUUM");
        assertThat(rows("SELECT id FROM docs WHERE matches(name, 'one')")).containsExactly(List.of(1));
    }

    @Test
    void anAlterationThatFailsHalfwayChangesNothing() throws SQLException {
        execute("CREATE TABLE t (a INT, b INT)", "INSERT INTO t VALUES (1, 1), (1, NULL)");

        assertState("23513", () -> execute("ALTER TABLE docs ADD COLUMN price INT DEFAULT 0 CHECK (price > 0)"));
        assertState("23505", () -> execute("ALTER TABLE docs ADD COLUMN code INT DEFAULT 0 UNIQUE"));
        assertState("23505", () -> execute("ALTER TABLE t ADD PRIMARY KEY (a)"));
        assertState("90081", () -> execute("ALTER TABLE t ADD PRIMARY KEY (a, b)"));

        execute("ALTER TABLE docs ADD COLUMN price INT DEFAULT 1 CHECK (price > 0)");
        execute("INSERT INTO t VALUES (NULL, NULL), (1, 1)");
        assertThat(rows("SELECT id, price FROM docs WHERE id = 1")).containsExactly(List.of(1, 1));
        assertThat(value("SELECT count(*) FROM t")).isEqualTo(4L);
        assertThat(value("SELECT id FROM docs ORDER BY vec <=> '[0, 3]' LIMIT 1"))
                .isEqualTo(2);
    }
}
