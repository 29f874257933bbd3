package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of the schema VECTRA. */
class SystemTablesTest extends DatabaseTest {
    private static final List<String> TABLES =
            List.of("INDEXES", "PROGRESS", "SEGMENTS", "SEQUENCES", "SETTINGS", "STATS");

    @BeforeEach
    void createIndexes() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, vec VECTOR(2))",
                "CREATE TABLE notes (id INT PRIMARY KEY, docs_vec VARCHAR(20), vec VECTOR(3))",
                "INSERT INTO docs VALUES (1, '[1, 2]'), (2, NULL), (3, '[3, 4]')",
                "INSERT INTO notes VALUES (1, 'DOCS_VEC', NULL), (2, 'NONE', NULL)",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (m = 8)",
                "CREATE INDEX notes_vec ON notes USING HNSW (vec) WITH (metric = 'manhattan')");
    }

    private List<String> columns(String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, "VECTRA", table, "%")) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names;
    }

    @Test
    void everyColumnIsReadByItsPlainNameAndIsOfTheTypeThatMetadataSays() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        for (String table : TABLES) {
            String sql = "SELECT " + String.join(", ", columns(table)) + " FROM VECTRA." + table;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql);
                    ResultSet columns = metadata.getColumns(null, "VECTRA", table, "%")) {
                ResultSetMetaData found = rows.getMetaData();
                for (int i = 1; columns.next(); i++) {
                    String name = columns.getString("COLUMN_NAME");
                    assertThat(found.getColumnLabel(i)).isEqualTo(name);
                    assertThat(found.getColumnType(i)).as(name).isEqualTo(columns.getInt("DATA_TYPE"));
                    assertThat(found.getColumnTypeName(i)).as(name).isEqualTo(columns.getString("TYPE_NAME"));
                }
            }
        }
    }

    @Test
    void toolsFindThemInTheirSchema() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();

        assertThat(rows(metadata.getSchemas()))
                .extracting(row -> row.get(0))
                .containsExactly("INFORMATION_SCHEMA", "PUBLIC", "VECTRA");
        assertThat(rows(metadata.getTables(null, "VECTRA", "%", null)))
                .extracting(row -> row.get(2) + " " + row.get(3))
                .containsExactlyElementsOf(
                        TABLES.stream().map(name -> name + " SYSTEM TABLE").toList());
        assertThat(rows(metadata.getTables(null, null, "%", new String[] {"TABLE", "VIEW"})))
                .extracting(row -> row.get(2))
                .containsExactly("DOCS", "NOTES");
        assertThat(rows(metadata.getTableTypes())).contains(List.of("SYSTEM TABLE"), List.of("TABLE"), List.of("VIEW"));
        assertThat(rows(metadata.getPrimaryKeys(null, "VECTRA", "INDEXES"))).isEmpty();
        assertThat(rows(metadata.getIndexInfo(null, "VECTRA", "INDEXES", false, true)))
                .isEmpty();
    }

    @Test
    void theyStandInQueriesAsTablesDo() throws SQLException {
        assertThat(rows("SELECT * FROM VECTRA.INDEXES WHERE m = 8")).hasSize(1);
        assertThat(rows("SELECT index_name FROM vectra.indexes ORDER BY metric DESC, m LIMIT 1"))
                .containsExactly(List.of("NOTES_VEC"));
        assertThat(rows("SELECT count(*), sum(i.m), max(unindexed_rows) FROM VECTRA.INDEXES i"))
                .containsExactly(List.of(2L, 24L, 2L));
        assertThat(rows("SELECT n.id, i.metric FROM notes n LEFT JOIN VECTRA.INDEXES i ON i.index_name = n.docs_vec"
                        + " ORDER BY n.id"))
                .isEqualTo(rows("VALUES (1, 'cosine'), (2, CAST(NULL AS VARCHAR))"));
        assertThat(rows("SELECT a.index_name FROM VECTRA.INDEXES a JOIN VECTRA.INDEXES b ON a.m < b.m"))
                .containsExactly(List.of("DOCS_VEC"));
        assertThat(rows("SELECT id FROM notes WHERE docs_vec IN (SELECT index_name FROM VECTRA.INDEXES)"))
                .containsExactly(List.of(1));
        assertThat(
                        rows(
                                "WITH i AS (SELECT * FROM VECTRA.INDEXES) SELECT table_name FROM i UNION SELECT 'X' ORDER BY 1"))
                .containsExactly(List.of("DOCS"), List.of("NOTES"), List.of("X"));
        assertThat(rows("SELECT x.a FROM VECTRA.STATS AS x (a, b) WHERE a = 'KERNEL'"))
                .containsExactly(List.of("KERNEL"));
        assertThat(rows("SELECT VECTRA.STATS.name FROM VECTRA.STATS WHERE STATS.name = ?", "LSN"))
                .containsExactly(List.of("LSN"));
        assertThat(rows("SELECT * FROM VECTRA.SEGMENTS, VECTRA.PROGRESS")).isEmpty();
    }

    @Test
    void theyStandBesideVectorSearches() throws SQLException {
        assertThat(rows(
                        "SELECT id, cosine(vec, ?) FROM docs WHERE EXISTS (SELECT 1 FROM VECTRA.INDEXES WHERE m = ?)"
                                + " AND id <> ? ORDER BY cosine(vec, ?) LIMIT ?",
                        "[1, 2]",
                        8,
                        7,
                        "[1, 2]",
                        1))
                .containsExactly(List.of(1, 0.0));
        assertThat(rows("SELECT d.id, s.name FROM (SELECT id FROM docs ORDER BY vec <-> '[3, 4]' LIMIT 1) d,"
                        + " VECTRA.STATS s WHERE s.name = 'KERNEL'"))
                .containsExactly(List.of(3, "KERNEL"));
    }

    @Test
    void changesMayReadThem() throws SQLException {
        assertThat(update("INSERT INTO notes (id, docs_vec) SELECT 10 + m, index_name FROM VECTRA.INDEXES"))
                .isEqualTo(2);
        assertThat(
                        update(
                                "UPDATE notes SET docs_vec = 'gone' WHERE docs_vec NOT IN (SELECT index_name FROM VECTRA.INDEXES)"))
                .isEqualTo(1);
        assertThat(update("UPDATE notes SET docs_vec = (SELECT max(name) FROM VECTRA.STATS) WHERE id = 1"))
                .isEqualTo(1);
        assertThat(update("DELETE FROM notes WHERE EXISTS (SELECT 1 FROM VECTRA.INDEXES WHERE index_name = docs_vec)"))
                .isEqualTo(2);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO notes (id, docs_vec) SELECT ?, max(name) FROM VECTRA.STATS")) {
            for (int id = 100; id < 103; id++) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void nobodyChangesThem() {
        for (String sql : List.of(
                "INSERT INTO VECTRA.STATS VALUES ('a', 'b')",
                "UPDATE VECTRA.SETTINGS SET current_value = '1'",
                "DELETE FROM VECTRA.INDEXES",
                "TRUNCATE TABLE VECTRA.INDEXES",
                "DROP TABLE VECTRA.INDEXES",
                "DROP TABLE IF EXISTS VECTRA.INDEXES",
                "CREATE TABLE VECTRA.MINE (id INT)",
                "CREATE INDEX i ON VECTRA.INDEXES (m)",
                "VACUUM VECTRA.INDEXES",
                "ANALYZE VECTRA.INDEXES")) {
            assertState("42501", () -> execute(sql)).hasMessageContaining("system tables");
        }
        assertState("42S02", () -> rows("SELECT * FROM VECTRA.INDEXS"))
                .hasMessageContaining("did you mean \"INDEXES\"?");
        assertState("42S02", () -> rows("SELECT * FROM indexes"));
    }

    @Test
    void aPreparedQueryShowsWhatIsThereNow() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM VECTRA.INDEXES")) {
            assertThat(rows(query.executeQuery())).containsExactly(List.of(2L));
            execute("DROP INDEX docs_vec");
            assertThat(rows(query.executeQuery())).containsExactly(List.of(1L));
        }
    }

    @Test
    void showListsThem() throws SQLException {
        assertThat(rows("SHOW PROGRESS")).isEmpty();
        assertThat(rows("SHOW indexes")).isEqualTo(rows("SELECT * FROM VECTRA.INDEXES"));
        assertThat(rows("SHOW ALL")).isEqualTo(rows("SELECT * FROM VECTRA.SETTINGS"));
    }

    @Test
    void aTaskThatIsNotThereCannotBeCancelled() {
        assertState("42704", () -> execute("CANCEL TASK 4711")).hasMessageContaining("SHOW PROGRESS");
        assertState("42704", () -> execute("CANCEL TASK 99999999999999999999"));
    }
}
