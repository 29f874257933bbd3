package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code hybrid} and sums of scores, compared with their formulas over all rows. */
class HybridTest extends DatabaseTest {
    private static final List<String> WORDS = List.of(
            "sea", "ship", "shipping", "harbour", "wave", "storm", "sail", "anchor", "crew", "captain", "port", "tide");
    private static final int QUERIES = 60;

    private void createDocs(Random random, int rows) throws SQLException {
        execute("CREATE TABLE docs (id INT PRIMARY KEY, body CLOB, price INT, vec VECTOR(4))");
        fill(random, 0, rows / 2);
        execute("CREATE INDEX docs_text ON docs USING FULLTEXT (body)", "VACUUM docs");
        fill(random, rows / 2, rows);
        execute("DELETE FROM docs WHERE MOD(id, 9) = 2");
    }

    private void fill(Random random, int from, int to) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?)")) {
            for (int id = from; id < to; id++) {
                insert.setInt(1, id);
                insert.setString(2, random.nextInt(7) == 0 ? null : text(random));
                insert.setInt(3, random.nextInt(20));
                insert.setObject(4, random.nextInt(9) == 0 ? null : vector(random));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static float[] vector(Random random) {
        return new float[] {
            random.nextFloat() - 0.5f, random.nextFloat() - 0.5f, random.nextFloat() - 0.5f, random.nextFloat() - 0.5f
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(word(random)).append(' ');
        }
        return text.toString();
    }

    private static String word(Random random) {
        return WORDS.get((int) (WORDS.size() * random.nextDouble() * random.nextDouble()));
    }

    /** A row as the formulas need it. */
    private record Doc(long id, Double similarity, Double score) {}

    private List<Doc> docs(String where, String query, float[] vector) throws SQLException {
        List<Doc> docs = new ArrayList<>();
        rows("SELECT id, cosine_similarity(vec, ?), bm25(body, ?) FROM docs" + where, vector, query)
                .forEach(row ->
                        docs.add(new Doc(((Number) row.get(0)).longValue(), (Double) row.get(1), (Double) row.get(2))));
        return docs;
    }

    private void assertPushedDown(String sql, Object... values) throws SQLException {
        assertThat(rows("EXPLAIN " + sql, values).toString()).as(sql).contains("Hybrid: ");
    }

    private static List<List<Object>> best(Map<Long, Double> scores, int limit, int offset) {
        List<Map.Entry<Long, Double>> order = new ArrayList<>(scores.entrySet());
        order.sort(Comparator.comparing((Map.Entry<Long, Double> each) -> each.getValue() == null)
                .thenComparing(each -> each.getValue() == null ? 0 : -each.getValue())
                .thenComparing(Map.Entry::getKey));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = offset; i < Math.min(order.size(), offset + limit); i++) {
            rows.add(java.util.Arrays.asList(
                    order.get(i).getKey().intValue(), order.get(i).getValue()));
        }
        return rows;
    }

    private static void assertSame(List<List<Object>> found, List<List<Object>> expected, String when) {
        assertThat(found).as(when).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).get(0))
                    .as(when + ", row " + i)
                    .isEqualTo(expected.get(i).get(0));
            Double score = (Double) expected.get(i).get(1);
            if (score == null) {
                assertThat(found.get(i).get(1)).as(when + ", row " + i).isNull();
            } else {
                assertThat(((Number) found.get(i).get(1)).doubleValue())
                        .as(when + ", row " + i)
                        .isCloseTo(score, org.assertj.core.data.Offset.offset(1e-9));
            }
        }
    }

    private static final double[] WEIGHTS = {0, 0.3, 0.5, 1};
    private static final String[] CONDITIONS = {"", " WHERE price < 12", " WHERE MOD(id, 3) = 1", " WHERE price = 3"};

    @Test
    void aWeightIsFromZeroToOneWhereverItStands() throws SQLException {
        execute(
                "CREATE TABLE two (id INT PRIMARY KEY, body VARCHAR(20), vec VECTOR(2))",
                "CREATE INDEX two_body ON two USING FULLTEXT (body)",
                "INSERT INTO two VALUES (1, 'red', '[1, 0]')");

        for (String sql : List.of(
                "SELECT hybrid(vec, '[1, 0]', body, 'red', ?) FROM two",
                "SELECT id FROM two ORDER BY hybrid(vec, '[1, 0]', body, 'red', ?) DESC LIMIT 1")) {
            assertState("22023", () -> rows(sql, 1.5)).hasMessageContaining("from 0 to 1, but is 1.5");
        }
    }

    @Test
    void weightedIsTheFormulaOverAllRows() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("hybrid weighted: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 300);
        compareWeighted(random, seed, QUERIES);
    }

    /** More matches than are looked at first, of which those with near vectors may win. */
    @Test
    void weightedIsTheFormulaOverManyMatches() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("hybrid weighted, many matches: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 3_000);
        compareWeighted(random, seed, 12);
    }

    private void compareWeighted(Random random, long seed, int queries) throws SQLException {
        for (int i = 0; i < queries; i++) {
            String query = word(random) + (random.nextBoolean() ? " " + word(random) : "");
            float[] vector = vector(random);
            double weight = WEIGHTS[i % WEIGHTS.length];
            String where = CONDITIONS[random.nextInt(CONDITIONS.length)];
            int limit = 1 + random.nextInt(20);
            int offset = random.nextInt(3) * 5;
            double most = docs("", query, vector).stream()
                    .mapToDouble(doc -> doc.score() == null ? 0 : doc.score())
                    .max()
                    .orElse(0);
            Map<Long, Double> scores = new HashMap<>();
            for (Doc doc : docs(where, query, vector)) {
                double ofVectors = doc.similarity() == null ? 0 : (1 + doc.similarity()) / 2;
                double ofText = doc.score() == null || most == 0 ? 0 : doc.score() / most;
                boolean isNull = doc.similarity() == null && doc.score() == null;
                scores.put(doc.id(), isNull ? null : weight * ofVectors + (1 - weight) * ofText);
            }

            String sql = "SELECT id, hybrid(vec, ?, body, ?, ?) AS s FROM docs" + where + " ORDER BY s DESC LIMIT "
                    + limit + " OFFSET " + offset;
            assertPushedDown(sql, vector, query, weight);
            List<List<Object>> found = rows(sql, vector, query, weight);

            assertSame(found, best(scores, limit, offset), query + where + " " + weight + ", -Dvectra.seed=" + seed);
        }
    }

    @Test
    void sumsOfScoresAreExact() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("hybrid sum: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        createDocs(random, 300);
        for (int i = 0; i < QUERIES; i++) {
            String query = word(random) + " " + word(random);
            float[] vector = vector(random);
            String where = CONDITIONS[random.nextInt(CONDITIONS.length)];
            int limit = 1 + random.nextInt(20);
            Map<Long, Double> scores = new HashMap<>();
            for (Doc doc : docs(where, query, vector)) {
                boolean isNull = doc.similarity() == null || doc.score() == null;
                scores.put(doc.id(), isNull ? null : 0.7 * doc.similarity() + 0.3 * doc.score());
            }
            String expression = random.nextBoolean()
                    ? "0.7 * cosine_similarity(vec, ?) + bm25(body, ?) * 0.3"
                    : "0.7 - 0.7 * cosine(vec, ?) + 0.3 * bm25(body, ?)";

            String sql = "SELECT id, " + expression + " FROM docs" + where + " ORDER BY 2 DESC LIMIT " + limit;
            assertPushedDown(sql, vector, query);
            List<List<Object>> found = rows(sql, vector, query);

            assertSame(found, best(scores, limit, 0), query + where + ", -Dvectra.seed=" + seed);
        }
    }

    @Test
    void ranksAreFusedByTheFormula() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("hybrid rrf: -Dvectra.seed=" + seed);
        assertRanksFused(seed);
    }

    /** A row without a vector, whose text does not match, came after later ones with the same score. */
    @Test
    void rowsThatNeitherSideFindsComeInTheirOrder() throws SQLException {
        assertRanksFused(31676660907615L);
    }

    private void assertRanksFused(long seed) throws SQLException {
        Random random = new Random(seed);
        createDocs(random, 300);
        for (int i = 0; i < QUERIES; i++) {
            String query = word(random) + " " + word(random);
            float[] vector = vector(random);
            double weight = WEIGHTS[i % WEIGHTS.length];
            String where = CONDITIONS[random.nextInt(CONDITIONS.length)];
            int limit = 1 + random.nextInt(20);
            int offset = random.nextInt(3) * 5;
            Map<Long, Double> scores = new HashMap<>();
            List<Doc> docs = docs(where, query, vector);
            docs.forEach(doc -> scores.put(doc.id(), 0.0));
            add(scores, docs, Doc::similarity, weight);
            add(
                    scores,
                    docs.stream()
                            .filter(doc -> doc.score() != null && doc.score() > 0)
                            .toList(),
                    Doc::score,
                    1 - weight);

            List<List<Object>> found = rows(
                    "SELECT id, hybrid(vec, ?, body, ?, " + weight + ", 'rrf') AS s FROM docs" + where
                            + " ORDER BY s DESC LIMIT " + limit + " OFFSET " + offset,
                    vector,
                    query);

            assertSame(found, best(scores, limit, offset), query + where + " " + weight + ", -Dvectra.seed=" + seed);
        }
    }

    private static void add(
            Map<Long, Double> scores, List<Doc> docs, java.util.function.Function<Doc, Double> score, double weight) {
        List<Doc> order = new ArrayList<>(
                docs.stream().filter(doc -> score.apply(doc) != null).toList());
        order.sort(Comparator.comparing((Doc doc) -> -score.apply(doc)).thenComparing(Doc::id));
        for (int rank = 1; rank <= order.size(); rank++) {
            scores.merge(order.get(rank - 1).id(), weight / (60 + rank), Double::sum);
        }
    }

    @Test
    void hybridStandsWhereExpressionsMay() throws SQLException {
        createDocs(new Random(3), 60);
        float[] vector = {1, 0, 0, 0};

        List<List<Object>> all = rows("SELECT id, hybrid(vec, ?, body, 'sea') FROM docs ORDER BY id", vector);
        List<List<Object>> best =
                rows("SELECT id, hybrid(vec, ?, body, 'sea') FROM docs ORDER BY 2 DESC, id LIMIT 5", vector);

        assertThat(all).containsAll(best);
        assertThat(rows("SELECT COUNT(*) FROM docs WHERE hybrid(vec, ?, body, 'sea', 0.5) > 0.5", vector)
                        .get(0)
                        .get(0))
                .isEqualTo(all.stream()
                        .filter(row -> row.get(1) != null && (Double) row.get(1) > 0.5)
                        .count());
    }

    @Test
    void explainShowsBothSides() throws SQLException {
        createDocs(new Random(3), 60);

        String plan = rows(
                        "EXPLAIN ANALYZE SELECT id FROM docs WHERE price < 10"
                                + " ORDER BY hybrid(vec, ?, body, 'sea') DESC LIMIT 5",
                        new float[] {1, 0, 0, 0})
                .toString();

        assertThat(plan)
                .contains("Full-text search")
                .contains("Hybrid: weighted")
                .contains("cosine");
    }

    @Test
    void mistakesAreTold() throws SQLException {
        createDocs(new Random(3), 10);
        float[] vector = {1, 0, 0, 0};
        assertThatThrownBy(() -> rows("SELECT hybrid(vec, ?, body) FROM docs", vector))
                .hasMessageContaining("3 operands");
        assertThatThrownBy(() -> rows("SELECT hybrid(vec, ?, body, 'sea', 0.5, 'rff') FROM docs", vector))
                .hasMessageContaining("did you mean \"rrf\"");
        assertThatThrownBy(() -> rows("SELECT hybrid(vec, ?, body, 'sea', 1.5) FROM docs", vector))
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> rows("SELECT hybrid(vec, ?, body, 'sea', 0.5, 'rrf') FROM docs", vector))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has a LIMIT");
        assertThatThrownBy(() -> rows("SELECT hybrid(vec, '[1, 2]', body, 'sea') FROM docs"))
                .isInstanceOf(SQLException.class);
    }
}
