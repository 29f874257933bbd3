package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Full-text functions of columns of views, sub-queries and queries of WITH have the values of the table's columns. */
class FullTextViewTest extends DatabaseTest {
    @BeforeEach
    void createDocs() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR, body CLOB, author INT, vec VECTOR(3))",
                "INSERT INTO docs VALUES (1, 'red shoes', 'running shoes, red', 1, '[1,0,0]'),"
                        + " (2, 'green hat', 'a green hat', 1, '[0,1,0]'), (3, 'orange', NULL, 2, '[0.9,0.4,0]'),"
                        + " (4, 'green shoes', 'green, and not red', 7, '[0,0,1]'), (5, NULL, NULL, 3, '[1,1,1]'),"
                        + " (6, 'a long title of a green thing', 'hat', 2, NULL)",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (metric = 'cosine')",
                "CREATE INDEX docs_text ON docs USING FULLTEXT (title, body)",
                "CREATE VIEW few AS SELECT id, title AS t, body, vec FROM docs WHERE author < 5",
                "CREATE VIEW fewer (a, b, c) AS SELECT id, t, vec FROM few",
                "CREATE VIEW whole AS SELECT * FROM docs");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private void assertSame(String sql, String ofTable) throws SQLException {
        assertThat(rows(sql)).as(sql).isEqualTo(rows(ofTable)).isNotEmpty();
    }

    @Test
    void scoresAndMatchesOfAViewAreThoseOfItsTable() throws SQLException {
        assertSame(
                "SELECT id, bm25(t, body, 'green') FROM few ORDER BY bm25(t, body, 'green') DESC, id LIMIT 3",
                "SELECT id, bm25(title, body, 'green') FROM docs WHERE author < 5"
                        + " ORDER BY bm25(title, body, 'green') DESC, id LIMIT 3");
        assertSame(
                "SELECT id FROM few WHERE matches(t, 'green') ORDER BY id",
                "SELECT id FROM docs WHERE author < 5 AND matches(title, 'green') ORDER BY id");
        assertSame(
                "SELECT a, bm25(b, 'green') AS s FROM fewer ORDER BY s DESC, a",
                "SELECT id, bm25(title, 'green') AS s FROM docs WHERE author < 5 ORDER BY s DESC, id");
        assertSame(
                "SELECT x, bm25(y, 'green') FROM fewer AS v (x, y, z) ORDER BY 2 DESC, 1",
                "SELECT id, bm25(title, 'green') FROM docs WHERE author < 5 ORDER BY 2 DESC, 1");
        assertSame(
                "SELECT * FROM whole WHERE matches(title, 'green')",
                "SELECT * FROM docs WHERE matches(title, 'green')");
    }

    @Test
    void theIndexFindsTheMatchesOfAView() throws SQLException {
        assertThat(String.join("\n", rows("EXPLAIN SELECT a FROM fewer WHERE matches(b, 'green')")))
                .contains("Full-text search: PUBLIC.DOCS.TITLE, all matches");
    }

    private String plan(String sql) throws SQLException {
        return String.join("\n", rows("EXPLAIN " + sql));
    }

    @Test
    void theIndexFindsTheFirstRowsOfAView() throws SQLException {
        String score = " ORDER BY bm25(%s, 'green') DESC, %s LIMIT 2 OFFSET 1";
        String ofTable = "SELECT id AS %s, title AS %s FROM docs WHERE author < 5" + score.formatted("title", "id");
        for (String query : List.of(
                "SELECT a, b FROM fewer" + score.formatted("b", "a"),
                "SELECT a, b FROM fewer v ORDER BY bm25(v.b, 'green') DESC, v.a LIMIT 2 OFFSET 1",
                "SELECT x AS a, y AS b FROM fewer AS v (x, y, z)" + score.formatted("y", "x"),
                "SELECT docs.id AS a, docs.t AS b FROM few AS docs" + score.formatted("t", "id"),
                "SELECT a, b FROM (SELECT a, b, bm25(b, 'green') AS s FROM fewer) x ORDER BY s DESC, a LIMIT 2 OFFSET 1",
                "WITH d (a, b) AS (SELECT id, title FROM docs) SELECT * FROM d WHERE a <> 4"
                        + score.formatted("b", "a"),
                "WITH d AS (SELECT * FROM docs WHERE author < 5) SELECT id AS a, title AS b FROM d"
                        + " WHERE id IN (SELECT id FROM d docs WHERE docs.author < 9)"
                        + score.formatted("d.title", "a"),
                "SELECT * FROM (SELECT a, b FROM fewer" + score.formatted("b", "a") + ") AS top ORDER BY a DESC")) {
            assertSame(query, ofTable.formatted("a", "b"));
            assertThat(plan(query)).contains("Full-text search: PUBLIC.DOCS.TITLE, k = 2");
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet result = statement.executeQuery()) {
                assertThat(result.getMetaData().getColumnLabel(1)).as(query).isEqualTo("A");
                assertThat(result.getMetaData().getColumnLabel(2)).as(query).isEqualTo("B");
            }
        }
        String hybrid = "hybrid(vec, '[1,0,0]', %s, 'green', 0.5, '%s') DESC, id LIMIT 4";
        for (String method : List.of("weighted", "rrf")) {
            String query = "SELECT id, t FROM few ORDER BY " + hybrid.formatted("t", method);
            assertSame(
                    query, "SELECT id, title FROM docs WHERE author < 5 ORDER BY " + hybrid.formatted("title", method));
            assertThat(plan(query)).contains("Full-text search: PUBLIC.DOCS.TITLE");
        }
    }

    @Test
    void explainSaysWhyScoresAreComputedRowByRow() throws SQLException {
        String reason = "Text order computed row by row by the mirror: ";
        assertThat(plan("SELECT a FROM fewer ORDER BY bm25(b, 'green') DESC"))
                .contains(reason + "there is no LIMIT, so all rows are wanted");
        assertThat(plan("SELECT x.id FROM docs x JOIN few y ON x.id = y.id ORDER BY bm25(y.t, 'green') DESC LIMIT 2"))
                .contains(reason + "the rows are not those of one table");
        assertThat(plan("SELECT id FROM docs ORDER BY bm25(title, 'green') LIMIT 2"))
                .contains(reason + "the rows with the lowest scores are wanted first");
        assertThat(plan("SELECT author FROM docs GROUP BY author ORDER BY max(bm25(title, 'green')) DESC LIMIT 2"))
                .contains(reason + "the rows are grouped before they are ordered");
        assertThat(plan("SELECT id FROM docs ORDER BY abs(bm25(title, 'green')) DESC LIMIT 2"))
                .contains(reason + "ORDER BY is not a score");
        assertThat(plan("SELECT id FROM few ORDER BY bm25(t, 'green') DESC LIMIT 2"))
                .doesNotContain("row by row");
    }

    @Test
    void columnsOfSubqueriesAndOfWithAreThoseOfTheTable() throws SQLException {
        assertSame(
                "SELECT id FROM (SELECT id, title FROM docs WHERE author = 1) x WHERE matches(title, 'green')",
                "SELECT id FROM docs WHERE author = 1 AND matches(title, 'green')");
        assertSame(
                "WITH d (i, t) AS (SELECT id, title FROM docs) SELECT i, bm25(t, 'green') FROM d"
                        + " WHERE matches(t, 'green') ORDER BY 2 DESC, 1",
                "SELECT id, bm25(title, 'green') FROM docs WHERE matches(title, 'green') ORDER BY 2 DESC, 1");
        assertSame(
                "WITH d AS (SELECT id, title FROM docs) SELECT x.id, y.id FROM d x JOIN d y ON x.id < y.id"
                        + " WHERE matches(x.title, 'green') AND matches(y.title, 'shoes') ORDER BY 1",
                "SELECT x.id, y.id FROM docs x JOIN docs y ON x.id < y.id"
                        + " WHERE matches(x.title, 'green') AND matches(y.title, 'shoes') ORDER BY 1");
        assertSame(
                "WITH near AS (SELECT * FROM docs ORDER BY vec <=> '[1,0,0]' LIMIT 2)"
                        + " SELECT id, bm25(title, 'red') FROM near ORDER BY id",
                "SELECT id, bm25(title, 'red') FROM docs WHERE id IN (1, 3) ORDER BY id");
    }

    @Test
    void outerJoinsGroupsAndDistinctTakeThem() throws SQLException {
        String joined = " LEFT JOIN %s y ON y.id = x.id AND y.author = 1 AND matches(y.title, 'green') ORDER BY 1";
        assertSame(
                "SELECT x.id, matches(y.title, 'green') FROM docs x"
                        + joined.formatted("(SELECT id, author, title FROM docs)"),
                "SELECT x.id, matches(y.title, 'green') FROM docs x" + joined.formatted("docs"));
        assertSame(
                "SELECT x.id FROM docs x LEFT JOIN (SELECT id, title FROM docs WHERE author = 1) y ON y.id = x.id"
                        + " WHERE matches(y.title, 'green') IS NOT TRUE ORDER BY 1",
                "SELECT id FROM docs WHERE id <> 2 ORDER BY 1");
        assertSame(
                "SELECT author, max(bm25(title, 'green')) FROM whole GROUP BY author ORDER BY 1",
                "SELECT author, max(bm25(title, 'green')) FROM docs GROUP BY author ORDER BY 1");
        assertSame(
                "SELECT DISTINCT bm25(t, 'green') FROM few ORDER BY bm25(t, 'green') DESC",
                "SELECT DISTINCT bm25(title, 'green') FROM docs WHERE author < 5 ORDER BY bm25(title, 'green') DESC");
        assertSame(
                "SELECT id FROM whole x WHERE EXISTS (SELECT 1 FROM whole y WHERE y.id = x.id"
                        + " AND matches(x.title, 'green')) ORDER BY 1",
                "SELECT id FROM docs WHERE matches(title, 'green') ORDER BY 1");
    }

    @Test
    void vectorsAndTextsOfAViewMix() throws SQLException {
        assertSame(
                "SELECT id FROM few WHERE matches(t, 'green') ORDER BY vec <=> '[1,0,0]' LIMIT 2",
                "SELECT id FROM docs WHERE author < 5 AND matches(title, 'green') ORDER BY vec <=> '[1,0,0]' LIMIT 2");
        assertSame(
                "SELECT id FROM few ORDER BY hybrid(vec, '[1,0,0]', t, 'green') DESC LIMIT 4",
                "SELECT id FROM docs WHERE author < 5 ORDER BY hybrid(vec, '[1,0,0]', title, 'green') DESC LIMIT 4");
        String sum = " ORDER BY 0.5 * cosine_similarity(vec, '[1,0,0]') + 0.5 * bm25(title, 'green') DESC LIMIT 3";
        assertSame("SELECT id FROM whole" + sum, "SELECT id FROM docs" + sum);
    }

    @Test
    void changesReadThem() throws SQLException {
        execute(
                "UPDATE docs SET author = 8 WHERE id IN (SELECT a FROM fewer ORDER BY bm25(b, 'hat') DESC LIMIT 1)",
                "DELETE FROM docs WHERE id IN (SELECT id FROM whole WHERE matches(title, 'orange'))",
                "CREATE TABLE scores AS SELECT id, bm25(t, 'green') AS s FROM few");

        assertThat(rows("SELECT id FROM docs WHERE author = 8")).containsExactly("2");
        assertThat(rows("SELECT id FROM docs WHERE id = 3")).isEmpty();
        assertThat(rows("SELECT id FROM scores WHERE s > 0")).containsExactly("6");
    }

    @Test
    void columnsThatAreNotOfOneTableAreRefused() {
        for (String from : List.of(
                "(SELECT DISTINCT id, title FROM docs)",
                "(SELECT id, title FROM docs UNION ALL SELECT id, title FROM docs)",
                "(SELECT id, upper(title) AS title FROM docs)",
                "(SELECT max(id) AS id, title FROM docs GROUP BY title)")) {
            assertThatThrownBy(() -> rows("SELECT id FROM " + from + " x WHERE matches(title, 'green')"))
                    .as(from)
                    .hasMessageContaining("move the call to where the table is read");
        }
        assertThatThrownBy(() -> rows("SELECT id, hybrid(vec, '[1,0,0]', t, 'a', 0.5, 'rrf') FROM few"))
                .hasMessageStartingWith("HYBRID needs a column of a table");
    }
}
