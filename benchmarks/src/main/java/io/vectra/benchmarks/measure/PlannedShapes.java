package io.vectra.benchmarks.measure;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Statements of the shapes in docs/SQL.md, over three small tables, for {@link PlanningBench}. */
final class PlannedShapes {
    static final int DIMENSION = 8;
    private static final int ROWS = 500;
    private static final int AUTHORS = 20;
    private static final int CATEGORIES = 7;
    private static final List<String> WORDS = List.of("red", "green", "blue", "shoe", "boot", "hat", "coat");

    private PlannedShapes() {}

    /**
     * A statement.
     *
     * @param sql its text; {@code #} is a number that makes each text another one, and each {@code ?} a vector
     */
    record Shape(String name, String sql) {
        String text(int number) {
            return sql.replace("#", Integer.toString(number));
        }
    }

    static List<Shape> all() {
        return List.of(
                new Shape("row by key", "SELECT id, title, price FROM docs WHERE id = #"),
                new Shape(
                        "groups",
                        "SELECT category, COUNT(*) AS n, AVG(price) FROM docs WHERE price < # GROUP BY category"
                                + " HAVING COUNT(*) > 1 ORDER BY n DESC"),
                new Shape("top-k", "SELECT id, title FROM docs WHERE id <> # ORDER BY cosine(vec, ?) LIMIT 10"),
                new Shape(
                        "top-k, distance named, conditions",
                        "SELECT id, title, 1 - cosine(vec, ?) AS score FROM docs"
                                + " WHERE (category = 'c1' AND price < #) OR NOT (title LIKE 'A%' OR price IS NULL)"
                                + " ORDER BY score DESC, id LIMIT 10 OFFSET 20"),
                new Shape(
                        "range",
                        "SELECT category, COUNT(*) FROM docs WHERE cosine(vec, ?) < 0.3 AND price < # GROUP BY category"),
                new Shape(
                        "top-k under joins",
                        "SELECT d.id, a.name, cosine(d.vec, ?) AS d FROM docs d JOIN authors a ON a.id = d.author_id"
                                + " LEFT JOIN tags t ON t.doc_id = d.id WHERE a.country = 'l1' AND d.price < #"
                                + " ORDER BY d LIMIT 10"),
                new Shape(
                        "top-k with EXISTS and IN",
                        "SELECT id FROM docs d WHERE EXISTS (SELECT 1 FROM tags t WHERE t.doc_id = d.id AND t.tag = 't#')"
                                + " AND author_id IN (SELECT id FROM authors WHERE country = 'l2')"
                                + " ORDER BY cosine(vec, ?) LIMIT 10"),
                new Shape(
                        "CTEs and windows over a top-k",
                        "WITH n AS (SELECT id, category, price, cosine(vec, ?) AS d FROM docs WHERE price < #"
                                + " ORDER BY d LIMIT 50), m AS (SELECT n.*, ROW_NUMBER() OVER (PARTITION BY category"
                                + " ORDER BY d) AS place FROM n) SELECT category, id, d FROM m WHERE place <= 3"
                                + " ORDER BY category, place"),
                new Shape(
                        "UNION ALL of two top-k",
                        "(SELECT id, cosine(vec, ?) AS d FROM docs WHERE price < # ORDER BY d LIMIT 5) UNION ALL"
                                + " (SELECT id, euclidean(vec, ?) AS d FROM docs ORDER BY d LIMIT 5)"),
                new Shape(
                        "query vector from a sub-query",
                        "SELECT id FROM docs ORDER BY cosine(vec, (SELECT vec FROM docs WHERE id = #)) LIMIT 10"),
                new Shape(
                        "LATERAL",
                        "SELECT a.name, n.id FROM authors a, LATERAL (SELECT d.id FROM docs d WHERE d.price < #"
                                + " ORDER BY cosine(d.vec, a.vec) LIMIT 3) AS n WHERE a.id < 3"),
                new Shape(
                        "full text",
                        "SELECT id, bm25(title, 'red shoe') AS s FROM docs WHERE price < #"
                                + " ORDER BY bm25(title, 'red shoe') DESC LIMIT 10"),
                new Shape(
                        "hybrid",
                        "SELECT id, hybrid(vec, ?, title, 'red shoe') AS s FROM docs WHERE price < #"
                                + " ORDER BY s DESC LIMIT 10"),
                new Shape(
                        "INSERT",
                        "INSERT INTO docs (id, title, category, price, vec) VALUES (1000000 + #, 'new', 'c1', 9.5, ?)"),
                new Shape("UPDATE", "UPDATE docs SET vec = normalize(vec + ?), price = price + 1 WHERE id = #"),
                new Shape(
                        "DELETE of a top-k",
                        "DELETE FROM docs WHERE id IN (SELECT id FROM docs WHERE price > # ORDER BY cosine(vec, ?) LIMIT 2)"),
                new Shape(
                        "MERGE",
                        "MERGE INTO docs AS d USING (VALUES (#, 'one')) AS s (id, title) ON d.id = s.id"
                                + " WHEN MATCHED THEN UPDATE SET title = s.title"
                                + " WHEN NOT MATCHED THEN INSERT (id, title, vec) VALUES (s.id, s.title, ?)"));
    }

    /** Creates the tables and fills them. */
    static void fill(Statement statement, String vectorType) throws SQLException {
        statement.execute("CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(20), country VARCHAR(5), vec "
                + vectorType + ")");
        statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, author_id INT REFERENCES authors (id),"
                + " title VARCHAR(200), category VARCHAR(5), price DECIMAL(10, 2), vec " + vectorType + ")");
        statement.execute("CREATE TABLE tags (doc_id INT, tag VARCHAR(10))");
        statement.execute("CREATE INDEX docs_category ON docs (category)");
        statement.execute("CREATE INDEX tags_doc ON tags (doc_id)");
        Random random = new Random(42);
        for (int id = 0; id < AUTHORS; id++) {
            statement.execute("INSERT INTO authors VALUES (" + id + ", 'a" + id + "', 'l" + id % 5 + "', "
                    + vector(random) + ")");
        }
        for (int id = 0; id < ROWS; id++) {
            String title = WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size()));
            statement.execute("INSERT INTO docs VALUES (" + id + ", " + id % AUTHORS + ", '" + title + "', 'c"
                    + id % CATEGORIES + "', " + random.nextInt(100) + ", " + vector(random) + ")");
            statement.execute("INSERT INTO tags VALUES (" + id + ", 't" + random.nextInt(9) + "')");
        }
    }

    private static String vector(Random random) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < DIMENSION; i++) {
            values.add(Float.toString(random.nextFloat() - 0.5f));
        }
        return "ARRAY[" + String.join(", ", values) + "]";
    }
}
