package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.DiskDirectory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change waits for statements that read a table, also where its own statement does not name that table. */
class TouchedTablesTest {
    private static final String READS_CHILD = "SELECT * FROM \"PUBLIC\".\"CHILD\"";

    @TempDir
    private Path temp;

    private EngineDatabase database;
    private Session reader;
    private Session changer;

    @BeforeEach
    void create() throws SQLException {
        database = EngineDatabase.openUntended(new DiskDirectory(temp.resolve("db"), false), DatabaseOptions.DEFAULT);
        reader = database.newSession();
        changer = database.newSession();
        changer.setLockTimeoutMs(1);
        changer.change(table("PARENT", List.of()));
        changer.change(table(
                "CHILD", List.of("CONSTRAINT \"C\" FOREIGN KEY (\"N\") REFERENCES \"PUBLIC\".\"PARENT\" (\"ID\")")));
        changer.change(index("PARENT"));
        changer.change(index("CHILD"));
    }

    private static SchemaChange table(String name, List<String> constraints) {
        return new SchemaChange.CreateTable(
                "PUBLIC",
                name,
                false,
                List.of(
                        new SchemaChange.ColumnDefinition("ID", "INTEGER", 0, true, ""),
                        new SchemaChange.ColumnDefinition("N", "INTEGER", 0, false, "")),
                new SchemaChange.PrimaryKey(null, List.of("ID")),
                constraints,
                "CREATE TABLE …");
    }

    private static SchemaChange index(String table) {
        return new SchemaChange.Relational(
                "CREATE INDEX \"PUBLIC\".\"" + table + "_N\" ON \"PUBLIC\".\"" + table + "\" (\"N\")",
                "CREATE INDEX …");
    }

    private static SchemaChange change(String kind) {
        return switch (kind) {
            case "DROP INDEX CHILD_N" -> new SchemaChange.DropIndex("PUBLIC", "CHILD_N", false, kind);
            case "DROP INDEX PARENT_N" -> new SchemaChange.DropIndex("PUBLIC", "PARENT_N", false, kind);
            case "DROP INDEX IF EXISTS MISSING" -> new SchemaChange.DropIndex("PUBLIC", "MISSING", true, kind);
            case "DROP TABLE PARENT CASCADE" -> new SchemaChange.DropTable("PUBLIC", "PARENT", false, true, kind);
            case "TRUNCATE TABLE CHILD" -> new SchemaChange.Truncate("PUBLIC", "CHILD", false, kind);
            case "CREATE INDEX ON CHILD" ->
                new SchemaChange.Relational("CREATE INDEX ON \"PUBLIC\".\"CHILD\" (\"N\", \"ID\")", kind);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @AfterEach
    void close() throws SQLException {
        changer.close();
        reader.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP INDEX CHILD_N",
                "DROP TABLE PARENT CASCADE",
                "TRUNCATE TABLE CHILD",
                "CREATE INDEX ON CHILD"
            })
    void aChangeOfTheTableWaits(String kind) throws SQLException {
        reader.read(READS_CHILD, view -> {
            assertThatThrownBy(() -> changer.change(change(kind)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.error()).isEqualTo(StoreError.LOCK_TIMEOUT))
                    .hasMessageContaining("\"PUBLIC\".\"CHILD\"");
            return true;
        });

        assertThatCode(() -> changer.change(change(kind))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP INDEX PARENT_N", "DROP INDEX IF EXISTS MISSING"})
    void aChangeOfAnotherTableDoesNotWait(String kind) throws SQLException {
        reader.read(READS_CHILD, view -> {
            assertThatCode(() -> changer.change(change(kind))).doesNotThrowAnyException();
            return true;
        });
    }

    @Test
    void aMissingIndexIsTold() {
        assertThatThrownBy(() -> changer.change(new SchemaChange.DropIndex("PUBLIC", "MISSING", false, "")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("MISSING");
    }
}
