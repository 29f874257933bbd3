package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sessions' H2 user may not do, should a statement ever get past the planner. */
class MirrorSecurityTest {
    @TempDir
    private Path folder;

    private MirrorFixture fixture;

    @BeforeEach
    void open() throws SQLException {
        fixture = new MirrorFixture(folder.resolve("relational"));
        fixture.create("T", "ID", column("ID", "INT"));
        fixture.update("INSERT INTO T VALUES(1)");
        fixture.connection.commit();
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT FILE_READ('FOLDER/x')",
                "CALL FILE_WRITE('a', 'FOLDER/out')",
                "SELECT * FROM CSVREAD('FOLDER/x')",
                "CALL CSVWRITE('FOLDER/out', 'SELECT 1')",
                "CREATE ALIAS A FOR 'java.lang.System.exit'",
                "CREATE ALIAS A AS 'int f() { return 1; }'",
                "CREATE AGGREGATE A FOR 'java.lang.Object'",
                "CREATE TRIGGER G BEFORE INSERT ON T CALL 'java.lang.Object'",
                "CREATE TRIGGER G BEFORE INSERT ON T AS 'x'",
                "CALL LINK_SCHEMA('L', '', 'jdbc:h2:mem:', '', '', 'PUBLIC')",
                "CREATE LINKED TABLE L('', 'jdbc:h2:mem:', '', '', 'T')",
                "RUNSCRIPT FROM 'FOLDER/x'",
                "SCRIPT",
                "SCRIPT TO 'FOLDER/out'",
                "BACKUP TO 'FOLDER/out'",
                "SHUTDOWN",
                "SHUTDOWN IMMEDIATELY",
                "CHECKPOINT",
                "SET WRITE_DELAY 0",
                "SET TRACE_LEVEL_FILE 3",
                "SET MODE MySQL",
                "SET REFERENTIAL_INTEGRITY FALSE",
                "SET DB_CLOSE_DELAY -1",
                "SET EXCLUSIVE 2",
                "ALTER USER VECTRA_ADMINISTRATOR SET PASSWORD 'x'",
                "ALTER USER VECTRA_USER ADMIN TRUE",
                "CREATE USER U PASSWORD '' ADMIN",
                "GRANT ALTER ANY SCHEMA TO VECTRA_USER",
                "CREATE TABLE U(ID INT)",
                "CREATE SCHEMA S",
                "CREATE VIEW V AS SELECT 1",
                "CREATE SEQUENCE Q",
                "CREATE CONSTANT C VALUE 1",
                "CREATE DOMAIN D AS INT",
                "DROP TABLE T",
                "ALTER TABLE T ADD X INT",
                "ALTER TABLE T SET REFERENTIAL_INTEGRITY FALSE",
                "DROP ALL OBJECTS",
                "DROP ALIAS VECTRA_INTERNAL.COSINE",
                "DELETE FROM VECTRA_INTERNAL.STATE",
                "INSERT INTO VECTRA_INTERNAL.STATE VALUES(2, 2, 2)",
                "SELECT * FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'x' AND FILE_READ('FOLDER/x') = ''",
                "CALL ABORT_SESSION(1)",
                "CREATE CAST (INT AS INT)"
            })
    void dangerousStatementIsRefused(String sql) throws Exception {
        Files.writeString(folder.resolve("x"), "secret");

        assertThatThrownBy(() -> fixture.execute(sql.replace("FOLDER", folder.toString())))
                .isInstanceOf(SQLException.class);

        assertThat(folder.resolve("out")).doesNotExist();
        fixture.connection.rollback();
        assertThat(fixture.query("SELECT ID FROM T")).hasSize(1);
    }

    @Test
    void settingsInTheUsersAddressAreRefused() {
        String url = "jdbc:h2:async:" + folder.resolve("relational") + ";WRITE_DELAY=0";

        assertThatThrownBy(() -> DriverManager.getConnection(url, MirrorLayout.USER, MirrorFixture.SECRET))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void wrongPasswordIsRefused() {
        String url = "jdbc:h2:async:" + folder.resolve("relational");

        assertThatThrownBy(() -> DriverManager.getConnection(url, MirrorLayout.ADMINISTRATOR, ""))
                .isInstanceOf(SQLException.class);
    }
}
