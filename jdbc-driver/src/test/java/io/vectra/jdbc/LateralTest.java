package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a sub-query gives for each row of a table: LATERAL, and sub-queries in expressions that depend on the row
 * outside.
 */
class LateralTest extends ShapesTest {
    @Test
    void theNearestRowsOfEachRowAreThoseOfAQueryForEach() throws SQLException {
        List<List<Object>> expected = new ArrayList<>();
        for (List<Object> author : rows("SELECT id, vec FROM authors WHERE country <> 'l4' ORDER BY id")) {
            for (List<Object> doc : rows(
                    "SELECT id, vec <-> ? FROM docs WHERE price > 2 ORDER BY vec <-> ? LIMIT 3 OFFSET 1",
                    author.get(1),
                    author.get(1))) {
                expected.add(List.of(author.get(0), doc.get(0), doc.get(1)));
            }
        }
        assertThat(assertSearched(
                        1,
                        "SELECT a.id, n.id, n.dist FROM authors a, LATERAL (SELECT d.id, d.vec <-> a.vec AS dist FROM docs d"
                                + " WHERE d.price > 2 ORDER BY dist LIMIT 3 OFFSET 1) AS n"
                                + " WHERE a.country <> 'l4' ORDER BY a.id, n.dist, n.id"))
                .isEqualTo(expected)
                .hasSize(32 * 3);
    }

    @Test
    void everyJoinTakesALateralSubQuery() throws SQLException {
        String nearest =
                "LATERAL (SELECT d.id, d.category, d.vec <=> a.vec AS dist FROM docs d ORDER BY d.vec <=> a.vec LIMIT 2) AS n";
        for (String join : List.of(
                ", " + nearest,
                " CROSS JOIN " + nearest,
                " JOIN " + nearest + " ON n.dist < 0.5",
                " LEFT JOIN " + nearest + " ON n.dist < 0.2",
                " LEFT JOIN " + nearest + " ON TRUE")) {
            assertSearched(
                    1,
                    "SELECT a.id, n.id, n.category, n.dist FROM authors a" + join
                            + " WHERE a.id < 9 ORDER BY a.id, n.dist, n.id");
        }
        assertSearched(
                1,
                "SELECT a.country, count(*), min(n.dist) FROM tags t JOIN authors a ON a.id = t.doc_id, " + nearest
                        + " GROUP BY a.country ORDER BY a.country");
    }

    @Test
    void theSubQueryMayDependOnMoreThanTheVector() throws SQLException {
        for (String where : List.of(
                "d.id <> a.id",
                "d.author_id = a.id",
                "d.category > 'c' || (a.id % 4)",
                "d.price < a.id AND d.category IN ('c1', 'c2')",
                "EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id AND t.tag <> a.name)",
                "d.id IN (SELECT doc_id FROM tags)",
                "d.vec <-> a.vec < 2")) {
            for (String order : List.of(
                    "d.vec <-> a.vec", "1 - cosine(a.vec, d.vec) DESC, d.price DESC, d.id", "round(d.vec <-> a.vec)")) {
                assertSearched(
                        1,
                        "SELECT a.id, n.* FROM authors a, LATERAL (SELECT d.id, d.price FROM docs d WHERE " + where
                                + " ORDER BY " + order + " LIMIT 3) AS n WHERE a.id % 5 = 1 ORDER BY a.id, n.id");
            }
        }
        assertSearched(
                1,
                "SELECT a.id, n.id, n.tag FROM authors a, LATERAL (SELECT d.id, t.tag FROM docs d JOIN tags t ON t.doc_id = d.id AND t.tag <> a.name"
                        + " ORDER BY d.vec <-> a.vec, t.tag LIMIT ?) AS n ORDER BY a.id, n.id, n.tag",
                4);
        assertSearched(
                1,
                "SELECT d.id, n.id FROM docs d, LATERAL (SELECT e.id FROM docs e WHERE e.id <> d.id ORDER BY e.vec <-> normalize(d.vec) LIMIT 2) AS n"
                        + " WHERE d.vec IS NOT NULL AND d.price = 7 ORDER BY 1, 2");
    }

