package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes of queries that the vector search answers: docs/SQL.md lists them with these tests. */
class ShapesOfQueriesTest extends ShapesTest {
    private static final String Q = "'[1, 0, -1, 2]'";

    @Test
    void aDistanceIsOrderedByInAnyWriting() throws SQLException {
        for (String order : List.of(
                "vec <=> ?",
                "vec <-> ?",
                "vec <#> ?",
                "vec <+> ?",
                "cosine(?, vec)",
                "l2_distance(vec, ?)",
                "manhattan(vec, ?)",
                "dot_product(vec, ?) DESC",
                "inner_product(vec, ?) DESC",
                "cosine_similarity(vec, ?) DESC",
                "- (vec <-> ?) DESC",
                "- dot_product(vec, ?)",
                "vec <=> ? NULLS LAST")) {
            assertSearched(1, "SELECT id, vec <-> '[0,0,0,1]' FROM docs ORDER BY " + order + " LIMIT 12", vector());
            assertSearched(1, "SELECT id FROM docs WHERE price > 3 ORDER BY " + order + " LIMIT 390", vector());
        }
    }

    @Test
    void theDistanceIsNamedByAliasOrPosition() throws SQLException {
        assertSearched(1, "SELECT id, cosine(vec, ?) AS d FROM docs ORDER BY d LIMIT 10", vector());
        assertSearched(1, "SELECT id, cosine(vec, ?) AS d FROM docs ORDER BY 2 LIMIT 10", vector());
        assertSearched(1, "SELECT id, 1 - cosine(vec, ?) AS score FROM docs ORDER BY score DESC LIMIT 10", vector());
        assertSearched(1, "SELECT id, - (vec <-> ?) AS score FROM docs ORDER BY 2 DESC LIMIT 10", vector());
    }

    @Test
    void theDistanceIsComputedOnce() throws SQLException {
        String plan = explain(
                "SELECT id, category, vec <-> " + Q + " AS d FROM docs ORDER BY vec <-> " + Q + ", price LIMIT 5");
        assertThat(plan.substring(plan.indexOf("Mirror SQL"))).doesNotContain("EUCLIDEAN");
        plan = explain("SELECT d.id, a.name, d.vec <-> " + Q
                + " FROM docs d JOIN authors a ON a.id = d.author_id ORDER BY 3 LIMIT 5");
        assertThat(plan.substring(plan.indexOf("Mirror SQL"))).doesNotContain("EUCLIDEAN");
        plan = explain("SELECT id, d FROM (SELECT id, vec <-> " + Q + " AS d FROM docs) n ORDER BY d LIMIT 5");
        assertThat(plan.substring(plan.indexOf("Mirror SQL"))).doesNotContain("EUCLIDEAN");
    }

    @Test
    void arithmeticThatKeepsTheDirectionMayStandAroundTheDistance() throws SQLException {
        for (String order : List.of(
                "1 - cosine(vec, ?) DESC",
                "1 - (vec <=> ?) DESC",
                "(1 + cosine_similarity(vec, ?)) / 2 DESC",
                "1 - cosine_similarity(vec, ?)",
                "2 * (vec <-> ?) + 1",
                "0.1 * dot_product(vec, ?) - 3 DESC",
                "-3 * (vec <-> ?) DESC",
                "1 / (1 + (vec <-> ?)) DESC",
                "- (1.5 - (vec <+> ?))",
                "sqrt(vec <-> ?)",
                "power(vec <-> ?, 2)",
                "exp(- (vec <-> ?)) DESC",
                "ln(1 + (vec <-> ?))",
                "round(vec <-> ?, 1)",
                "round(10 * cosine_similarity(vec, ?)) DESC",
                "floor(vec <-> ?)",
                "trunc(vec <-> ?)",
                "(vec <-> ?) / 3, price DESC, id",
                "round(vec <=> ?, 1), price, id DESC")) {
            for (String limit : List.of(" LIMIT 1", " LIMIT 7 OFFSET 3", " LIMIT 360")) {
                assertSearched(1, "SELECT id FROM docs ORDER BY " + order + limit, vector());
                assertSearched(1, "SELECT id FROM docs WHERE category = 'c1' ORDER BY " + order + limit, vector());
            }
        }
        assertSearched(1, "SELECT id, ? - cosine(vec, ?) AS score FROM docs ORDER BY score DESC LIMIT 5", 1, vector());
    }

