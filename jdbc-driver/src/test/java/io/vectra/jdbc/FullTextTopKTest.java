package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Queries that a full-text index answers have the rows that the mirror finds row by row. */
class FullTextTopKTest extends DatabaseTest {
    private static final List<String> WORDS = List.of(
            "sea", "ship", "shipping", "harbour", "wave", "storm", "sail", "anchor", "crew", "captain", "port", "tide");
    private static final int QUERIES = 120;

    private void createDocs(Random random, int rows) throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR, body CLOB, price INT, category VARCHAR, vec VECTOR(3))");
        fill(random, 0, rows / 2);
        execute("CREATE INDEX docs_text ON docs USING FULLTEXT (title, body)");
        execute("VACUUM docs");
        fill(random, rows / 2, rows);
        execute("DELETE FROM docs WHERE MOD(id, 7) = 3", "UPDATE docs SET body = 'sea sea ship' WHERE MOD(id, 11) = 5");
    }

    private void fill(Random random, int from, int to) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int id = from; id < to; id++) {
                insert.setInt(1, id);
                insert.setString(2, text(random, 3));
                insert.setString(3, text(random, 12));
                insert.setInt(4, random.nextInt(20));
                insert.setString(5, "c" + random.nextInt(3));
                insert.setObject(
                        6,
                        random.nextInt(8) == 0
                                ? null
                                : new float[] {random.nextFloat() - 0.5f, random.nextFloat(), random.nextFloat()});
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String text(Random random, int wordsMax) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(wordsMax); i >= 0; i--) {
            text.append(word(random)).append(' ');
        }
        return text.toString();
    }

    private static String word(Random random) {
        return WORDS.get((int) (WORDS.size() * random.nextDouble() * random.nextDouble()));
    }

    private static String query(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> word(random);
            case 1 -> word(random) + " AND " + word(random);
            case 2 -> "+" + word(random) + " " + word(random) + " -" + word(random);
            case 3 -> "\"" + word(random) + " " + word(random) + "\"";
            case 4 -> "sh* " + word(random) + "~1^0.5";
            case 5 -> "NOT " + word(random);
            case 6 -> word(random) + "^0 " + word(random);
            default -> word(random) + " " + word(random) + " nothing";
        };
    }

    private static String where(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> " WHERE price < 8";
            case 1 -> " WHERE category = 'c1' AND NOT price BETWEEN 3 AND 5";
            case 2 -> " WHERE MOD(id, 3) = 1";
            case 3 -> " WHERE title IS NOT NULL AND (price > 18 OR id < 20)";
            default -> "";
        };
    }

    @Test
    void theBestRowsAreThoseOfTheWholeOrder() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("full-text top-k: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 400);
        for (int i = 0; i < QUERIES; i++) {
            String columns = random.nextBoolean() ? "body" : "title, body";
            String score = "bm25(" + columns + ", ?)";
            String query = query(random);
            String where = where(random);
            String keys = random.nextInt(4) == 0 ? ", price, id DESC" : "";
            String limit = " LIMIT " + (1 + random.nextInt(random.nextInt(5) == 0 ? 300 : 12))
                    + (random.nextBoolean() ? " OFFSET " + random.nextInt(20) : "");
            String select = "SELECT id, " + score + ", title FROM docs" + where + " ORDER BY ";
            String sql = select + score + " DESC" + keys + limit;
            String mirror = select + "ABS(" + score + ") DESC" + (keys.isEmpty() ? ", id" : keys) + limit;

            assertThat(rows(sql, query, query))
                    .as(sql + " for " + query + ", -Dvectra.seed=" + seed)
                    .isEqualTo(rows(mirror, query, query));
        }
    }

    @Test
    void matchesSelectsTheSameRowsAsItsValue() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("full-text matches: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 300);
        for (int i = 0; i < QUERIES; i++) {
            String query = query(random);
            String where = where(random).replace("WHERE", "AND");
            String rest = where + " ORDER BY price, id LIMIT 20";

            assertThat(rows("SELECT id FROM docs WHERE matches(title, body, ?)" + rest, query))
                    .as(query + where + ", -Dvectra.seed=" + seed)
                    .isEqualTo(rows("SELECT id FROM docs WHERE (matches(title, body, ?) IS TRUE)" + rest, query));
            assertThat(rows(
                            "SELECT category, COUNT(*), MAX(price) FROM docs WHERE matches(body, ?)" + where
                                    + " GROUP BY category ORDER BY 1",
                            query))
                    .isEqualTo(rows(
                            "SELECT category, COUNT(*), MAX(price) FROM docs WHERE (matches(body, ?) IS TRUE)" + where
                                    + " GROUP BY category ORDER BY 1",
                            query));
        }
    }

    /** Without other columns, the mirror is not asked. */
    @Test
    void idsAndScoresAloneAreThoseBesideOtherColumns() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("ids and scores: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 400);
        connection.setAutoCommit(false);
        for (int i = 0; i < QUERIES; i++) {
            if (i == QUERIES / 2) {
                execute("UPDATE docs SET body = 'anchor sea' WHERE MOD(id, 5) = 1");
            }
            String query = query(random);
            String rest = " FROM docs" + where(random) + " ORDER BY bm25(body, ?) DESC LIMIT " + random.nextInt(12)
                    + " OFFSET " + random.nextInt(4);

            List<List<Object>> alone = rows("SELECT bm25(body, ?) AS s, id AS i" + rest, query, query);

            assertThat(alone)
                    .as(query + rest + ", -Dvectra.seed=" + seed)
                    .isEqualTo(rows("SELECT bm25(body, ?) AS s, id AS i, price" + rest, query, query).stream()
                            .map(row -> row.subList(0, 2))
                            .toList());
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Test
    void idsAndScoresAloneHaveTheSameMetadata() throws SQLException {
        createDocs(new Random(1), 50);
        String end = " FROM docs ORDER BY bm25(body, 'sea') DESC LIMIT 3";
        try (PreparedStatement alone = connection.prepareStatement("SELECT id, bm25(body, 'sea') AS s" + end);
                PreparedStatement beside =
                        connection.prepareStatement("SELECT id, bm25(body, 'sea') AS s, price" + end);
                ResultSet rows = alone.executeQuery();
                ResultSet more = beside.executeQuery()) {
            for (int i = 1; i <= 2; i++) {
                assertThat(described(rows.getMetaData(), i)).isEqualTo(described(more.getMetaData(), i));
            }
        }
    }

    private static List<Object> described(ResultSetMetaData column, int i) throws SQLException {
        return List.of(
                column.getColumnLabel(i),
                column.getColumnName(i),
                column.getTableName(i),
                column.getSchemaName(i),
                column.getColumnTypeName(i),
                column.getColumnType(i),
                column.getPrecision(i),
                column.isNullable(i));
    }

    @Test
    void ownRowsAreAmongTheBest() throws SQLException {
        createDocs(new Random(5), 60);
        connection.setAutoCommit(false);
        execute("INSERT INTO docs (id, title, body) VALUES (1000, 'zebra', 'zebra zebra')");

        assertThat(rows("SELECT id FROM docs WHERE price IS NULL ORDER BY bm25(title, body, 'zebra') DESC LIMIT 1"))
                .containsExactly(List.of(1000));
        connection.rollback();
    }

    @Test
    void queriesNamedInWithAreReadFromConditionsAndQueries() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, body CLOB, vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'sea', '[0, 1]'), (2, 'sea', '[1, 0]'), (3, 'sea sea ship', '[1, 1]')",
                "CREATE INDEX docs_text ON docs USING FULLTEXT (body)");
        String few = "WITH few AS (SELECT 1 AS x UNION SELECT 3) SELECT id FROM docs WHERE id IN (SELECT x FROM few)";
        String word = "WITH word AS (SELECT 'ship' AS w, vec AS v FROM docs WHERE id = 2) SELECT id FROM docs";

        for (String score : List.of(
                "bm25(body, 'ship')",
                "hybrid(vec, '[1, 0]', body, 'ship')",
                "hybrid(vec, '[1, 0]', body, 'ship', 0.5, 'rrf')")) {
            assertThat(rows(few + " ORDER BY " + score + " DESC LIMIT 2")).containsExactly(List.of(3), List.of(1));
        }
        assertThat(rows(word + " WHERE matches(body, (SELECT w FROM word))")).containsExactly(List.of(3));
        assertThat(rows(word + " ORDER BY bm25(body, (SELECT w FROM word)) DESC LIMIT 1"))
                .containsExactly(List.of(3));
        assertThat(rows(word + " ORDER BY hybrid(vec, (SELECT v FROM word), body, 'sea', 0.9) DESC LIMIT 1"))
                .containsExactly(List.of(2));
    }

    @Test
    void explainNamesTheIndexedColumnsAndWhatWasFound() throws SQLException {
        createDocs(new Random(5), 60);

        String plan =
                rows("EXPLAIN SELECT id FROM docs WHERE price < 10 ORDER BY bm25(title, body, 'sea') DESC LIMIT 5")
                        .toString();
        assertThat(plan)
                .contains("Full-text search: PUBLIC.DOCS.TITLE, BODY, k = 5")
                .contains("columns kept for filters");
        String analyzed = rows("EXPLAIN ANALYZE SELECT id FROM docs WHERE matches(body, 'sea')")
                .toString();
        assertThat(analyzed).contains("all matches").contains("candidates in");
    }
}
