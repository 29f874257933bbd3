package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorAggregateTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, category VARCHAR(9), vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'a', '[1, 0]'), (2, 'a', '[3, 2]'), (3, 'b', '[1, 1]'), (4, 'b', NULL), (5, 'c', NULL)");
    }

    @Test
    void vectorsAreAddedUpAndAveraged() throws SQLException {
        assertThat(
                        rows(
                                "SELECT category, CAST(avg(vec) AS VARCHAR), CAST(sum(vec) AS VARCHAR), count(vec) FROM docs GROUP BY category ORDER BY category"))
                .containsExactly(
                        List.of("a", "[2, 1]", "[4, 2]", 2L),
                        List.of("b", "[1, 1]", "[1, 1]", 1L),
                        Arrays.asList("c", null, null, 0L));
        assertThat((float[]) value("SELECT avg(vec) FROM docs WHERE category = ?", "a"))
                .containsExactly(2, 1);
        assertThat(value("SELECT avg(vec) FROM docs WHERE id > 100")).isNull();
    }

    @Test
    void aggregatesStandWhereVectorsMay() throws SQLException {
        assertThat(rows(
                        "SELECT category FROM docs GROUP BY category HAVING avg(vec) <-> ? < 0.1 ORDER BY 1",
                        new float[] {2, 1}))
                .containsExactly(List.of("a"));
        assertThat(
                        rows(
                                "SELECT id FROM docs ORDER BY vec <-> (SELECT avg(vec) FROM docs WHERE category = 'a') LIMIT 2"))
                .hasSize(2);
        assertThat(value("SELECT CAST(sum(vec * 2) FILTER (WHERE id < 3) AS VARCHAR) FROM docs"))
                .isEqualTo("[8, 4]");
        assertThat(
                        rows(
                                "SELECT id, CAST(avg(vec) OVER (PARTITION BY category) AS VARCHAR) FROM docs WHERE id < 3 ORDER BY id"))
                .containsExactly(List.of(1, "[2, 1]"), List.of(2, "[2, 1]"));
        update("UPDATE docs SET vec = (SELECT avg(vec) FROM docs) WHERE id = 5");
        assertThat(value("SELECT vector_dims(vec) FROM docs WHERE id = 5")).isEqualTo(2);
    }

    @Test
    void aggregatesStandInSubQueriesAndCommonTables() throws SQLException {
        String middles = "SELECT category, avg(vec) AS middle FROM docs GROUP BY category";

        assertThat(rows("SELECT category, CAST(middle AS VARCHAR) FROM (" + middles
                        + ") m WHERE middle <-> '[2, 1]' < 0.1"))
                .containsExactly(List.of("a", "[2, 1]"));
        assertThat(rows("WITH m AS (" + middles + ") SELECT d.id FROM docs d JOIN m ON m.category = d.category "
                        + "WHERE d.vec <-> m.middle < 1.2 ORDER BY d.id"))
                .containsExactly(List.of(3));
        assertThat(rows(
                        "SELECT CAST(total AS VARCHAR) FROM (SELECT sum(vec) OVER () AS total FROM docs WHERE id = ?) s",
                        2))
                .containsExactly(List.of("[3, 2]"));
    }

    @Test
    void aViewOfAggregatesOutlivesTheDatabase(@TempDir Path folder) throws SQLException {
        String url = "jdbc:vectra:" + folder.resolve("db");
        try (Connection first = DriverManager.getConnection(url);
                Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, vec VECTOR(2))");
            statement.execute("INSERT INTO docs VALUES (1, '[1, 0]'), (2, '[3, 2]')");
            statement.execute("CREATE VIEW middle AS SELECT avg(vec) AS vec FROM docs");
        }
        try (Connection second = DriverManager.getConnection(url)) {
            assertThat(rows(second, "SELECT CAST(vec AS VARCHAR) FROM middle")).containsExactly(List.of("[2, 1]"));
            assertThat(rows(second, "SELECT id FROM docs, middle ORDER BY docs.vec <-> middle.vec, id LIMIT 1"))
                    .containsExactly(List.of(1));
            try (ResultSet columns = second.getMetaData().getColumns(null, null, "MIDDLE", null)) {
                assertThat(columns.next()).isTrue();
            }
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertState("0A000", () -> value("SELECT avg(DISTINCT vec) FROM docs"));
        assertState("42804", () -> value("SELECT max(vec) FROM docs"));
        assertState("42804", () -> value("SELECT avg(vec) + 1 FROM docs"));
    }
}
