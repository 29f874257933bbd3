package io.vectra.benchmarks.measure;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The shapes of docs/SQL.md over the table of a made data set, for {@link ShapeBench}. */
final class SearchShapes {
    /** What H2 reads of rows that are known. */
    private static final String TITLES = "SELECT id, c_title FROM docs WHERE id IN (IDS)";

    private static final String FOUND_AUTHORS =
            "SELECT d.id, a.name FROM docs d JOIN authors a ON a.id = d.c_bucket WHERE d.id IN (IDS)";

    private SearchShapes() {}

    /**
     * A statement, and what it cannot do without.
     *
     * @param sql each {@code ?} is a vector
     * @param k how many rows each bare search asks for
     * @param where the condition of the bare search, under which as many rows are eligible, or an empty text
     * @param searches how many bare searches there are
     * @param rest what H2 alone has to do when the rows are known: {@code IDS} stands for the ids of k rows
     */
    record Shape(String name, String sql, int k, String where, int searches, String rest) {
        Shape(String name, String sql, String rest) {
            this(name, sql, 10, "", 1, rest);
        }

        Shape(String name, String sql, int k, String rest) {
            this(name, sql, k, "", 1, rest);
        }

        Shape eligible(String condition) {
            return new Shape(name, sql, k, condition, searches, rest);
        }

        Shape searches(int count) {
            return new Shape(name, sql, k, where, count, rest);
        }
    }

    /** Those that only read. */
    static List<Shape> queries() {
        return Stream.of(ofOneTable(), beside(), around()).flatMap(List::stream).toList();
    }

    private static List<Shape> ofOneTable() {
        return List.of(
                new Shape(
                        "distance and columns",
                        "SELECT id, c_title, cosine(vec, ?) AS d FROM docs ORDER BY d LIMIT 10",
                        TITLES),
                new Shape(
                        "arithmetic, second key, OFFSET",
                        "SELECT id, c_title, 1 - cosine(vec, ?) AS s FROM docs ORDER BY s DESC, id LIMIT 10 OFFSET 10",
                        20,
                        TITLES),
                new Shape(
                        "CTE seen through",
                        "WITH n AS (SELECT id, c_title, vec FROM docs) SELECT id, c_title FROM n ORDER BY cosine(vec, ?) LIMIT 10",
                        TITLES),
                new Shape("view", "SELECT id, c_title FROM titles ORDER BY cosine(vec, ?) LIMIT 10", TITLES),
                new Shape(
                        "CTE with a search used twice",
                        "WITH t AS (SELECT id, c_category, cosine(vec, ?) AS d FROM docs ORDER BY d LIMIT 10)"
                                + " SELECT a.id, b.id FROM t a JOIN t b ON a.c_category = b.c_category AND a.id < b.id",
                        "WITH t AS (SELECT id, c_category FROM docs WHERE id IN (IDS))"
                                + " SELECT a.id, b.id FROM t a JOIN t b ON a.c_category = b.c_category AND a.id < b.id"),
                new Shape(
                        "range with LIMIT",
                        "SELECT id, c_title FROM docs WHERE cosine(vec, ?) < 0.9 ORDER BY cosine(vec, ?) LIMIT 10",
                        TITLES));
    }

    /** Searches beside other tables, and conditions that need them. */
    private static List<Shape> beside() {
        return List.of(
                new Shape(
                        "inner join",
                        "SELECT d.id, a.name FROM docs d JOIN authors a ON a.id = d.c_bucket ORDER BY cosine(d.vec, ?) LIMIT 10",
                        FOUND_AUTHORS),
                new Shape(
                        "left join",
                        "SELECT d.id, a.name FROM docs d LEFT JOIN authors a ON a.id = d.c_bucket ORDER BY cosine(d.vec, ?) LIMIT 10",
                        FOUND_AUTHORS),
                joined("50 %", 5_000),
                joined("10 %", 1_000),
                joined("3 %", 300),
                joined("1 %", 100),
                new Shape(
                                "IN (sub-query), 10 %",
                                "SELECT id FROM docs WHERE c_bucket IN (SELECT id FROM authors WHERE place < 1000)"
                                        + " ORDER BY cosine(vec, ?) LIMIT 10",
                                "SELECT id FROM docs WHERE id IN (IDS) AND c_bucket IN (SELECT id FROM authors WHERE place < 1000)")
                        .eligible("c_bucket < 1000"),
                new Shape(
                                "EXISTS, 33 %",
                                "SELECT id FROM docs d WHERE EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id)"
                                        + " ORDER BY cosine(vec, ?) LIMIT 10",
                                "SELECT id FROM docs d WHERE id IN (IDS) AND EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id)")
                        .eligible("c_bucket < 3333"),
                new Shape(
                                "NOT EXISTS, 67 %",
                                "SELECT id FROM docs d WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id)"
                                        + " ORDER BY cosine(vec, ?) LIMIT 10",
                                "SELECT id FROM docs d WHERE id IN (IDS) AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id)")
                        .eligible("c_bucket < 6667"),
                new Shape(
                                "a function in WHERE, 23 %",
                                "SELECT id FROM docs WHERE lower(c_title) LIKE concat('%', 'amber', '%') ORDER BY cosine(vec, ?) LIMIT 10",
                                "SELECT id FROM docs WHERE id IN (IDS) AND lower(c_title) LIKE concat('%', 'amber', '%')")
                        .eligible("c_bucket < 2300"));
    }

