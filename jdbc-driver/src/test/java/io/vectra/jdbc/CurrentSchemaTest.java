package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SET SCHEMA and setSchema: names without a schema are in the current one, whatever the statement is. */
class CurrentSchemaTest extends DatabaseTest {
    private static final String NEAREST = "SELECT id FROM t ORDER BY vec <-> ? LIMIT 1";

    @BeforeEach
    void twoTablesOfOneName() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, '[0, 1]'), (2, '[9, 9]')",
                "CREATE SCHEMA app",
                "CREATE TABLE app.t (id INT PRIMARY KEY, vec VECTOR(2), name VARCHAR)",
                "INSERT INTO app.t VALUES (10, '[0, 1]', 'ten'), (20, '[9, 9]', 'twenty')");
    }

    @Test
    void everyFormOfSettingIsTaken() throws SQLException {
        execute("CREATE SCHEMA \"two words\"", "CREATE SCHEMA \"default\"");
        for (String sql : List.of(
                "SET SCHEMA app",
                "SET SCHEMA \"APP\"",
                "SET SCHEMA 'APP'",
                "SET SCHEMA = app",
                "SET SCHEMA TO app",
                "set schema app;")) {
            execute("SET SCHEMA public", sql);
            assertThat(connection.getSchema()).as(sql).isEqualTo("APP");
            assertThat(value("SELECT SCHEMA()")).isEqualTo("APP");
            assertThat(value("SELECT CURRENT_SCHEMA")).isEqualTo("APP");
            assertThat(value("SHOW SCHEMA")).isEqualTo("APP");
        }
        execute("SET SCHEMA \"two words\"");
        assertThat(value("SELECT CURRENT_SCHEMA")).isEqualTo("two words");
        execute("SET SCHEMA \"default\"");
        assertThat(connection.getSchema()).isEqualTo("default");
        execute("SET SCHEMA DEFAULT");
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
        execute("SET SCHEMA app", "RESET SCHEMA");
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
        execute("SET SCHEMA app", "RESET ALL");
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
    }

    @Test
    void setSchemaDoesWhatTheStatementDoes() throws SQLException {
        connection.setSchema("app");
        assertThat(connection.getSchema()).isEqualTo("APP");
        assertThat(value("SELECT max(id) FROM t")).isEqualTo(20);
        connection.setSchema("APP");
        connection.setSchema("public");
        assertThat(value("SELECT max(id) FROM t")).isEqualTo(2);
        connection.setSchema("APP");
        connection.setSchema(null);
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
    }

    @Test
    void aSchemaThatIsNotThereIsRefused() throws SQLException {
        assertState("90079", () -> execute("SET SCHEMA apps")).hasMessageContaining("did you mean \"APP\"");
        assertState("90079", () -> connection.setSchema("NOPE")).hasMessageContaining("\"NOPE\"");
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");

        execute("SET SCHEMA app", "DROP SCHEMA app CASCADE");

        assertThat(connection.getSchema()).isEqualTo("APP");
        assertState("42S02", () -> execute("SELECT * FROM t"));
        assertState("90079", () -> execute("CREATE TABLE u (id INT)"));
        assertThat(value("SELECT count(*) FROM public.t")).isEqualTo(2L);
    }

    @Test
    void queriesSearchesAndExplainReadTheCurrentSchema() throws SQLException {
        execute("CREATE INDEX vectors ON app.t USING HNSW (vec) WITH (metric = 'euclidean')", "SET SCHEMA app");

        assertThat(rows("SELECT name FROM t ORDER BY id")).containsExactly(List.of("ten"), List.of("twenty"));
        assertThat(rows("SELECT t.id, app.t.name FROM t WHERE EXISTS (SELECT 1 FROM public.t WHERE t.id = 1)"))
                .hasSize(2);
        assertThat(rows(NEAREST, "[9, 8]")).containsExactly(List.of(20));
        assertThat(rows("SELECT t.id FROM t JOIN t AS u ON u.id = t.id + 10 ORDER BY t.vec <-> ? LIMIT 5", "[9, 9]"))
                .containsExactly(List.of(10));
        assertThat(rows("WITH t AS (SELECT 5 AS id) SELECT id FROM t")).containsExactly(List.of(5));
        assertThat(rows("EXPLAIN " + NEAREST, "[9, 8]").toString()).contains("APP.T.VEC");
        assertThat(
                        rows(
                                "SELECT PUBLIC.T.ID FROM public.t WHERE public.t.id = 1 ORDER BY public.t.vec <-> '[1, 1]' LIMIT 1"))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM (TABLE t) u ORDER BY id")).containsExactly(List.of(10), List.of(20));
        assertThat(rows("SELECT (SELECT max(id) FROM t)")).containsExactly(List.of(20));
    }

    @Test
    void changesGoToTheCurrentSchema() throws SQLException {
        execute(
                "SET SCHEMA app",
                "INSERT INTO t VALUES (30, '[5, 5]', 'thirty')",
                "UPDATE t SET name = 'XX' WHERE id = (SELECT min(id) FROM t)",
                "DELETE FROM t WHERE id IN (SELECT id FROM t ORDER BY vec <-> '[9, 9]' LIMIT 1)",
                "INSERT INTO t (id, name) VALUES (10, 'again') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
                "MERGE INTO t (id, name) KEY (id) VALUES (40, 'forty')",
                "MERGE INTO t USING (VALUES (50)) AS s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
                "INSERT INTO t (id) SELECT id + 100 FROM public.t");

        assertThat(rows("SELECT id, name FROM app.t ORDER BY id"))
                .containsExactly(
                        List.of(10, "again"),
                        List.of(30, "thirty"),
                        List.of(40, "forty"),
                        java.util.Arrays.asList(50, null),
                        java.util.Arrays.asList(101, null),
                        java.util.Arrays.asList(102, null));
        assertThat(value("SELECT count(*) FROM public.t")).isEqualTo(2L);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (id) VALUES (?)", new String[] {"ID"})) {
            insert.setInt(1, 60);
            insert.executeUpdate();
            assertThat(DatabaseTest.rows(insert.getGeneratedKeys())).containsExactly(List.of(60));
        }
        assertThat(rows("DELETE FROM t WHERE id = 60 RETURNING id")).containsExactly(List.of(60));
    }

    @Test
    void definitionsGoToTheCurrentSchema() throws SQLException {
        execute(
                "SET SCHEMA app",
                "CREATE TABLE child (id INT PRIMARY KEY, parent INT REFERENCES t, body VARCHAR, vec VECTOR(2))",
                "CREATE INDEX by_body ON child (body)",
                "CREATE INDEX by_vec ON child USING HNSW (vec)",
                "CREATE INDEX by_words ON child USING FULLTEXT (body)",
                "CREATE SEQUENCE numbers START WITH 7",
                "ALTER TABLE child ADD COLUMN nr BIGINT DEFAULT NEXT VALUE FOR numbers",
                "ALTER TABLE child ADD CONSTRAINT again FOREIGN KEY (parent) REFERENCES t (id)",
                "INSERT INTO child (id, parent) VALUES (1, 10)",
                "COMMENT ON TABLE child IS 'of t'",
                "COMMENT ON COLUMN child.body IS 'words'",
                "CREATE TABLE copy AS SELECT id, vec FROM t",
                "REINDEX by_vec",
                "ANALYZE child",
                "VACUUM child");

        assertThat(value("SELECT nr FROM app.child")).isEqualTo(7L);
        assertThat(value("SELECT count(*) FROM app.copy")).isEqualTo(2L);
        assertState("23506", () -> execute("INSERT INTO child (id, parent) VALUES (2, 1)"));
        assertState("42S02", () -> execute("SELECT * FROM public.child"));
        execute(
                "ALTER INDEX by_body RENAME TO by_text",
                "ALTER INDEX by_vec RENAME TO by_vector",
                "ALTER TABLE child RENAME TO children",
                "ALTER SEQUENCE numbers RESTART WITH 1",
                "DROP INDEX by_text",
                "DROP INDEX by_vector",
                "DROP INDEX by_words",
                "TRUNCATE TABLE children",
                "ALTER TABLE children DROP COLUMN nr",
                "DROP SEQUENCE numbers",
                "DROP TABLE children",
                "DROP TABLE copy",
                "SET SCHEMA DEFAULT",
                "DROP TABLE app.t",
                "DROP SCHEMA app");
    }

    @Test
    void aViewGoesOnReadingWhatItReadWhenItWasMade() throws SQLException {
        execute(
                "CREATE SEQUENCE app.numbers START WITH 100",
                "SET SCHEMA app",
                """
                CREATE VIEW v AS
                WITH big AS (SELECT * FROM t WHERE id > 5), t2 AS (SELECT id FROM big)
                SELECT t.*, u.id AS other, big.id AS third FROM t JOIN t AS u ON u.id = t.id, big, t2
                WHERE big.id = t.id AND t2.id = t.id AND t.id IN (SELECT id FROM "APP".t)
                """,
                "CREATE VIEW w AS SELECT id, vec FROM v",
                "CREATE VIEW y AS (TABLE t)",
                "CREATE VIEW x AS SELECT id, NEXT VALUE FOR numbers AS nr FROM t WHERE id = 10");
        for (String schema : List.of("app", "public")) {
            execute("SET SCHEMA " + schema);

            assertThat(rows("SELECT id, name, other, third FROM app.v ORDER BY id"))
                    .containsExactly(List.of(10, "ten", 10, 10), List.of(20, "twenty", 20, 20));
            assertThat(rows("SELECT id FROM app.w ORDER BY vec <-> ? LIMIT 1", "[9, 9]"))
                    .containsExactly(List.of(20));
            assertThat(rows("SELECT id FROM app.x")).containsExactly(List.of(10));
            assertThat(rows("SELECT max(id) FROM app.y")).containsExactly(List.of(20));
        }
        execute("CREATE VIEW of_public AS SELECT id FROM t", "SET SCHEMA app");
        assertThat(rows("SELECT id FROM public.of_public ORDER BY id")).containsExactly(List.of(1), List.of(2));
        assertState("90107", () -> execute("DROP VIEW v"));
        execute("DROP VIEW v CASCADE");
        assertState("42S02", () -> execute("SELECT * FROM w"));
    }

    @Test
    void sequencesThatAViewNamesInATextStayThose() throws SQLException {
        execute(
                "CREATE SCHEMA \"o'clock\"",
                "SET SCHEMA \"o'clock\"",
                "CREATE SEQUENCE s START WITH 500",
                "CREATE VIEW v AS SELECT nextval('s') AS n, NEXT VALUE FOR s AS m",
                "SET SCHEMA public",
                "CREATE SEQUENCE s START WITH 7",
                "CREATE VIEW of_public AS SELECT nextval('S') AS n");

        assertThat(rows("SELECT n > 499 FROM \"o'clock\".v")).containsExactly(List.of(true));
        execute("SET SCHEMA \"o'clock\"");
        assertThat(rows("SELECT n FROM public.of_public")).containsExactly(List.of(7L));
        assertThat(rows("SELECT n > 499 FROM v")).containsExactly(List.of(true));
    }

    @Test
    void aPreparedStatementKeepsTheSchemaThatItWasPreparedIn() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NEAREST)) {
            query.setObject(1, new float[] {0, 1});
            connection.setSchema("APP");
            assertThat(DatabaseTest.rows(query.executeQuery())).containsExactly(List.of(1));
            try (PreparedStatement same = connection.prepareStatement(NEAREST)) {
                same.setObject(1, new float[] {0, 1});
                assertThat(DatabaseTest.rows(same.executeQuery())).containsExactly(List.of(10));
                execute("CREATE TABLE later (id INT)", "SET SCHEMA public");
                assertThat(DatabaseTest.rows(same.executeQuery())).containsExactly(List.of(10));
            }
            assertThat(DatabaseTest.rows(query.executeQuery())).containsExactly(List.of(1));
        }
    }

    @Test
    void textsAreNotTakenForThoseOfAnotherSchema() throws SQLException {
        for (int i = 0; i < 3; i++) {
            execute("SET SCHEMA app");
            assertThat(value("SELECT max(id) FROM t")).isEqualTo(20);
            assertThat(rows("SELECT id FROM t ORDER BY vec <-> '[0, 1.25]' LIMIT 1"))
                    .containsExactly(List.of(10));
            execute("SET SCHEMA public");
            assertThat(value("SELECT max(id) FROM t")).isEqualTo(2);
            assertThat(rows("SELECT id FROM t ORDER BY vec <-> '[0, 1.25]' LIMIT 1"))
                    .containsExactly(List.of(1));
        }
    }

    @Test
    void eachConnectionHasItsOwn() throws SQLException {
        connection.setSchema("APP");
        try (Connection other = another()) {
            assertThat(other.getSchema()).isEqualTo("PUBLIC");
            assertThat(rows(other, "SELECT max(id) FROM t")).containsExactly(List.of(2));
        }
        assertThat(value("SELECT max(id) FROM t")).isEqualTo(20);
    }

    @Test
    void severalStatementsSeeTheSchemaThatOneOfThemSets() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA app; CREATE TABLE u (id INT); INSERT INTO u VALUES (1); SELECT id FROM u");
            statement.addBatch("SET SCHEMA public");
            statement.addBatch("INSERT INTO t (id) VALUES (3)");
            statement.executeBatch();
        }
        assertThat(rows("SELECT id FROM app.u")).containsExactly(List.of(1));
        assertThat(value("SELECT max(id) FROM t")).isEqualTo(3);
    }

    @Test
    void temporaryTablesAreInNoSchema() throws SQLException {
        execute(
                "SET SCHEMA app",
                "CREATE TEMPORARY TABLE t (id INT)",
                "INSERT INTO t VALUES (99)",
                "CREATE TEMPORARY TABLE wanted AS SELECT id FROM app.t");

        assertThat(rows("SELECT id FROM t")).containsExactly(List.of(99));
        assertThat(rows("SELECT max(id) FROM app.t")).containsExactly(List.of(20));
        assertThat(rows("SELECT id FROM wanted ORDER BY id")).containsExactly(List.of(10), List.of(20));
        assertState("0A000", () -> execute("CREATE TEMPORARY TABLE app.u (id INT)"));
        assertState("0A000", () -> execute("CREATE VIEW v AS SELECT id FROM wanted"));
        execute("CREATE INDEX of_wanted ON wanted (id)", "DROP TABLE wanted", "DROP TABLE t");
        assertThat(value("SELECT max(id) FROM t")).isEqualTo(20);
    }

    @Test
    void thereIsOneUser() throws SQLException {
        for (String user : List.of("USER()", "USER", "CURRENT_USER", "SESSION_USER", "system_user")) {
            assertThat(value("SELECT " + user)).as(user).isEqualTo("VECTRA");
        }
        assertThat(value("SELECT user_name FROM INFORMATION_SCHEMA.USERS")).isEqualTo("VECTRA");
        assertThat(connection.getMetaData().getUserName()).isEqualTo("VECTRA");
        execute("CREATE TABLE u (\"USER\" VARCHAR)", "INSERT INTO u VALUES ('a')");
        assertThat(rows("SELECT \"USER\", user FROM u WHERE \"USER\" <> CURRENT_USER"))
                .containsExactly(List.of("a", "VECTRA"));
        assertState("0A000", () -> execute("CREATE TABLE w (s VARCHAR DEFAULT CURRENT_USER)"));
    }

    @Test
    void theSchemaOfDefinitionsIsNotLeftOpen() {
        assertState("0A000", () -> execute("CREATE TABLE u (s VARCHAR DEFAULT CURRENT_SCHEMA)"));
        assertState("0A000", () -> execute("CREATE TABLE u (s VARCHAR CHECK (s = SCHEMA()))"));
    }

    @Test
    void systemTablesHaveASchemaThatCanBeEntered() throws SQLException {
        execute("SET SCHEMA vectra");

        assertThat(rows("SELECT current_value FROM settings WHERE name = 'schema'"))
                .containsExactly(List.of("VECTRA"));
        assertState("42501", () -> execute("CREATE TABLE u (id INT)"));
    }

    @Test
    void labelsAreTheTextOfTheExpression() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CURRENT_SCHEMA, SCHEMA(), \"CURRENT_SCHEMA\""
                        + " FROM (SELECT 1 AS \"CURRENT_SCHEMA\") ORDER BY CURRENT_SCHEMA")) {
            assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo("CURRENT_SCHEMA");
            assertThat(result.getMetaData().getColumnLabel(2)).isEqualTo("SCHEMA()");
            result.next();
            assertThat(result.getString(1)).isEqualTo("PUBLIC");
            assertThat(result.getString(2)).isEqualTo("PUBLIC");
            assertThat(result.getInt(3)).isEqualTo(1);
        }
    }

    @Test
    void aPoolEntersItsSchemaAndPutsItBack() throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setSchema("APP");
        try (var pool = new HikariDataSource(config)) {
            try (Connection first = pool.getConnection()) {
                assertThat(rows(first, "SELECT max(id) FROM t")).containsExactly(List.of(20));
                first.setSchema("PUBLIC");
                assertThat(rows(first, "SELECT max(id) FROM t")).containsExactly(List.of(2));
            }
            try (Connection second = pool.getConnection()) {
                assertThat(second.getSchema()).isEqualTo("APP");
                assertThat(rows(second, "SELECT max(id) FROM t")).containsExactly(List.of(20));
            }
        }
    }
}