    @Test
    void arithmeticThatMightTurnIsComputedRowByRow() throws SQLException {
        for (String order : List.of(
                "price * (vec <-> " + Q + ")",
                "1 / (vec <-> " + Q + ") DESC",
                "power(dot_product(vec, " + Q + "), 2)",
                "abs(dot_product(vec, " + Q + "))",
                "(vec <-> " + Q + ") + price",
                "(vec <-> " + Q + ") + (other <-> " + Q + ")",
                "(vec <-> " + Q + ") * (vec <-> " + Q + ")")) {
            String sql = "SELECT id FROM docs WHERE vec IS NOT NULL AND other IS NOT NULL AND vec <> " + Q
                    + " ORDER BY " + order + " LIMIT 5";
            assertThat(explain(sql))
                    .as(sql)
                    .contains("does not follow one distance")
                    .doesNotContain("Vector search");
            assertSame(sql);
        }
        assertThat(explain("SELECT id FROM docs ORDER BY 1 - (vec <-> " + Q + ") LIMIT 5"))
                .contains("farthest");
        assertThat(explain("SELECT id FROM docs ORDER BY vec <-> " + Q + " NULLS FIRST LIMIT 5"))
                .contains("NULLS FIRST");
        assertSame("SELECT id FROM docs ORDER BY vec <-> " + Q + " NULLS FIRST LIMIT 5");
    }

