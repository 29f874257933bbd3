package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What EXPLAIN and EXPLAIN ANALYZE tell. */
class ExplainTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute("CREATE TABLE docs (id INT PRIMARY KEY, category VARCHAR(10), vec VECTOR(2))");
        for (int id = 0; id < 20; id++) {
            update("INSERT INTO docs VALUES (?, ?, ?)", id, "c" + id % 4, id == 19 ? null : new float[] {id, 1});
        }
    }

    private String explain(String sql, Object... values) throws SQLException {
        return rows(sql, values).stream().map(row -> (String) row.get(0)).collect(Collectors.joining("\n"));
    }

    @Test
    void aPlanNamesStrategyReasonRowsAndEffort() throws SQLException {
        assertThat(explain(
                        "EXPLAIN SELECT id FROM docs WHERE category = 'c1' ORDER BY vec <-> ? LIMIT 3 OFFSET 2",
                        "[1, 2]"))
                .contains("Vector search: PUBLIC.DOCS.VEC, metric euclidean, k = 3 + 2")
                .contains("Strategy: ")
                .contains("Rows: 19 with a vector, 5 eligible, 5 compared one by one")
                .contains("Filter: ")
                .contains("Mirror SQL: ");
        assertThat(explain("EXPLAIN SELECT /*+ EF_SEARCH(77) */ id FROM docs ORDER BY vec <-> '[1, 2]' LIMIT 3"))
                .contains("ef_search = 77 (hint)");
        execute("SET recall = 0.97");
        assertThat(explain("EXPLAIN SELECT id FROM docs ORDER BY vec <-> '[1, 2]' LIMIT 3"))
                .contains("recall = 0.97 (set)");
        assertThat(explain("EXPLAIN SELECT /*+ EXACT */ id FROM docs WHERE vec <-> '[1, 2]' < 3"))
                .contains("all rows within a distance")
                .contains("exact (hint)");
        assertThat(explain("EXPLAIN SELECT id FROM docs WHERE vec <-> '[1, 2]' < 3 AND id > 2 LIMIT 4 OFFSET 1"))
                .contains("k = 4 + 1, within a distance");
    }

    @Test
    void aPlanIsAlsoADocument() throws SQLException {
        String query = "SELECT id FROM docs WHERE category = 'c1' ORDER BY vec <-> ? LIMIT 3 OFFSET 2";
        assertThat((String) value("EXPLAIN (FORMAT JSON) " + query, "[1, 2]"))
                .startsWith("{")
                .endsWith("}")
                .contains(
                        "\"place\" : \"PUBLIC.DOCS.VEC\"",
                        "\"metric\" : \"euclidean\"",
                        "\"k\" : 3",
                        "\"offset\" : 2",
                        "\"strategy\" : \"",
                        "\"index\" : null",
                        "\"rowsEligible\" : 5",
                        "\"mirrorSql\" : \"SELECT",
                        "\"text\" : [ \"Vector search: ")
                .doesNotContain("measured", "milliseconds");
        for (String analyze : new String[] {"ANALYZE (FORMAT JSON) ", "(ANALYZE, FORMAT JSON) "}) {
            assertThat((String) value("EXPLAIN " + analyze + query, "[1, 2]"))
                    .contains("\"measured\" : {", "\"visited\" : ", "\"rows\" : 3,", "\"milliseconds\" : ");
        }
        assertThat((String) value("EXPLAIN (FORMAT JSON) SELECT id FROM docs ORDER BY vec <-> '[1, 2]' DESC LIMIT 3"))
                .contains("\"searches\" : [ ]")
                .doesNotContain("\"notes\" : [ ]");
        assertThat((String) value("EXPLAIN (FORMAT JSON) DELETE FROM docs WHERE id = 1 RETURNING id"))
                .contains("DELETE");
        assertThat(explain("EXPLAIN (FORMAT TEXT) SELECT id FROM docs")).startsWith("Mirror SQL: ");
        assertThat(explain("EXPLAIN (SELECT id FROM docs)")).startsWith("Mirror SQL: ");
        assertState("42000", () -> explain("EXPLAIN (FORMAT XML) SELECT id FROM docs"))
                .hasMessageContaining("TEXT or JSON");
    }

    @Test
    void aPlanFollowsTheRowsThatAreThereNow() throws SQLException {
        String sql = "EXPLAIN SELECT id FROM docs ORDER BY vec <-> '[1, 2]' LIMIT 3";
        assertThat(explain(sql)).contains("Rows: 19 ");
        execute("INSERT INTO docs SELECT 100 + id, category, vec FROM docs");
        assertThat(explain(sql)).contains("Rows: 38 ");
    }

    @Test
    void versionsThatWereReplacedOrDeletedAreNotCounted() throws SQLException {
        String sql = "EXPLAIN SELECT id FROM docs ORDER BY vec <-> '[1, 2]' LIMIT 3";

        execute("UPDATE docs SET vec = '[7, 7]' WHERE vec IS NOT NULL");
        assertThat(explain(sql)).contains("Rows: 19 with a vector, 19 eligible, 19 compared one by one");
        execute("DELETE FROM docs WHERE category = 'c1'");
        assertThat(explain(sql)).contains("Rows: 14 with a vector, 14 eligible, 14 compared one by one");
        execute("CREATE INDEX i ON docs USING HNSW (vec) WITH (metric = 'euclidean')", "DELETE FROM docs WHERE id = 2");
        assertThat(explain(sql)).contains("Rows: 13 with a vector, 13 eligible");
        execute("VACUUM docs", "DELETE FROM docs WHERE id = 3", "INSERT INTO docs (id, vec) VALUES (500, '[1, 1]')");
        execute("DELETE FROM docs WHERE id = 500");
        assertThat(explain(sql)).contains("Rows: 12 with a vector, 12 eligible");
    }

    @Test
    void analysisRunsTheQueryAndMeasuresIt() throws SQLException {
        assertThat(explain(
                        "EXPLAIN ANALYZE SELECT id FROM docs WHERE category = 'c1' ORDER BY vec <-> ? LIMIT 3",
                        "[1, 2]"))
                .containsPattern("Measured: 0 nodes visited, 5 distances computed, 3 rows found")
                .containsPattern(
                        "Time: \\d+\\.\\d\\d ms query vector, \\d+\\.\\d\\d ms filter, \\d+\\.\\d\\d ms search")
                .contains("\nRows: 3\n")
                .containsPattern("Time: \\d+\\.\\d\\d ms in all, \\d+\\.\\d\\d ms without the searches");
        assertThat(explain("EXPLAIN ANALYZE SELECT count(*) FROM docs")).contains("Rows: 1\nTime: ");
        assertThat(explain("EXPLAIN ANALYZE SELECT id FROM docs ORDER BY vec <-> ? LIMIT 3", (Object) null))
                .contains("The mirror answered alone")
                .contains("Rows: 3\n");
        assertThat(explain("EXPLAIN ANALYZE SELECT id FROM docs WHERE vec <-> '[1, 2]' < ?", (Object) null))
                .contains("Not searched")
                .contains("Rows: 0\n");
    }

    @Test
    void analysisOfAChangeIsRefused() throws SQLException {
        assertState("0A000", () -> rows("EXPLAIN ANALYZE DELETE FROM docs")).hasMessageContaining("queries");
        assertThat(explain("EXPLAIN DELETE FROM docs")).contains("Mirror SQL: DELETE");
        assertThat(rows("SELECT id FROM docs")).hasSize(20);
    }
}