    @Test
    void expressionsSearchForEachRowOutside() throws SQLException {
        for (String sql : List.of(
                "SELECT a.id, (SELECT d.id FROM docs d ORDER BY d.vec <-> a.vec LIMIT 1) FROM authors a ORDER BY a.id",
                "SELECT a.id, (SELECT d.id FROM docs d WHERE d.author_id = a.id AND d.price > 3 ORDER BY cosine(d.vec, a.vec), d.price DESC LIMIT 1 OFFSET 1)"
                        + " FROM authors a WHERE a.country = 'l2' ORDER BY a.id",
                "SELECT a.id FROM authors a WHERE 12 IN (SELECT d.price FROM docs d ORDER BY d.vec <-> a.vec LIMIT 3) ORDER BY a.id",
                "SELECT t.tag, a.id FROM tags t JOIN authors a ON a.id = t.doc_id"
                        + " WHERE t.doc_id IN (SELECT d.author_id FROM docs d WHERE d.price <> a.id ORDER BY 1 - (d.vec <-> a.vec) DESC LIMIT 9) ORDER BY 1, 2",
                "SELECT count(*) FROM authors a WHERE EXISTS (SELECT 1 FROM (SELECT d.price FROM docs d WHERE d.price < 9) n WHERE n.price > 3)"
                        + " AND (SELECT d.price FROM docs d ORDER BY d.vec <-> a.vec LIMIT 1) > 5",
                "SELECT a.id, (SELECT t.tag FROM docs d JOIN tags t ON t.doc_id = d.id ORDER BY d.vec <-> a.vec, t.tag LIMIT 1) FROM authors a ORDER BY 1")) {
            assertSearched(1, sql);
        }
        assertThat(explain(
                        "SELECT (SELECT d.id FROM docs d ORDER BY d.vec <-> a.vec LIMIT 1) FROM (SELECT DISTINCT vec FROM (SELECT id, vec_text AS vec FROM"
                                + " (SELECT id, CAST(vec AS VARCHAR) AS vec_text FROM authors) x) y) z, authors a"))
                .contains("for each row of PUBLIC.AUTHORS");
        assertThat(
                        explain(
                                "SELECT (SELECT d.id FROM docs d ORDER BY d.vec <-> a.vec LIMIT 1) FROM (SELECT vec FROM authors WHERE id < 3) a"))
                .contains("depends on the row outside of it");
    }

    @Test
    void aRowWithoutAVectorMakesTheMirrorAnswerAlone() throws SQLException {
        assertThat(assertSame(
                        "SELECT d.id, n.id FROM docs d, LATERAL (SELECT e.id FROM docs e ORDER BY e.vec <-> d.vec LIMIT 2) AS n"
                                + " WHERE d.vec IS NULL ORDER BY 1, 2"))
                .isNotEmpty();
    }

    @Test
    void whatIsNoSearchIsSaidInOtherWords() throws SQLException {
        assertThat(
                        assertSame(
                                "SELECT a.id, n.id FROM authors a, LATERAL (SELECT d.id FROM docs d WHERE d.author_id = a.id ORDER BY d.price DESC, d.id LIMIT 2) AS n ORDER BY 1, 2"))
                .isNotEmpty();
        assertThat(
                        assertSame(
                                "SELECT a.id, n.x FROM authors a LEFT JOIN LATERAL (SELECT d.price + a.id AS x FROM docs d WHERE d.author_id = a.id) AS n ON TRUE ORDER BY 1, 2"))
                .isNotEmpty();
        assertThat(
                        assertSame(
                                "SELECT n.id FROM LATERAL (SELECT id FROM docs ORDER BY vec <-> '[1,0,0,0]' LIMIT 2) AS n ORDER BY 1"))
                .hasSize(2);
        assertThat(
                        explain(
                                "SELECT a.id, n.id FROM authors a, LATERAL (SELECT d.id FROM docs d ORDER BY (d.vec <-> a.vec) + d.price LIMIT 2) AS n"))
                .contains("does not follow one distance");
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        for (String sql : List.of(
                "SELECT * FROM authors a, LATERAL (SELECT count(*) AS c FROM docs d WHERE d.author_id = a.id) AS n",
                "SELECT * FROM authors a, LATERAL (SELECT DISTINCT category FROM docs d WHERE d.author_id = a.id) AS n",
                "SELECT * FROM (SELECT id FROM authors) a, LATERAL (SELECT id FROM docs d WHERE d.author_id = a.id) AS n",
                "SELECT * FROM authors a, tags t, LATERAL (SELECT id FROM docs d WHERE d.author_id = a.id AND t.doc_id = d.id) AS n",
                "SELECT * FROM authors a, LATERAL (SELECT id FROM docs UNION ALL SELECT a.id FROM docs) AS n")) {
            DatabaseTest.assertState("0A000", () -> rows(sql)).hasMessageContaining("LATERAL");
        }
    }
}
