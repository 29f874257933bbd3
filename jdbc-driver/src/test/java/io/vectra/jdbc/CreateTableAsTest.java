package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CREATE TABLE … AS query. */
class CreateTableAsTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), price DECIMAL(10, 2),"
                        + " kind ENUM('a', 'b'), tags VARCHAR(5) ARRAY, vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'one', 1.50, 'a', ARRAY['x'], '[1, 0]'),"
                        + " (2, 'two', NULL, 'b', NULL, '[0, 1]'), (3, NULL, 3, NULL, NULL, NULL)");
    }

    private List<String> typesOf(String table) throws SQLException {
        List<String> types = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                types.add(columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME") + " "
                        + columns.getInt("COLUMN_SIZE"));
            }
        }
        return types;
    }

    @Test
    void theTableHasTheColumnsAndRowsOfTheQuery() throws SQLException {
        execute("CREATE TABLE copy AS SELECT id, title, price, kind, vec, price * 2 AS twice FROM docs WHERE id < 3");

        assertThat(rows("SELECT id, title, price, twice FROM copy ORDER BY id"))
                .containsExactly(
                        List.of(1, "one", new BigDecimal("1.50"), new BigDecimal("3.00")),
                        java.util.Arrays.asList(2, "two", null, null));
        assertThat(typesOf("COPY")).startsWith("ID INTEGER 10", "TITLE CHARACTER VARYING 20", "PRICE DECIMAL 10");
        assertThat(rows("SELECT id FROM copy ORDER BY vec <-> '[0, 1]' LIMIT 1"))
                .containsExactly(List.of(2));
        execute("CREATE INDEX copy_vec ON copy USING HNSW (vec)");
        assertState("22000", () -> execute("INSERT INTO copy (id, vec) VALUES (9, '[1, 2, 3]')"));
        assertState("22030", () -> execute("INSERT INTO copy (id, kind) VALUES (9, 'c')"));
    }

    @Test
    void theNearestRowsBecomeATable() throws SQLException {
        try (PreparedStatement create = connection.prepareStatement("CREATE TABLE nearest (id, distance, vec) AS"
                + " SELECT id, vec <-> ?, normalize(vec) FROM docs WHERE id > ? ORDER BY vec <-> ? LIMIT 1")) {
            create.setObject(1, new float[] {1, 0});
            create.setInt(2, 0);
            create.setObject(3, new float[] {1, 0});
            assertThat(create.execute()).isFalse();
            assertThat(create.getUpdateCount()).isZero();
        }
        assertThat(rows("SELECT id, distance FROM nearest")).containsExactly(List.of(1, 0.0));
        assertThat((float[]) value("SELECT vec FROM nearest")).containsExactly(1, 0);
        assertThat(typesOf("NEAREST").get(2)).startsWith("VEC VECTOR 2");
    }

    @Test
    void anyQueryMayMakeATable() throws SQLException {
        execute(
                "CREATE TABLE a AS VALUES (1, 'x'), (2, 'y')",
                "CREATE TABLE b AS WITH n AS (SELECT id FROM docs) SELECT n.id, d.vec FROM n JOIN docs d ON d.id = n.id",
                "CREATE TABLE c AS (SELECT id FROM docs UNION ALL SELECT 7)",
                "CREATE TABLE d AS SELECT count(*) AS n, avg(vec) AS middle, NULL AS nothing FROM docs",
                "CREATE TABLE \"The copy\" (\"Mixed Case\") AS SELECT title FROM docs ORDER BY id DESC");
        assertThat(rows("SELECT c2 FROM a WHERE c1 = 2")).containsExactly(List.of("y"));
        assertThat(value("SELECT count(vec) FROM b")).isEqualTo(2L);
        assertThat(value("SELECT max(id) FROM c")).isEqualTo(7);
        assertThat((float[]) value("SELECT middle FROM d")).containsExactly(0.5f, 0.5f);
        assertThat(value("SELECT count(\"Mixed Case\") FROM \"The copy\"")).isEqualTo(2L);
    }

    @Test
    void withNoDataTheTableIsEmpty() throws SQLException {
        execute("CREATE TABLE copy AS SELECT * FROM docs WITH NO DATA");
        assertThat(value("SELECT count(*) FROM copy")).isEqualTo(0L);
        assertThat(typesOf("COPY")).isEqualTo(typesOf("DOCS"));
        execute("CREATE TABLE full_copy AS SELECT * FROM docs WITH DATA");
        assertThat(value("SELECT count(*) FROM full_copy")).isEqualTo(3L);
    }

    @Test
    void aTableThatIsThereStays() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS docs AS SELECT 1 AS x");
        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(3L);
        assertState("42S01", () -> execute("CREATE TABLE docs AS SELECT 1 AS x"));
        execute("CREATE TABLE IF NOT EXISTS other AS SELECT 1 AS x");
        assertThat(value("SELECT x FROM other")).isEqualTo(1);
    }

    @Test
    void aFailureLeavesNoTable() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO docs (id) VALUES (4)");
        assertState("22012", () -> execute("CREATE TABLE copy AS SELECT 1 / (id - 3) AS x FROM docs"));
        assertState("42S02", () -> execute("SELECT * FROM copy"));
        connection.rollback();
        assertThat(value("SELECT count(*) FROM docs"))
                .as("a definition has committed what was before it")
                .isEqualTo(4L);
        assertState("42S21", () -> execute("CREATE TABLE copy AS SELECT id, id FROM docs"));
        assertState("21S02", () -> execute("CREATE TABLE copy (a) AS SELECT id, title FROM docs"));
        assertState("42S22", () -> execute("CREATE TABLE copy AS SELECT nothing FROM docs"));
        assertState("42804", () -> update("CREATE TABLE copy AS SELECT normalize(?) AS v", "[1, 2]"))
                .hasMessageContaining("CAST(… AS VECTOR(n))");
        try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            tables.next();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("DOCS");
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void theTableIsThereAfterReopening(@TempDir java.nio.file.Path folder) throws SQLException {
        String place = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(place);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE a (id INT PRIMARY KEY, v VECTOR(2))");
            statement.execute("INSERT INTO a VALUES (1, '[1, 2]'), (2, '[3, 4]')");
            statement.execute("CREATE TABLE b AS SELECT id, v FROM a ORDER BY id DESC");
        }
        try (Connection second = DriverManager.getConnection(place)) {
            assertThat(rows(second, "SELECT id FROM b ORDER BY v <-> '[1, 2]' LIMIT 2"))
                    .containsExactly(List.of(1), List.of(2));
        }
    }

    @Test
    void aTableMayBeDefinedAndFilledAtOnce(@TempDir java.nio.file.Path folder) throws SQLException {
        String place = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(place);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE a (id INT PRIMARY KEY, v VECTOR(2))");
            statement.execute("INSERT INTO a VALUES (1, '[1, 2]'), (2, '[3, 4]')");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS b (
                      code VARCHAR(10) NOT NULL UNIQUE, v VECTOR(2), a INT REFERENCES a, n INT DEFAULT 5 CHECK (n > 0),
                      PRIMARY KEY (code, a))
                    AS SELECT 'nr ' || id, v, id, id * 10 FROM a
                    """);
            statement.execute("CREATE TABLE IF NOT EXISTS b (id INT) AS SELECT 1");
        }
        try (Connection second = DriverManager.getConnection(place)) {
            assertThat(rows(second, "SELECT code, n FROM b ORDER BY v <-> '[3, 4]' LIMIT 2"))
                    .containsExactly(List.of("nr 2", 20), List.of("nr 1", 10));
            assertThat(rows(
                            second,
                            "SELECT constraint_type FROM information_schema.table_constraints"
                                    + " WHERE table_name = 'B' ORDER BY 1"))
                    .containsExactly(
                            List.of("CHECK"), List.of("FOREIGN KEY"), List.of("PRIMARY KEY"), List.of("UNIQUE"));
            for (String wrong : List.of("'nr 1', '[1, 1]', 1, 1", "'x', NULL, 3, 1", "'x', NULL, 1, 0")) {
                assertThatThrownBy(
                                () -> rows(second, "SELECT 1 FROM FINAL TABLE (INSERT INTO b VALUES (" + wrong + "))"))
                        .isInstanceOf(java.sql.SQLIntegrityConstraintViolationException.class);
            }
            assertThat(rows(second, "SELECT n FROM FINAL TABLE (INSERT INTO b (code, a) VALUES ('y', 2))"))
                    .containsExactly(List.of(5));
        }
    }

    @Test
    void aDefinedTableIsThereAsAWholeOrNotAtAll() throws SQLException {
        assertState("23505", () -> execute("CREATE TABLE copy (id INT PRIMARY KEY) AS SELECT 1 UNION ALL SELECT 1"));
        assertState("21S02", () -> execute("CREATE TABLE copy (id INT PRIMARY KEY) AS SELECT 1, 2"));
        assertState(
                "0A000", () -> execute("CREATE TABLE copy (id INT PRIMARY KEY, b INT REFERENCES copy) AS SELECT 1, 1"));
        assertState("0A000", () -> execute("CREATE TEMPORARY TABLE copy (id INT) AS SELECT 1"));
        execute("CREATE TABLE copy (id INT PRIMARY KEY, s VARCHAR(5)) AS SELECT 1, 'a' WITH NO DATA");
        assertThat(rows("SELECT * FROM copy")).isEmpty();
        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC' ORDER BY 1"))
                .containsExactly(List.of("COPY"), List.of("DOCS"));
    }
}
