package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a user can type reaches files, classes, or the inner libraries. */
class SecurityTest extends DatabaseTest {
    @TempDir
    Path folder;

    private Path secret;

    @BeforeEach
    void createSecret() throws IOException, SQLException {
        secret = Files.writeString(folder.resolve("secret.csv"), "A\ntop secret\n");
        execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(100))", "INSERT INTO t VALUES (1, 'a')");
    }

    private void assertRefused(String sql) throws IOException {
        assertThatThrownBy(() -> execute(sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining("top secret")
                .hasMessageNotContaining("org.h2")
                .hasMessageNotContaining("calcite");
        try (var files = Files.list(folder)) {
            assertThat(files).as("files after %s", sql).containsExactly(secret);
        }
    }

    @Test
    void fileReadIsRefused() throws IOException {
        assertRefused("SELECT FILE_READ('" + secret + "')");
        assertRefused("INSERT INTO t VALUES (2, FILE_READ('" + secret + "', 'UTF-8'))");
        assertRefused("CREATE TABLE u (a VARCHAR(100) DEFAULT FILE_READ('" + secret + "', 'UTF-8'))");
        assertRefused("CREATE TABLE u (a INT CHECK (FILE_READ('" + secret + "') IS NULL))");
        assertRefused("CREATE TABLE u (a INT, b VARCHAR(99) GENERATED ALWAYS AS (FILE_READ('" + secret + "')))");
        assertRefused("SELECT id FROM t ORDER BY FILE_READ('" + secret + "')");
    }

    @Test
    void fileWriteIsRefused() throws IOException {
        assertRefused("SELECT FILE_WRITE(X'00', '" + folder.resolve("new") + "')");
    }

    @Test
    void csvReadAndWriteAreRefused() throws IOException {
        assertRefused("SELECT * FROM CSVREAD('" + secret + "')");
        assertRefused("SELECT * FROM TABLE(CSVREAD('" + secret + "'))");
        assertRefused("CALL CSVWRITE('" + folder.resolve("new") + "', 'SELECT 1')");
        assertRefused("SELECT CSVWRITE('" + folder.resolve("new") + "', 'SELECT 1')");
    }

    @Test
    void createAliasIsRefused() throws IOException {
        assertRefused("CREATE ALIAS x AS 'String x() { return \"x\"; }'");
        assertRefused("CREATE ALIAS x FOR \"java.lang.System.exit\"");
        assertRefused("CREATE AGGREGATE x FOR \"java.lang.String\"");
        assertRefused("CREATE FUNCTION x AS 'java.lang.String'");
    }

    @Test
    void createTriggerIsRefused() throws IOException {
        assertRefused("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW CALL \"java.lang.String\"");
    }

    @Test
    void linkedTablesAndSchemasAreRefused() throws IOException {
        assertRefused("SELECT * FROM LINK_SCHEMA('X', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')");
        assertRefused("CALL LINK_SCHEMA('X', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')");
        assertRefused("CREATE LINKED TABLE x ('', 'jdbc:h2:mem:x', 'sa', '', 'T')");
        assertRefused("CREATE TABLE x (i INT) ENGINE \"java.lang.String\"");
    }

    @Test
    void scriptsAreRefused() throws IOException {
        assertRefused("RUNSCRIPT FROM '" + secret + "'");
        assertRefused("SCRIPT TO '" + folder.resolve("new") + "'");
        assertRefused("SCRIPT");
        assertRefused("BACKUP TO '" + folder.resolve("new.zip") + "' FORMAT ZIP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET TRACE_LEVEL_FILE 3",
                "SET LOG 0",
                "SET WRITE_DELAY 0",
                "SET MODE Oracle",
                "SHUTDOWN",
                "SHUTDOWN IMMEDIATELY",
                "CREATE USER x PASSWORD 'x'",
                "CREATE USER x PASSWORD 'x' ADMIN",
                "ALTER USER SA SET PASSWORD 'x'",
                "GRANT ALL ON t TO PUBLIC",
                "DROP ALL OBJECTS",
                "DROP SCHEMA VECTRA_INTERNAL CASCADE",
                "CHECKPOINT SYNC",
                "SELECT * FROM VECTRA_INTERNAL.STATE",
                "UPDATE VECTRA_INTERNAL.STATE SET LSN = 1",
                "DELETE FROM VECTRA_INTERNAL.STATE",
                "SELECT * FROM INFORMATION_SCHEMA.SESSIONS",
                "SELECT * FROM INFORMATION_SCHEMA.RIGHTS",
                "DELETE FROM INFORMATION_SCHEMA.TABLES",
                "SELECT * FROM PG_CATALOG.PG_CLASS",
                "SELECT VECTRA_INTERNAL.COLLECT(id) FROM t",
                "SELECT VECTRA_INTERNAL.VECTOR_TEXT(1)",
                "SELECT VECTRA_ROW FROM t",
                "SELECT x._ROWID_ FROM (SELECT name FROM t) x",
                "SELECT H2VERSION()",
                "SELECT DATABASE_PATH()",
                "SELECT MEMORY_USED()",
                "SELECT LOCK_MODE()",
                "SELECT SIGNAL('45000', 'x')",
                "SELECT ABORT_SESSION(1)",
                "SELECT * FROM CSVREAD('x')",
                "SELECT RAND(1) FROM t WHERE SLEEP(1)",
                "SELECT NO_SUCH_FUNCTION(1)",
                "EXECUTE IMMEDIATE 'DROP TABLE t'",
                "CALL FILE_READ('x')",
                "CREATE DOMAIN d AS INT CHECK (FILE_READ('x') IS NULL)",
                "CREATE CONSTANT c VALUE FILE_READ('x')",
                "CREATE TABLE o (x OTHER)",
                "CREATE TABLE o (x JAVA_OBJECT)",
                "SELECT CAST(X'00' AS JAVA_OBJECT)",
                "CREATE FOREIGN SCHEMA x TYPE 'jdbc'",
                "ALTER SYSTEM SET x = 1"
            })
    void whateverElseTheInnerLibrariesKnowIsRefused(String sql) throws SQLException, IOException {
        assertRefused(sql);
        assertThat(rows("SELECT id, name FROM t")).containsExactly(List.of(1, "a"));
    }

    @Test
    void initInTheUrlIsRefused() {
        String url = "jdbc:vectra:mem:init;INIT=CREATE TABLE x (i INT)";

        assertState("HY000", () -> DriverManager.getConnection(url)).hasMessageContaining("\"INIT\"");
    }

    @Test
    void initInThePropertiesIsRefused() {
        var properties = new Properties();
        properties.setProperty("INIT", "RUNSCRIPT FROM 'x'");

        assertState("HY000", () -> DriverManager.getConnection("jdbc:vectra:mem:init", properties))
                .hasMessageContaining("\"INIT\"");
    }

    @Test
    void aModelInTheUrlOrThePropertiesIsRefused() {
        String model = "inline:{version:'1.0',schemas:[{type:'custom',name:'X',factory:'java.lang.String'}]}";
        var properties = new Properties();
        properties.setProperty("model", model);

        assertState("HY000", () -> DriverManager.getConnection("jdbc:vectra:mem:model;model=" + model));
        assertState("HY000", () -> DriverManager.getConnection("jdbc:vectra:mem:model", properties))
                .hasMessageContaining("\"model\"");
    }

    @Test
    void aMemoryNameIsNothingButAName() throws SQLException, IOException {
        String name = "mem:x\\;INIT=RUNSCRIPT FROM '" + secret.getFileName() + "'";

        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:vectra:" + name))
                .isInstanceOf(SQLException.class);
        try (var connected = DriverManager.getConnection("jdbc:vectra:mem:../x:tcp://localhost/~")) {
            assertThat(rows(connected, "SELECT 1")).hasSize(1);
        }
    }

    @Test
    void noObjectIsSerialisedIntoTheDatabase() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (2, ?)")) {
            assertState("07006", () -> insert.setObject(1, new Random(1)));
        }
    }

    @Test
    void aTextIsNeverRunAsSql() throws SQLException {
        update("INSERT INTO t VALUES (?, ?)", 2, "'); DROP TABLE t; --");

        assertThat(value("SELECT name FROM t WHERE id = 2")).isEqualTo("'); DROP TABLE t; --");
        assertThat(value("SELECT COUNT(*) FROM t WHERE name = '''); DROP TABLE t; --'"))
                .isEqualTo(1L);
    }
}