    @Test
    void limitOffsetAndFetchAreLiteralsOrParameters() throws SQLException {
        String sql = "SELECT id FROM docs ORDER BY vec <-> ?";
        assertSearched(1, sql + " LIMIT 7", vector());
        assertSearched(1, sql + " LIMIT ?", vector(), 7);
        assertSearched(1, sql + " LIMIT ? OFFSET ?", vector(), 7, 3);
        assertSearched(1, sql + " FETCH FIRST 7 ROWS ONLY", vector());
        assertSearched(1, sql + " OFFSET 4 ROWS FETCH NEXT 7 ROWS ONLY", vector());
        assertSearched(1, sql + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY", vector(), 4, 7);
        assertSearched(1, sql + ", id DESC OFFSET ? ROWS FETCH FIRST ? ROWS ONLY", vector(), 4, 7L);
    }

    @Test
    void plainSubQueriesAndCommonTablesAreSeenThrough() throws SQLException {
        for (String sql : List.of(
                "SELECT id FROM (SELECT id, vec FROM docs WHERE price > 4) n ORDER BY cosine(vec, ?) LIMIT 7",
                "SELECT * FROM (SELECT id, vec <-> ? AS d FROM docs) n ORDER BY d LIMIT 7",
                "SELECT id, 1 - d FROM (SELECT id, vec <=> ? AS d, category FROM docs) n WHERE category = 'c1' ORDER BY 1 - d DESC LIMIT 7",
                "SELECT o.id FROM (SELECT n.id, n.d FROM (SELECT id, price, vec <-> ? AS d FROM docs) n WHERE price < 9) o WHERE o.id > 20 ORDER BY o.d LIMIT 7 OFFSET 2",
                "WITH n AS (SELECT id, price, vec FROM docs WHERE category = 'c2') SELECT id FROM n WHERE price > 2 ORDER BY vec <-> ? LIMIT 7",
                "WITH n (a, b) AS (SELECT id, vec <-> ? FROM docs WHERE category <> 'c2') SELECT a, b FROM n ORDER BY b LIMIT 7",
                "WITH n AS (SELECT id, vec <-> ? AS d, price FROM docs), o AS (SELECT id, d FROM n WHERE price > 3) SELECT * FROM o ORDER BY d, id LIMIT 7",
                "SELECT x.id, x.d FROM (SELECT id, vec <-> ? AS d FROM docs WHERE id IN (SELECT doc_id FROM tags WHERE tag = 't1')) x ORDER BY x.d LIMIT 7")) {
            assertThat(assertSearched(1, sql, vector())).as(sql).hasSize(7);
        }
    }

    @Test
    void aCommonTableMayBeUsedTwice() throws SQLException {
        assertSearched(
                2,
                "WITH n AS (SELECT id, vec <-> ? AS d, price FROM docs WHERE price > 2)"
                        + " (SELECT id, d FROM n WHERE price < 9 ORDER BY d, id LIMIT 4) UNION ALL"
                        + " (SELECT id, d FROM n WHERE price >= 9 ORDER BY d, id LIMIT 3) ORDER BY d, id",
                vector());
        assertSearched(
                1,
                "WITH n AS (SELECT id, vec <-> ? AS d FROM docs) SELECT id, d, (SELECT count(*) FROM n) FROM n ORDER BY d LIMIT 4",
                vector());
        assertSearched(
                1,
                "WITH n AS (SELECT id, category, vec <-> ? AS d FROM docs ORDER BY d LIMIT 20)"
                        + " SELECT a.id, b.id FROM n a JOIN n b ON a.category = b.category AND a.id < b.id ORDER BY 1, 2",
                vector());
    }

    @Test
    void innerJoinsKeepTheSearch() throws SQLException {
        for (String sql : List.of(
                "SELECT d.id, a.name FROM docs d JOIN authors a ON d.author_id = a.id ORDER BY cosine(d.vec, ?) LIMIT 10",
                "SELECT d.id, a.name FROM authors a JOIN docs d ON d.author_id = a.id ORDER BY cosine(d.vec, ?) LIMIT 10",
                "SELECT d.id FROM docs d JOIN authors a ON d.author_id = a.id WHERE a.country = 'l3' ORDER BY d.vec <-> ? LIMIT 10",
                "SELECT d.id FROM docs d JOIN authors a ON d.author_id = a.id WHERE a.country = 'l3' AND a.name = 'a3' AND d.price > 3 ORDER BY d.vec <-> ? LIMIT 10",
                "SELECT d.id, a.id FROM docs d, authors a WHERE d.author_id = a.id AND a.country IN ('l1', 'l2') ORDER BY d.vec <-> ? LIMIT 10 OFFSET 5",
                "SELECT d.id FROM authors a, docs d WHERE d.author_id = a.id AND a.country = 'l0' ORDER BY 1 - (d.vec <-> ?) DESC LIMIT 10",
                "SELECT id, tag FROM docs JOIN tags ON doc_id = id ORDER BY vec <-> ?, tag LIMIT 10",
                "SELECT docs.id, t.tag FROM docs CROSS JOIN (SELECT DISTINCT tag FROM tags) t ORDER BY docs.vec <-> ?, t.tag LIMIT 10",
                "SELECT d.id, a.name, t.tag FROM docs d JOIN authors a ON a.id = d.author_id JOIN tags t ON t.doc_id = d.id WHERE a.country = 'l2' AND t.tag > 't3' ORDER BY d.vec <-> ?, t.tag LIMIT 10",
                "SELECT n.id, a.name FROM (SELECT id, author_id, vec <-> ? AS dist FROM docs WHERE price > 3) n JOIN authors a ON a.id = n.author_id WHERE a.country <> 'l1' ORDER BY n.dist LIMIT 10",
                "SELECT d.id, n.c FROM docs d JOIN (SELECT doc_id, count(*) AS c FROM tags GROUP BY doc_id) n ON n.doc_id = d.id WHERE n.c > 1 ORDER BY d.vec <-> ? LIMIT 10",
                "SELECT d.id FROM docs d JOIN docs e ON e.id = d.id + 1 WHERE e.price > 10 ORDER BY d.vec <-> ? LIMIT 10")) {
            assertSearched(1, sql, vector());
            assertSearched(1, sql.replaceAll("LIMIT .*", "LIMIT 1000"), vector());
        }
    }

    @Test
    void leftJoinsFromTheVectorSideKeepTheSearch() throws SQLException {
        String plan = "";
        for (String sql : List.of(
                "SELECT d.id, a.name FROM docs d LEFT JOIN authors a ON d.author_id = a.id ORDER BY d.vec <-> ? LIMIT 10",
                "SELECT d.id, a.name FROM authors a RIGHT JOIN docs d ON d.author_id = a.id ORDER BY d.vec <-> ? LIMIT 10",
                "SELECT d.id, t.tag FROM docs d LEFT JOIN tags t ON t.doc_id = d.id AND t.tag < 't4' WHERE d.category = 'c1' ORDER BY d.vec <-> ?, t.tag LIMIT 10")) {
            assertSearched(1, sql, vector());
            assertSearched(1, sql.replaceAll("LIMIT .*", "LIMIT 1000"), vector());
            plan += explain(sql, vector());
        }
        assertThat(plan).as("such joins make no row ineligible").doesNotContain("checks the rows");
        assertSearched(
                1,
                "SELECT d.id FROM docs d LEFT JOIN authors a ON d.author_id = a.id WHERE a.id IS NULL ORDER BY d.vec <-> ? LIMIT 10",
                vector());
    }

    @Test
    void anOuterJoinThatPutsNullsInPlaceOfTheVectorsIsComputedRowByRow() throws SQLException {
        String sql =
                "SELECT a.id, d.id FROM authors a LEFT JOIN docs d ON d.author_id = a.id AND d.price > 15 ORDER BY d.vec <-> ?, a.id, d.id LIMIT 10";
        assertThat(explain(sql, vector())).contains("an outer join puts NULL").doesNotContain("Vector search");
        assertSame(sql, vector());
    }

    @Test
    void subQueriesInWhereKeepTheSearch() throws SQLException {
        for (String where : List.of(
                "EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id AND t.tag = 't2')",
                "NOT EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id)",
                "d.id IN (SELECT doc_id FROM tags WHERE tag IN ('t1', 't4'))",
                "d.id NOT IN (SELECT doc_id FROM tags WHERE tag > 't2')",
                "d.price > (SELECT avg(price) FROM docs) AND d.category = 'c1'",
                "d.price = (SELECT max(e.price) FROM docs e WHERE e.category = d.category)",
                "d.author_id = ANY (SELECT id FROM authors WHERE country = 'l1')",
                "d.id IN (SELECT id FROM docs ORDER BY other <-> '[1,1,1,1]' LIMIT 50)")) {
            int searches = where.contains("other") ? 2 : 1;
            assertSearched(
                    searches, "SELECT d.id FROM docs d WHERE " + where + " ORDER BY d.vec <-> ? LIMIT 10", vector());
            assertSearched(
                    searches, "SELECT d.id FROM docs d WHERE " + where + " ORDER BY d.vec <-> ? LIMIT 500", vector());
            assertSearched(
                    searches,
                    "SELECT d.id, a.name FROM docs d JOIN authors a ON a.id = d.author_id WHERE " + where
                            + " ORDER BY 1 - (d.vec <-> ?) DESC, a.id LIMIT 10",
                    vector());
        }
    }

    @Test
    void partnersAreListedWhereAColumnAsksForOne() throws SQLException {
        for (String where : List.of(
                "d.author_id IN (SELECT id FROM authors WHERE country = 'l1')",
                "d.author_id NOT IN (SELECT id FROM authors WHERE country = 'l1')",
                "d.author_id NOT IN (SELECT author_id FROM docs WHERE id < 30 OR author_id IS NULL)",
                "d.author_id IN (SELECT author_id FROM docs WHERE id < 30 OR author_id IS NULL) AND d.price > 5",
                "d.category IN (SELECT category FROM docs WHERE id = 3)",
                "d.category IN (SELECT CAST('c1' AS CHAR(4)) FROM authors WHERE id = 3)",
                "d.price IN (SELECT 3.0 FROM authors WHERE id = 3)",
                "d.price IN (SELECT price + 1 FROM docs WHERE id < 3) AND NOT (d.category = 'c2')",
                "d.id IN (SELECT x FROM (SELECT doc_id AS x FROM tags WHERE tag = 't1') n)",
                "d.id IN (SELECT doc_id FROM tags WHERE tag = 't1' UNION SELECT id FROM authors)",
                "EXISTS (SELECT 1 FROM authors a WHERE a.id = d.author_id AND a.country = 'l2' AND a.name > 'a3')",
                "EXISTS (SELECT 1 FROM tags t JOIN authors a ON a.id = t.doc_id WHERE t.doc_id = d.id AND a.country = 'l2')",
                "EXISTS (SELECT count(*) FROM tags t WHERE t.doc_id = d.id AND t.tag = 't99')",
                "EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id AND t.tag > d.category)",
                "d.author_id IN (SELECT id FROM authors a WHERE a.country = 'l1' AND a.id > d.price)")) {
            for (int limit : List.of(4, 40, 1000)) {
                assertSearched(
                        1, "SELECT d.id FROM docs d WHERE " + where + " ORDER BY d.vec <-> ? LIMIT " + limit, vector());
            }
        }
        String chain = "SELECT d.id, e.id FROM docs d JOIN authors a ON a.id = d.author_id JOIN docs e ON e.id = a.id"
                + " WHERE a.country = 'l1' AND e.price > 4 AND d.price > 2 ORDER BY d.vec <-> ?, e.id LIMIT ";
        for (int limit : List.of(4, 40, 1000)) {
            assertSearched(1, chain + limit, vector());
        }
        assertThat(explain(chain + "4", vector()))
                .contains("lists values where few of them pass: SELECT DISTINCT \"A\".\"ID\" FROM");
        assertThat(explain(
                        "SELECT id FROM docs WHERE author_id IN (SELECT id FROM authors WHERE id < 9) ORDER BY vec <-> ? LIMIT 4",
                        vector()))
                .contains("the mirror lists values: SELECT")
                .doesNotContain("checks the rows");
    }

    @Test
    void conditionsThatOnlyTheMirrorCanEvaluateAreCheckedOnFoundRows() throws SQLException {
        for (String where : List.of(
                "lower(category) = 'c1'",
                "price % 7 = 3 AND category = 'c1'",
                "price * 2 > 30",
                "category || price = 'c112'",
                "price > 90 AND lower(category) = 'c1'",
                "price = id")) {
            assertSearched(1, "SELECT id FROM docs WHERE " + where + " ORDER BY vec <-> ? LIMIT 5", vector());
            assertSearched(
                    1, "SELECT id FROM docs WHERE " + where + " ORDER BY vec <-> ?, price LIMIT 3 OFFSET 2", vector());
            assertSearched(1, "SELECT id FROM docs WHERE vec <-> ? < 2.5 AND " + where + " ORDER BY id", vector());
        }
        assertThat(explain(
                        "SELECT id FROM docs WHERE price > 3 AND lower(category) = 'c1' ORDER BY vec <-> ? LIMIT 5",
                        vector()))
                .contains("Filter: on the columns kept for filters: \"DOCS\".\"PRICE\" > 3;")
                .contains("Filter: the mirror checks the rows that are found: SELECT DISTINCT");
    }

    @Test
    void groupsWindowsAndDistinctStandOverASearch() throws SQLException {
        String nearest = "(SELECT id, category, price, vec <-> ? AS d FROM docs ORDER BY d LIMIT 40) n";
        for (String sql : List.of(
                "SELECT category, count(*), min(d) FROM " + nearest + " GROUP BY category ORDER BY category",
                "SELECT category, avg(price) FROM " + nearest
                        + " GROUP BY category HAVING count(*) > 8 ORDER BY category",
                "SELECT DISTINCT category FROM " + nearest + " ORDER BY category",
                "SELECT id, row_number() OVER (PARTITION BY category ORDER BY d, id) FROM " + nearest + " ORDER BY id",
                "SELECT id, sum(price) OVER (ORDER BY d, id) FROM " + nearest + " ORDER BY d, id LIMIT 5",
                "SELECT a.country, count(*) FROM " + nearest
                        + " JOIN docs x ON x.id = n.id JOIN authors a ON a.id = x.author_id GROUP BY a.country ORDER BY 1")) {
            assertSearched(1, sql, vector());
        }
    }

    @Test
    void searchesStandInSetOperations() throws SQLException {
        String a = "(SELECT id, vec <-> ? AS d FROM docs WHERE price > 3 ORDER BY d LIMIT 5)";
        String b = "(SELECT id, other <-> ? AS d FROM docs ORDER BY d, id DESC LIMIT 6)";
        assertSearched(2, a + " UNION ALL " + b + " ORDER BY d, id", vector(), vector());
        assertSearched(2, a + " UNION " + b + " ORDER BY d, id", vector(), vector());
        assertSearched(2, a + " INTERSECT " + b + " ORDER BY d, id", vector(), vector());
        assertSearched(2, "SELECT count(*), min(d) FROM (" + a + " UNION ALL " + b + ") u", vector(), vector());
    }

    @Test
    void severalVectorColumnsAreSearchedInOneQuery() throws SQLException {
        assertSearched(
                1, "SELECT id, vec <-> ? AS d, other <=> ? AS e FROM docs ORDER BY d LIMIT 8", vector(), vector());
        assertSearched(1, "SELECT id FROM docs ORDER BY vec <-> ?, other <-> ? LIMIT 8", vector(), vector());
        assertSearched(
                2,
                "SELECT a.id, a.d, b.d FROM (SELECT id, vec <-> ? AS d FROM docs ORDER BY d LIMIT 50) a"
                        + " JOIN (SELECT id, other <-> ? AS d FROM docs ORDER BY d LIMIT 60) b ON a.id = b.id ORDER BY a.d + b.d, a.id",
                vector(),
                vector());
        assertSearched(
                2,
                "SELECT d.id, a.id FROM docs d JOIN (SELECT id FROM authors ORDER BY vec <-> ? LIMIT 9) a ON a.id = d.author_id"
                        + " ORDER BY d.vec <-> ?, d.id LIMIT 8",
                vector(),
                vector());
    }

    @Test
    void theQueryVectorMayComeFromASubQuery() throws SQLException {
        for (String sql : List.of(
                "SELECT id FROM docs ORDER BY vec <=> (SELECT vec FROM docs WHERE id = 7) LIMIT 6",
                "SELECT id FROM docs ORDER BY vec <-> (SELECT vec FROM authors WHERE name = 'a3' ORDER BY id LIMIT 1) LIMIT 6",
                "SELECT id FROM docs WHERE vec <-> (SELECT vec FROM authors WHERE id = 3) < 2 ORDER BY id",
                "WITH q AS (SELECT vec FROM authors WHERE id = 3) SELECT id FROM docs ORDER BY vec <-> (SELECT vec FROM q) LIMIT 6",
                "SELECT id, vec <-> normalize((SELECT vec FROM authors WHERE id = 3)) AS d FROM docs ORDER BY d LIMIT 6")) {
            assertSearched(1, sql);
        }
    }

    @Test
    void theNearestPairsOfTwoTablesAreSearchedForEachRowOfOne() throws SQLException {
        for (String sql : List.of(
                "SELECT d.id FROM docs d, (SELECT vec FROM authors WHERE id = 3) q ORDER BY d.vec <-> q.vec LIMIT 6",
                "SELECT d.id, q.id, d.vec <=> q.vec FROM docs d CROSS JOIN authors q WHERE q.id IN (3, 5, 8) ORDER BY d.vec <=> q.vec, q.id LIMIT 6 OFFSET 2",
                "SELECT d.id, q.id FROM authors q JOIN docs d ON d.price > q.id AND d.author_id <> q.id WHERE q.country = 'l1' AND d.category = 'c1'"
                        + " ORDER BY 1 - (d.vec <-> q.vec) DESC, q.id LIMIT 6",
                "WITH q AS (SELECT id, vec FROM authors WHERE name = 'a4') SELECT d.id, q.id, t.tag FROM q, docs d JOIN tags t ON t.doc_id = d.id"
                        + " WHERE t.tag < 't7' ORDER BY d.vec <-> q.vec, t.tag LIMIT 6",
                "SELECT a.id, b.id FROM docs a JOIN docs b ON a.id < b.id WHERE b.price = 7 AND b.vec IS NOT NULL ORDER BY a.vec <-> b.vec LIMIT 6")) {
            assertThat(assertSearched(1, sql)).as(sql).hasSize(6);
            assertThat(explain(sql)).as(sql).contains("for each row of");
        }
        assertSame(
                "SELECT a.id, b.id FROM docs a, authors b LEFT JOIN tags t ON t.doc_id = b.id WHERE b.id = 3 ORDER BY a.vec <-> b.vec, t.tag LIMIT 6");
    }

    @Test
    void distancesAreBoundedInJoinsAndSubQueries() throws SQLException {
        for (String sql : List.of(
                "SELECT d.id, a.name FROM docs d JOIN authors a ON a.id = d.author_id WHERE d.vec <-> ? < 3 AND a.country = 'l1' ORDER BY d.id",
                "SELECT id, d FROM (SELECT id, vec <-> ? AS d FROM docs) n WHERE d < 2.5 ORDER BY id",
                "SELECT category, count(*) FROM (SELECT category, vec <-> ? AS d FROM docs WHERE price > 2) n WHERE d <= 3 GROUP BY category ORDER BY 1",
                "SELECT id FROM (SELECT id, vec <-> ? AS d FROM docs) n WHERE d < 2.5 ORDER BY d LIMIT 4",
                "WITH n AS (SELECT id, vec <-> ? AS d FROM docs) SELECT count(*) FROM n WHERE d BETWEEN 1 AND 2",
                "SELECT d.id, t.tag FROM docs d LEFT JOIN tags t ON t.doc_id = d.id WHERE d.vec <-> ? < 2.5 ORDER BY 1, 2")) {
            assertSearched(1, sql, vector());
        }
    }

    @Test
    void randomRowsAreNotSearched() throws SQLException {
        assertThat(explain(
                        "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author_id WHERE rand() < 0.5 ORDER BY d.vec <-> ? LIMIT 3",
                        vector()))
                .contains("random function");
    }

    @Test
    void ownChangesAreSeenThroughJoins() throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO docs VALUES (9001, 3, 'own', 1, '[9,9,9,9]', NULL)");
            assertThat(
                            rows(
                                    "SELECT d.id, a.id FROM docs d JOIN authors a ON a.id = d.author_id ORDER BY d.vec <-> '[9,9,9,9]' LIMIT 1"))
                    .containsExactly(List.of(9001, 3));
            assertThat(rows(
                            "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author_id WHERE d.category = 'own' AND a.country = 'l3'"
                                    + " ORDER BY d.vec <-> '[0,0,0,0]' LIMIT 5"))
                    .containsExactly(List.of(9001));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
