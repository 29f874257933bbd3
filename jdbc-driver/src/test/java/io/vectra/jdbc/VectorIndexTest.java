package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The definitions of HNSW indexes. */
class VectorIndexTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), vec VECTOR(2))");
    }

    private List<List<Object>> indexes() throws SQLException {
        return rows(
                "SELECT index_name, column_name, metric, m, ef_construction, quantization, builder FROM VECTRA.INDEXES"
                        + " ORDER BY 1");
    }

    @Test
    void anIndexHasTheOptionsThatWereGivenAndDefaultsForTheRest() throws SQLException {
        execute(
                "CREATE INDEX plain ON docs USING HNSW (vec)",
                "CREATE INDEX chosen ON docs USING hnsw (vec) WITH (metric = 'euclidean', m = 8, ef_construction = 50,"
                        + " quantization = 'int8', builder = 'hnswlib')",
                "CREATE INDEX words ON public.docs USING HNSW (vec) WITH (metric = dot_product, QUANTIZATION = none)");

        assertThat(indexes())
                .containsExactly(
                        List.of("CHOSEN", "VEC", "euclidean", 8, 50, "int8", "hnswlib"),
                        List.of("PLAIN", "VEC", "cosine", 16, 100, "int8", "primitive"),
                        List.of("WORDS", "VEC", "dot_product", 16, 100, "none", "primitive"));
    }

    @Test
    void aWrongOptionIsNamedWithTheAllowedValuesAndTheNearestName() throws SQLException {
        String create = "CREATE INDEX i ON docs USING HNSW (vec) WITH (";

        assertState("42P17", () -> execute(create + "metrik = 'cosine')"))
                .hasMessageContaining("metrik")
                .hasMessageContaining("ef_construction")
                .hasMessageContaining("did you mean \"metric\"?");
        assertState("42P17", () -> execute(create + "metric = 'cosin')"))
                .hasMessageContaining("'manhattan'")
                .hasMessageContaining("did you mean \"cosine\"?");
        assertState("42P17", () -> execute(create + "m = 3)")).hasMessageContaining("4 to 128");
        assertState("42P17", () -> execute(create + "m = 16.5)")).hasMessageContaining("4 to 128");
        assertState("42P17", () -> execute(create + "ef_construction = -1)")).hasMessageContaining("8 to 2000");
        assertState("42P17", () -> execute(create + "quantization = 'int4')")).hasMessageContaining("'int8'");
        assertState("42P17", () -> execute(create + "builder = 'faiss')")).hasMessageContaining("'primitive'");
        assertState("42P17", () -> execute(create + "m = 16, m = 32)")).hasMessageContaining("twice");
        assertThat(indexes()).isEmpty();
    }

    @Test
    void whatIsNoHnswIndexIsRefused() {
        assertState("42P17", () -> execute("CREATE UNIQUE INDEX i ON docs USING HNSW (vec)"));
        assertState("42P17", () -> execute("CREATE INDEX i ON docs USING HNSW (vec, vec)"));
        assertState("42P17", () -> execute("CREATE INDEX i ON docs USING HNSW (vec DESC)"));
        assertState("42P17", () -> execute("CREATE INDEX i ON docs (id) WITH (m = 16)"));
        assertState("42804", () -> execute("CREATE INDEX i ON docs USING HNSW (title)"));
        assertState("42S22", () -> execute("CREATE INDEX i ON docs USING HNSW (vek)"))
                .hasMessageContaining("did you mean \"VEC\"?");
        assertState("42S02", () -> execute("CREATE INDEX i ON dosc USING HNSW (vec)"));
        assertState("0A000", () -> execute("CREATE INDEX i ON docs USING HSNW (vec)"))
                .hasMessageContaining("did you mean \"HNSW\"?");
        assertState("0A000", () -> execute("CREATE INDEX i ON docs (vec)")).hasMessageContaining("USING HNSW");
    }

    @Test
    void indexesOfBothKindsShareTheirNames() throws SQLException {
        execute("CREATE INDEX v ON docs USING HNSW (vec)", "CREATE INDEX s ON docs (title)");

        assertState("42S11", () -> execute("CREATE INDEX v ON docs (title)"));
        assertState("42S11", () -> execute("CREATE INDEX v ON docs USING HNSW (vec)"));
        assertState("42S11", () -> execute("CREATE INDEX s ON docs USING HNSW (vec)"));
        execute(
                "CREATE INDEX IF NOT EXISTS v ON docs USING HNSW (vec) WITH (m = 99)",
                "CREATE INDEX IF NOT EXISTS s ON docs (title)",
                "CREATE INDEX IF NOT EXISTS v ON docs (title)");
        assertThat(indexes()).hasSize(1);
        assertThat(indexes().get(0)).contains(16);
    }

    @Test
    void indexesOfBothKindsAreDropped() throws SQLException {
        execute(
                "CREATE INDEX v ON docs USING HNSW (vec)",
                "CREATE INDEX s ON docs (title)",
                "DROP INDEX v",
                "DROP INDEX IF EXISTS v",
                "DROP INDEX PUBLIC.s",
                "DROP INDEX IF EXISTS nothing");

        assertState("42S12", () -> execute("DROP INDEX v"));
        assertThat(indexes()).isEmpty();
        execute("CREATE INDEX v ON docs (title)", "CREATE INDEX s ON docs USING HNSW (vec)");
        assertThat(indexes()).hasSize(1);
    }

    @Test
    void toolsSeeBothKinds() throws SQLException {
        execute("CREATE INDEX v ON docs USING HNSW (vec)", "CREATE INDEX s ON docs (title)");

        try (ResultSet found = connection.getMetaData().getIndexInfo(null, null, "DOCS", false, true)) {
            assertThat(rows(found))
                    .extracting(row -> row.get(5) + " " + row.get(8) + " " + row.get(3))
                    .contains("V VEC true", "S TITLE true");
        }
        try (ResultSet found = connection.getMetaData().getIndexInfo(null, null, "DOCS", true, true)) {
            assertThat(rows(found)).extracting(row -> row.get(5)).doesNotContain("V");
        }
    }

    @Test
    void onlyAnHnswIndexIsReindexed() throws SQLException {
        execute("CREATE INDEX docs_vec ON docs USING HNSW (vec)");

        assertState("42S12", () -> execute("REINDEX docs_vek")).hasMessageContaining("did you mean \"DOCS_VEC\"?");
        assertState("42S12", () -> execute("REINDEX INDEX nothing"));
    }

    @Test
    void upkeepKeepsEveryRow() throws SQLException {
        execute("CREATE INDEX docs_vec ON docs USING HNSW (vec)");
        for (int id = 0; id < 40; id++) {
            update("INSERT INTO docs VALUES (?, 'a', ?)", id, new float[] {id, 1});
        }
        execute(
                "DELETE FROM docs WHERE MOD(id, 2) = 1",
                "VACUUM docs",
                "REINDEX docs_vec",
                "VACUUM",
                "REINDEX INDEX docs_vec");

        assertThat(rows("SELECT id FROM docs WHERE id < 20 ORDER BY vec <=> '[0, 1]' LIMIT 3"))
                .containsExactly(List.of(0), List.of(2), List.of(4));
        assertThat(value("SELECT count(*) FROM docs WHERE cosine(vec, '[0, 1]') < 2"))
                .isEqualTo(20L);
        assertThat(rows("SHOW PROGRESS")).isEmpty();
    }

    /** Until samples of its graphs say how much is needed. */
    @Test
    void innerProductsAreSearchedWithMoreEffort() throws SQLException {
        execute(
                "CREATE INDEX by_angle ON docs USING HNSW (vec) WITH (metric = cosine)",
                "CREATE INDEX by_product ON docs USING HNSW (vec) WITH (metric = dot_product)");

        assertThat(rows("SELECT index_name, ef_search FROM VECTRA.INDEXES WHERE index_name LIKE 'BY!_%' ESCAPE '!'"
                        + " ORDER BY index_name"))
                .containsExactly(List.of("BY_ANGLE", 100), List.of("BY_PRODUCT", 240));
    }

    @Test
    void statisticsAreRefreshed() throws SQLException {
        execute("INSERT INTO docs VALUES (1, 'a', '[1, 2]')", "ANALYZE", "ANALYZE docs", "ANALYZE TABLE PUBLIC.docs");

        assertState("42S02", () -> execute("ANALYZE nothing"));
        assertState("42S02", () -> execute("VACUUM nothing"));
        assertThat(rows("SELECT id FROM docs")).hasSize(1);
    }

    /** Of rows at the same distance, pages neither repeat nor leave out any: the row ids decide. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "int8"})
    void pagesOfRowsAtTheSameDistanceFollowTheRowIds(String quantization) throws SQLException {
        String[] near = {"[1, 0]", "[0, 1]", "[-1, 0]", "[0, -1]"};
        List<Integer> ids = IntStream.range(0, 6000).boxed().collect(Collectors.toList());
        Collections.shuffle(ids, new Random(7));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, 'x', ?)")) {
            for (int id : ids) {
                insert.setInt(1, id);
                insert.setString(
                        2, id % 20 < near.length ? near[id % 20] : "[" + (3 + id % 11) + ", " + (3 + id % 13) + "]");
                insert.addBatch();
            }
            insert.executeBatch();
        }
        execute(
                "CREATE INDEX ties ON docs USING HNSW (vec) WITH (metric = euclidean, quantization = '" + quantization
                        + "')",
                "VACUUM docs",
                "REINDEX ties");
        List<Integer> expected = IntStream.range(0, 6000)
                .filter(id -> id % 20 < near.length)
                .boxed()
                .toList();

        String query = "SELECT id FROM docs ORDER BY vec <-> '[0, 0]' LIMIT 12";
        assertThat(rows("EXPLAIN " + query).toString()).contains("Strategy: graph");
        List<Object> paged = new ArrayList<>();
        for (int offset = 0; offset < 96; offset += 12) {
            rows(query + " OFFSET " + offset).forEach(row -> paged.add(row.get(0)));
        }
        assertThat(paged).isEqualTo(expected.subList(0, 96));
    }

    /** The mirror's hidden key then has another name than usual. */
    @Test
    void aColumnOfTheUsersMayBeNamedLikeTheHiddenKey() throws SQLException {
        execute(
                "CREATE TABLE named (vectra_row INT, body VARCHAR(20), vec VECTOR(2))",
                "INSERT INTO named VALUES (3, 'far red', '[9, 9]'), (2, 'near red', '[1, 1]'), (1, 'nearest', '[0, 1]')",
                "CREATE INDEX named_vec ON named USING HNSW (vec) WITH (metric = euclidean)",
                "CREATE INDEX named_body ON named USING FULLTEXT (body)");

        assertThat(rows("SELECT vectra_row, body FROM named ORDER BY euclidean(vec, '[0, 1]') LIMIT 2"))
                .containsExactly(List.of(1, "nearest"), List.of(2, "near red"));
        assertThat(rows("SELECT vectra_row FROM named WHERE matches(body, 'red') ORDER BY 1"))
                .containsExactly(List.of(2), List.of(3));
    }
}