    /** Queries around searches, and searches for the rows of others. */
    private static List<Shape> around() {
        return List.of(
                new Shape(
                        "GROUP BY over a search",
                        "SELECT c_category, COUNT(*) FROM (SELECT c_category FROM docs ORDER BY cosine(vec, ?) LIMIT 50) n GROUP BY c_category",
                        50,
                        "SELECT c_category, COUNT(*) FROM docs WHERE id IN (IDS) GROUP BY c_category"),
                new Shape(
                        "DISTINCT and window over a search",
                        "SELECT DISTINCT c_category, MIN(d) OVER (PARTITION BY c_category) FROM (SELECT c_category,"
                                + " cosine(vec, ?) AS d FROM docs ORDER BY d LIMIT 50) n",
                        50,
                        "SELECT DISTINCT c_category, MIN(c_price) OVER (PARTITION BY c_category) FROM docs WHERE id IN (IDS)"),
                new Shape(
                                "UNION ALL of two searches",
                                "(SELECT id, c_title FROM docs ORDER BY cosine(vec, ?) LIMIT 10) UNION ALL"
                                        + " (SELECT id, c_title FROM docs ORDER BY cosine(vec, ?) LIMIT 10)",
                                TITLES + " UNION ALL " + TITLES)
                        .searches(2),
                new Shape(
                        "query vector from a sub-query",
                        "SELECT id, c_title FROM docs ORDER BY cosine(vec, (SELECT vec FROM probes WHERE id = 7)) LIMIT 10",
                        TITLES),
                new Shape(
                                "LATERAL, 20 rows outside",
                                "SELECT p.id, n.id, n.c_title FROM probes p, LATERAL (SELECT d.id, d.c_title FROM docs d"
                                        + " ORDER BY cosine(d.vec, p.vec) LIMIT 10) AS n",
                                String.join(" UNION ALL ", Collections.nCopies(20, TITLES)))
                        .searches(20),
                new Shape(
                                "sub-query for each row, 20 rows outside",
                                "SELECT p.id, (SELECT d.id FROM docs d ORDER BY cosine(d.vec, p.vec) LIMIT 1) FROM probes p",
                                1,
                                TITLES)
                        .searches(20));
    }

    private static Shape joined(String share, int end) {
        return new Shape(
                        "join and its WHERE, " + share,
                        "SELECT d.id, a.name FROM docs d JOIN authors a ON a.id = d.c_bucket WHERE a.place < " + end
                                + " ORDER BY cosine(d.vec, ?) LIMIT 10",
                        FOUND_AUTHORS + " AND a.place < " + end)
                .eligible("c_bucket < " + end);
    }

    /** Those that change rows; each is rolled back. */
    static List<Shape> changes() {
        return List.of(
                new Shape(
                        "INSERT … SELECT",
                        "INSERT INTO found (id, title) SELECT id, c_title FROM docs ORDER BY cosine(vec, ?) LIMIT 10",
                        "INSERT INTO found (id, title) " + TITLES),
                new Shape(
                        "UPDATE of a search",
                        "UPDATE docs SET c_title = 'new' WHERE id IN (SELECT id FROM docs ORDER BY cosine(vec, ?) LIMIT 10)",
                        "UPDATE docs SET c_title = 'new' WHERE id IN (IDS)"),
                new Shape(
                        "DELETE of a search",
                        "DELETE FROM docs WHERE id IN (SELECT id FROM docs ORDER BY cosine(vec, ?) LIMIT 10)",
                        "DELETE FROM docs WHERE id IN (IDS)"),
                new Shape(
                        "MERGE using a search",
                        "MERGE INTO found f USING (SELECT id, c_title FROM docs ORDER BY cosine(vec, ?) LIMIT 10) s ON f.id = s.id"
                                + " WHEN NOT MATCHED THEN INSERT (id, title) VALUES (s.id, s.c_title)",
                        "MERGE INTO found f USING (" + TITLES + ") s ON f.id = s.id"
                                + " WHEN NOT MATCHED THEN INSERT (id, title) VALUES (s.id, s.c_title)"),
                new Shape(
                        "ON CONFLICT with a search",
                        "INSERT INTO found (id, title) SELECT id, c_title FROM docs ORDER BY cosine(vec, ?) LIMIT 10"
                                + " ON CONFLICT (id) DO NOTHING",
                        "MERGE INTO found f USING (" + TITLES + ") s ON f.id = s.id"
                                + " WHEN NOT MATCHED THEN INSERT (id, title) VALUES (s.id, s.c_title)"));
    }
}
