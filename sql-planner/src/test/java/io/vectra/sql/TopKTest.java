package io.vectra.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopKTest {
    private static final int ROWS = 400;
    private static final int DIMENSION = 4;

    private Database database;
    private SqlEngine engine;
    private SqlEngine exact;
    private Session session;
    private Random random;

    @BeforeAll
    void fill() throws SQLException {
        long seed = Long.getLong("vectra.seed", 20260101L);
        System.out.println("vectra.seed = " + seed);
        random = new Random(seed);
        database = Database.openInMemory();
        engine = new SqlEngine(database);
        exact = engine.withPushDown(false);
        session = database.newSession();
        run(
                "CREATE TABLE docs (id BIGINT PRIMARY KEY, name VARCHAR(20), category VARCHAR(10), price DECIMAL(10, 2), vec VECTOR(4))");
        run("CREATE TABLE keyless (name VARCHAR(20), doc_id BIGINT, vec VECTOR(4))");
        Plan docs = engine.prepare("INSERT INTO docs VALUES (?, ?, ?, ?, ?)");
        Plan keyless = engine.prepare("INSERT INTO keyless VALUES (?, ?, ?)");
        List<Object[]> docRows = new ArrayList<>();
        List<Object[]> keylessRows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            long id = (i * 7919L) % 10007;
            Object category = random.nextInt(10) == 0 ? null : "c" + random.nextInt(5);
            Object price = random.nextInt(10) == 0 ? null : random.nextInt(1000) / 100.0;
            docRows.add(new Object[] {id, "n" + random.nextInt(50), category, price, vectorOrNull()});
            keylessRows.add(new Object[] {"k" + i, id, vectorOrNull()});
        }
        docs.executeBatch(session, docRows, Plan.ExecuteOptions.NONE);
        keyless.executeBatch(session, keylessRows, Plan.ExecuteOptions.NONE);
    }

    @AfterAll
    void close() throws SQLException {
        session.close();
        database.close();
    }

    private void run(String sql) throws SQLException {
        engine.prepare(sql)
                .execute(session, new Object[0], Plan.ExecuteOptions.NONE)
                .close();
    }

    /** Small whole numbers, so that equal distances are frequent. */
    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextInt(3) - 1;
        }
        return vector;
    }

    private float[] vectorOrNull() {
        return random.nextInt(8) == 0 ? null : vector();
    }

    private List<List<Object>> assertSame(String sql, Object... values) throws SQLException {
        List<List<Object>> rows = Rows.of(engine, session, sql, values);
        assertThat(rows).as("%s %s", sql, Arrays.deepToString(values)).isEqualTo(Rows.of(exact, session, sql, values));
        return rows;
    }

    private String explain(String sql, Object... values) throws SQLException {
        return Rows.of(engine, session, "EXPLAIN " + sql, values).toString();
    }

    @Test
    void everyOrderAndFilterGivesTheRowsOfTheMirrorAlone() throws SQLException {
        String[] orders = {
            "cosine(vec, ?)",
            "vec <=> ?",
            "euclidean(?, vec)",
            "vec <-> ?",
            "vec <#> ?",
            "vec <+> ?",
            "dot_product(vec, ?) DESC",
            "cosine_similarity(vec, ?) DESC",
            "- dot_product(vec, ?)",
            "cosine(vec, ?) NULLS LAST",
            "cosine(vec, ?), price DESC, id",
            "vec <+> ?, name, category NULLS LAST",
            "cosine_similarity(vec, ?) DESC, name"
        };
        String[] filters = {
            "",
            " WHERE category = 'c1'",
            " WHERE category IN ('c1', 'c3') AND price < 5",
            " WHERE NOT (category = 'c2' OR price BETWEEN 2 AND 7)",
            " WHERE name LIKE 'n1%' OR category IS NULL",
            " WHERE price IS NULL AND vec IS NOT NULL",
            " WHERE vec IS NULL",
            " WHERE id = -1",
            " WHERE id IN (SELECT doc_id FROM keyless WHERE name < 'k2')",
            " WHERE EXISTS (SELECT 1 FROM keyless k WHERE k.doc_id = docs.id AND k.vec <-> docs.vec < 1)",
            " WHERE vec <-> '[0,0,0,1]' < 1.5"
        };
        for (String order : orders) {
            for (String filter : filters) {
                String select = "SELECT id, name, vec FROM docs" + filter + " ORDER BY " + order;
                assertThat(explain(select + " LIMIT 5", vector())).contains("Vector search");
                assertSame(select + " LIMIT ? OFFSET ?", vector(), random.nextInt(30), random.nextInt(30));
                assertSame(select + " LIMIT 1000", vector());
            }
        }
    }

    @Test
    void tablesWithoutAKeyAreOrderedByTheirHiddenRowIds() throws SQLException {
        assertSame("SELECT * FROM keyless ORDER BY vec <=> ? LIMIT 50", vector());
        assertSame("SELECT name FROM keyless WHERE doc_id > 100 ORDER BY vec <-> ? LIMIT 390 OFFSET 5", vector());
    }

    @Test
    void theDistanceInTheSelectListIsTheOneOfTheSearch() throws SQLException {
        String sql = "SELECT vec <-> '[1,0,0,1]' AS d, id, 2 * (vec <-> '[1,0,0,1]') FROM docs ORDER BY d LIMIT 20";
        assertSame(sql);
        assertSame("SELECT id, cosine(vec, '[1,0,0,1]') FROM docs ORDER BY 2 LIMIT 20");
        assertSame("SELECT id, cosine(vec, ?) AS d FROM docs ORDER BY cosine(vec, ?) LIMIT 20", vector(), vector());
    }

    @Test
    void aSearchStandsInSubQueriesCtesJoinsAndAggregates() throws SQLException {
        String nearest = "SELECT id, category, vec <=> '[1,0,1,0]' AS d FROM docs WHERE price > 1 ORDER BY d LIMIT 30";
        for (String sql : List.of(
                "SELECT category, count(*), min(d) FROM (" + nearest + ") n GROUP BY category ORDER BY category",
                "WITH n AS (" + nearest
                        + ") SELECT a.id, b.id FROM n a JOIN n b ON a.d = b.d AND a.id < b.id ORDER BY 1, 2",
                "SELECT k.name FROM (" + nearest + ") n JOIN keyless k ON k.doc_id = n.id ORDER BY k.name",
                "SELECT id FROM docs WHERE id IN (SELECT id FROM (" + nearest + ") n) ORDER BY id",
                "(" + nearest
                        + ") UNION ALL (SELECT id, category, vec <-> '[1,1,1,1]' AS d FROM docs ORDER BY d LIMIT 3) ORDER BY id, d",
                "SELECT id, rank() OVER (ORDER BY d) FROM (" + nearest + ") n ORDER BY id",
                "SELECT id FROM docs ORDER BY vec <=> (SELECT vec FROM docs WHERE vec IS NOT NULL AND id > 50 ORDER BY id LIMIT 1) LIMIT 4")) {
            assertThat(explain(sql)).contains("Vector search");
            assertSame(sql);
        }
    }

    @Test
    void whatCannotBeSearchedForIsExplainedAndStillRight() throws SQLException {
        assertThat(explain("SELECT id FROM docs ORDER BY cosine(vec, ?) DESC LIMIT 3", vector()))
                .contains("farthest")
                .doesNotContain("Vector search");
        assertThat(explain("SELECT id FROM docs ORDER BY cosine(vec, ?)", vector()))
                .contains("no LIMIT");
        assertThat(explain("SELECT DISTINCT name, vec <=> '[1,0,0,0]' AS d FROM docs ORDER BY d LIMIT 3"))
                .contains("DISTINCT");
        assertThat(
                        explain(
                                "SELECT category, min(vec <=> '[1,0,0,0]') AS d FROM docs GROUP BY category ORDER BY d LIMIT 3"))
                .contains("grouped");
        assertThat(explain("SELECT id FROM docs ORDER BY vec <=> normalize(vec) LIMIT 3"))
                .contains("differs from row to row");
        assertSame("SELECT id FROM docs ORDER BY cosine(vec, '[1,0,0,0]') DESC LIMIT 3");
    }

    @Test
    void aNullQueryVectorOrdersNothing() throws SQLException {
        assertThat(assertSame("SELECT id FROM docs ORDER BY vec <=> ? LIMIT 3", (Object) null))
                .hasSize(3);
    }

    @Test
    void ownChangesAreSeenBySearches() throws SQLException {
        session.setAutoCommit(false);
        try {
            run("INSERT INTO docs VALUES (20001, 'own', 'c9', 1, '[9,9,9,9]')");
            assertThat(assertSame("SELECT id FROM docs ORDER BY vec <-> '[9,9,9,9]' LIMIT 1"))
                    .containsExactly(List.of(20001L));
            assertThat(assertSame("SELECT id FROM docs WHERE category = 'c9' ORDER BY vec <-> '[0,0,0,0]' LIMIT 7"))
                    .containsExactly(List.of(20001L));
        } finally {
            session.rollback();
            session.setAutoCommit(true);
        }
    }
}
