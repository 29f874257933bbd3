package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.column;
import static io.vectra.storage.relational.MirrorFixture.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.SchemaChange.PrimaryKey;
import io.vectra.storage.manifest.TableDefinition;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPlanTest {
    private MirrorFixture fixture;

    @BeforeEach
    void open() throws SQLException {
        fixture = new MirrorFixture();
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    private static SchemaChange.CreateTable table(boolean ifNotExists, PrimaryKey key, ColumnDefinition... columns) {
        return new SchemaChange.CreateTable("PUBLIC", "T", ifNotExists, List.of(columns), key, List.of(), "test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TINYINT", "SMALLINT", "int2", "INTEGER", " Int ", "INT4", "MEDIUMINT", "BIGINT", "INT8"})
    void integerKeyIsTheRowId(String type) throws SQLException {
        TableDefinition table = fixture.create("T", "ID", column("X", "INT"), column("ID", type));

        assertThat(table.rowIdIndex()).isEqualTo(1);
        assertThat(table.columns()).noneMatch(TableDefinition.Column::isHidden);
        fixture.update("INSERT INTO T VALUES(7, 42)");
        assertThat(fixture.value("SELECT _ROWID_ FROM T")).isEqualTo(42L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"VARCHAR(10)", "DECIMAL(10)", "DOUBLE PRECISION", "UUID", "BOOLEAN", "DATE", "NUMERIC(5, 0)"})
    void otherKeyBecomesUniqueBesideHiddenRowId(String type) throws SQLException {
        SchemaPlan plan = fixture.change(table(false, new PrimaryKey("K", List.of("ID")), column("ID", type)));

        TableDefinition table = plan.created().get(0);
        assertThat(table.rowIdIndex()).isEqualTo(1);
        assertThat(table.columns().get(1)).isEqualTo(new TableDefinition.Column("VECTRA_ROW", true, 0, 0));
        assertThat(table.primaryKey()).containsExactly("ID");
        assertThat(table.primaryKeyName()).isEqualTo("K");
        assertThatThrownBy(() -> fixture.update("INSERT INTO T VALUES(NULL)")).isInstanceOf(SQLException.class);
    }

    @Test
    void keyOfTwoColumnsIsUnique() throws SQLException {
        fixture.create("T", "A,B", column("A", "INT"), column("B", "INT"));
        fixture.update("INSERT INTO T VALUES(1, 1), (1, 2)");

        assertThatThrownBy(() -> fixture.update("INSERT INTO T VALUES(1, 2)"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("23505"));
        assertThatThrownBy(() -> fixture.update("INSERT INTO T VALUES(1, NULL)"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("23502"));
    }

    @Test
    void foreignKeyMayReferToKeyThatIsUniqueInTheMirror() throws SQLException {
        fixture.create("P", "CODE", column("CODE", "VARCHAR(5)"));
        fixture.create("C", null, column("P", "VARCHAR(5)"), "FOREIGN KEY (P) REFERENCES P(CODE)");

        assertThatThrownBy(() -> fixture.update("INSERT INTO C VALUES('x')"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("23506"));
    }

    @Test
    void hiddenColumnGivesWayToUsersColumn() throws SQLException {
        TableDefinition table = fixture.create("T", null, column("VECTRA_ROW", "INT"), column("VECTRA_ROW_1", "INT"));

        assertThat(table.columns().get(2).name()).isEqualTo("VECTRA_ROW_2");
        fixture.update("INSERT INTO T VALUES(5, 6)");
        assertThat(fixture.changeTexts()).containsExactly("insert T 1[5, 6, 1]");
    }

    @Test
    void vectorColumnsAreNumberedAndHoldReferences() throws SQLException {
        SchemaPlan plan = fixture.mirror.plan(
                table(false, null, vector("V", 3), column("X", "INT"), new ColumnDefinition("W", "", 4, true, "")),
                8,
                5);

        assertThat(plan.created().get(0).tableId()).isEqualTo(8);
        assertThat(plan.created().get(0).columns())
                .containsExactly(
                        new TableDefinition.Column("V", false, 5, 3),
                        new TableDefinition.Column("X", false, 0, 0),
                        new TableDefinition.Column("W", false, 6, 4),
                        new TableDefinition.Column("VECTRA_ROW", true, 0, 0));
        assertThat(plan.mirrorSql().get(0)).contains("\"V\" BIGINT,", "\"W\" BIGINT NOT NULL");
    }

    @Test
    void planningChangesNothing() throws SQLException {
        fixture.mirror.plan(table(false, null, column("X", "INT")), 1, 1);

        assertThat(fixture.mirror.readCatalog(1).tables()).isEmpty();
    }

    @Test
    void existingTableIsRefusedOrLeftAlone() throws SQLException {
        fixture.create("T", null, column("X", "INT"));

        assertThatThrownBy(() -> fixture.change(table(false, null, column("X", "INT"))))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("42S01"));
        assertThat(fixture.change(table(true, null, column("X", "INT"))).isEmpty())
                .isTrue();
    }

    @Test
    void missingTableIsRefusedOrLeftAlone() {
        assertThatThrownBy(() -> fixture.change(new SchemaChange.DropTable("PUBLIC", "T", false, false, "test")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("42S02"));
        assertThatThrownBy(() -> fixture.change(new SchemaChange.Truncate("PUBLIC", "T", false, "test")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("42S02"));
    }

    @Test
    void droppingMissingTableIfItExistsDoesNothing() throws SQLException {
        assertThat(fixture.change(new SchemaChange.DropTable("PUBLIC", "T", true, false, "test"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void keyOverMissingColumnIsRefused() {
        assertThatThrownBy(() -> fixture.create("T", "Y", column("X", "INT")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("42S22"))
                .hasMessageContaining("Y");
    }

    @Test
    void keyOverVectorIsRefused() {
        assertThatThrownBy(() -> fixture.create("T", "V", vector("V", 2)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("0A000"))
                .hasMessageContaining("\"V\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JAVA_OBJECT", "java_object(10)", "OTHER", "Object", "JAVA_OBJECT ARRAY", "ROW(A JAVA_OBJECT)"})
    void serializedObjectsAreRefused(String type) {
        assertThatThrownBy(() -> fixture.create("T", null, column("X", type)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("0A000"))
                .hasMessageContaining("\"X\"");
    }

    @Test
    void enumOfSuchWordsIsAllowed() throws SQLException {
        fixture.create("T", null, column("X", "ENUM('other', 'object')"));

        fixture.update("INSERT INTO T VALUES('other')");
    }

    @Test
    void droppedTableIsGone() throws SQLException {
        TableDefinition table = fixture.create("T", "ID", column("ID", "INT"), vector("V", 1));
        fixture.update("INSERT INTO T VALUES(1, ?)", new float[1]);

        SchemaPlan plan = fixture.change(new SchemaChange.DropTable("PUBLIC", "T", false, false, "test"));

        assertThat(plan.dropped()).containsExactly(table.tableId());
        assertThat(fixture.mirror.tables().all()).isEmpty();
        assertThat(fixture.mirror.readCatalog(1).tables()).isEmpty();
    }

    @Test
    void tableThatOthersNeedIsDroppedOnlyWithCascade() throws SQLException {
        fixture.create("P", "ID", column("ID", "INT"));
        fixture.create("C", "ID", column("ID", "INT"), "FOREIGN KEY (ID) REFERENCES P(ID)");
        var restrict = new SchemaChange.DropTable("PUBLIC", "P", false, false, "test");

        assertThatThrownBy(() -> fixture.change(restrict)).isInstanceOf(SQLException.class);
        assertThat(fixture.mirror.readCatalog(1).table("PUBLIC", "P")).isNotNull();

        fixture.change(new SchemaChange.DropTable("PUBLIC", "P", false, true, "test"));
        fixture.update("INSERT INTO C VALUES(1)");
    }

    @Test
    void truncatedRowsAreNotCaptured() throws SQLException {
        TableDefinition table =
                fixture.create("T", "ID", column("ID", "INT", "GENERATED BY DEFAULT AS IDENTITY"), vector("V", 1));
        fixture.update("INSERT INTO T(V) VALUES(?), (NULL)", new float[1]);
        fixture.changes.clear();

        SchemaPlan plan = fixture.change(new SchemaChange.Truncate("PUBLIC", "T", false, "test"));

        assertThat(plan.truncated()).containsExactly(table.tableId());
        assertThat(fixture.query("SELECT * FROM T")).isEmpty();
        assertThat(fixture.changes).isEmpty();
        assertThat(fixture.mirror.nextIdentity(table, 0)).isEqualTo(3);
        fixture.change(new SchemaChange.Truncate("PUBLIC", "T", true, "test"));
        assertThat(fixture.mirror.nextIdentity(table, 0)).isEqualTo(1);
    }

    @Test
    void failedCreationLeavesNothing() {
        assertThatThrownBy(
                        () -> fixture.create("T", "ID", column("ID", "INT"), "FOREIGN KEY (ID) REFERENCES MISSING(ID)"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> fixture.create("T", "ID", column("ID", "INT"), "CHECK (NOPE > 1)"))
                .isInstanceOf(SQLException.class);

        assertThat(fixture.connection)
                .satisfies(connection -> assertThat(
                                fixture.query("SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'T'"))
                        .isEmpty());
    }

    @Test
    void failureHalfwaySaysHowFarItCame() {
        assertThatThrownBy(() ->
                        fixture.mirror.apply(List.of("CREATE SCHEMA A", "CREATE SCHEMA B", "CREATE SCHEMA A", "X")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("90078"))
                .hasMessageContaining("2 were done")
                .hasMessageContaining("reopen");
    }

    @Test
    void indexesAndSchemasComeAndGo() throws SQLException {
        fixture.change(new SchemaChange.Relational("CREATE SCHEMA \"my s\"", "test"));
        var column = column("x y", "INT");
        fixture.change(new SchemaChange.CreateTable("my s", "select", false, List.of(column), null, List.of(), "test"));
        fixture.change(
                new SchemaChange.Relational("CREATE INDEX \"my s\".\"i\" ON \"my s\".\"select\"(\"x y\")", "test"));

        fixture.update("INSERT INTO \"my s\".\"select\" VALUES(1)");

        assertThat(fixture.changeTexts()).containsExactly("insert select 1[1, 1]");
        assertThat(fixture.mirror.readCatalog(1).schemas()).containsExactly("PUBLIC", "my s");
        fixture.change(new SchemaChange.Relational("DROP INDEX \"my s\".\"i\"", "test"));
    }

    @Test
    void columnCalledLikeTheRowIdIsRefused() {
        assertThatThrownBy(() -> fixture.create("T", null, column("_ROWID_", "INT")))
                .isInstanceOf(SQLException.class);
    }
}
