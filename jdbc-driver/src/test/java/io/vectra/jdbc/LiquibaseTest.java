package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.H2Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.diff.DiffGeneratorFactory;
import liquibase.diff.compare.CompareControl;
import liquibase.diff.output.DiffOutputControl;
import liquibase.diff.output.changelog.DiffToChangeLog;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Liquibase changes, rolls back and describes a schema with vectors where the URL says {@code product=H2}. */
@DisabledForJreRange(
        minVersion = 22,
        disabledReason = "Liquibase 4.29 finds none of its own changes on Java 25: Unknown change type 'createTable'")
class LiquibaseTest extends DatabaseTest {
    private static final Logger LOG = Logger.getLogger("liquibase");

    private static final String CONSTRAINTS = "SELECT table_name, constraint_name, constraint_type FROM"
            + " information_schema.table_constraints WHERE table_name NOT LIKE 'DATABASE%'"
            + " AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') ORDER BY 1, 2";

    private Database database;
    private Liquibase liquibase;

    @BeforeEach
    void openLiquibase() throws Exception {
        LOG.setLevel(Level.SEVERE);
        database = DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(
                        new JdbcConnection(DriverManager.getConnection(url + ";product=H2")));
        liquibase = new Liquibase("io/vectra/jdbc/liquibase/changes.xml", new ClassLoaderResourceAccessor(), database);
    }

    @AfterEach
    void closeLiquibase() throws Exception {
        liquibase.close();
    }

    @Test
    void theDatabaseIsTakenForAnH2() {
        assertThat(database).isInstanceOf(H2Database.class);
        assertThat(database.getDefaultSchemaName()).isEqualTo("PUBLIC");
    }

    @Test
    void changesRunOnce() throws Exception {
        liquibase.update(new Contexts());

        assertThat(liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()))
                .isEmpty();
        assertThat(rows("SELECT title FROM docs ORDER BY vec <=> '[0, 1, 0]' LIMIT 2"))
                .containsExactly(List.of("none"), List.of("red"));
        assertThat(rows("SELECT index_name FROM VECTRA.INDEXES")).containsExactly(List.of("DOCS_VEC"));
    }

    @Test
    void changesAreRolledBack() throws Exception {
        liquibase.update(new Contexts());

        liquibase.rollback(4, "");

        assertThat(tables()).containsExactly("DATABASECHANGELOG", "DATABASECHANGELOGLOCK");
    }

    @Test
    void aDescriptionMakesTheSameSchemaElsewhere() throws Exception {
        liquibase.update(2, new Contexts(), new LabelExpression());

        var text = new ByteArrayOutputStream();
        new DiffToChangeLog(
                        DiffGeneratorFactory.getInstance().compare(database, null, new CompareControl()),
                        new DiffOutputControl(false, false, false, null))
                .print(new PrintStream(text, true, StandardCharsets.UTF_8));

        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("name=\"VEC\" type=\"VECTOR(3)\"")
                .contains("constraintName=\"DOCS_AUTHOR\"")
                .contains("indexName=\"DOCS_TITLE\"")
                .contains("<createSequence");
    }

    @Test
    void aDescriptionOfAllKindsOfObjectsRunsElsewhere(@TempDir Path folder) throws Exception {
        liquibase.update(new Contexts());
        execute(
                "create table kinds (a int, b varchar(10), e enum('a', 'b'), n int array, j json, u uuid default random_uuid(),"
                        + " primary key (a, b), unique (b, e))",
                "create table parts (a int, b varchar(10) not null unique, c int check (c > 0),"
                        + " foreign key (a, b) references kinds (a, b))",
                "create table keyless (x int, y varchar(5) unique)",
                "create index docs_text on docs using fulltext (title)");
        File changes = folder.resolve("all.xml").toFile();
        new DiffToChangeLog(
                        DiffGeneratorFactory.getInstance().compare(database, null, new CompareControl()),
                        new DiffOutputControl(false, false, false, null))
                .print(changes.getPath());

        String elsewhere = url + " copy;product=H2";
        try (Connection copy = DriverManager.getConnection(elsewhere)) {
            var target = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(DriverManager.getConnection(elsewhere)));
            try (var replay = new Liquibase("all.xml", new DirectoryResourceAccessor(folder), target)) {
                replay.update(new Contexts());
                replay.tag("copied");

                assertThat(replay.listUnrunChangeSets(new Contexts(), new LabelExpression()))
                        .isEmpty();
                assertThat(replay.tagExists("copied")).isTrue();
            }
            assertThat(rows(copy, CONSTRAINTS)).isEqualTo(rows(CONSTRAINTS));
        }
    }

    @Test
    void allIsDropped() throws Exception {
        liquibase.update(new Contexts());

        liquibase.dropAll();

        assertThat(tables()).isEmpty();
    }

    private List<Object> tables() throws SQLException {
        return rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC' ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }
}
