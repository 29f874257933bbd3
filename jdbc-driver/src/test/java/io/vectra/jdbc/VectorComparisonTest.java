package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors where a query compares values: each query is also run over text that is equal exactly for equal vectors. */
class VectorComparisonTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, n INT, vec VECTOR(2), txt VARCHAR(20))",
                "INSERT INTO docs VALUES (1, 1, '[1, 0]', 'a'), (2, 1, '[0, 1]', 'b'), (3, 2, '[1, 0]', 'a'),"
                        + " (4, 2, NULL, NULL), (5, 1, '[1, -0.0]', 'a'), (6, 3, NULL, NULL)",
                "CREATE TABLE other (id INT PRIMARY KEY, vec VECTOR(2), txt VARCHAR(20))",
                "INSERT INTO other VALUES (1, '[0, 1]', 'b'), (2, '[1, 1]', 'c'), (3, NULL, NULL)");
    }

    /**
     * Groups, distinct rows, set operations, partitions: {@code #} is the vector in one run, and the text in the other.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT count(*) FROM (SELECT DISTINCT # FROM docs) x",
                "SELECT count(*) FROM (SELECT DISTINCT n, # FROM docs) x",
                "SELECT count(*), max(n), min(id) FROM docs GROUP BY # ORDER BY 3",
                "SELECT n, count(*), min(id) FROM docs GROUP BY n, # ORDER BY 3",
                "SELECT n, count(*), min(id) FROM docs GROUP BY (n, #) ORDER BY 3",
                "SELECT count(*) FROM docs GROUP BY # HAVING # IS NOT NULL ORDER BY 1",
                "SELECT count(*), # IS NULL FROM docs d GROUP BY d.# HAVING d.# IS NULL OR count(*) > 1 ORDER BY 1",
                "SELECT min(id), CASE WHEN # IS NULL THEN 'none' ELSE 'some' END FROM docs GROUP BY # ORDER BY 1",
                "SELECT min(id) FROM docs GROUP BY # ORDER BY CASE WHEN # IS NULL THEN 0 ELSE 1 END, 1",
                "SELECT DISTINCT count(*) FROM docs GROUP BY n, # ORDER BY 1",
                "SELECT count(*) FROM (SELECT # FROM docs UNION SELECT # FROM other) x",
                "SELECT count(*) FROM (SELECT # FROM docs INTERSECT SELECT # FROM other) x",
                "SELECT count(*) FROM (SELECT # FROM docs EXCEPT SELECT # FROM other) x",
                "SELECT count(*) FROM ((SELECT # FROM docs UNION ALL SELECT # FROM docs) UNION SELECT # FROM other) x",
                "SELECT id, n FROM docs EXCEPT SELECT id, n FROM docs WHERE # IS NULL ORDER BY 1",
                "WITH u AS (SELECT n, # FROM docs UNION SELECT id, # FROM other) SELECT count(*) FROM u",
                "SELECT count(*) FROM (SELECT # FROM docs UNION SELECT NULL) x",
                "SELECT id, row_number() OVER (PARTITION BY # ORDER BY id) FROM docs ORDER BY id",
                "SELECT id, count(*) OVER w FROM docs WINDOW w AS (PARTITION BY n, #) ORDER BY id",
                "SELECT id FROM docs QUALIFY row_number() OVER (PARTITION BY # ORDER BY id) = 1 ORDER BY id",
                "SELECT min(id), count(*) OVER (PARTITION BY #) FROM docs GROUP BY n, # ORDER BY 1",
                "SELECT count(*) FROM (SELECT DISTINCT ON (#) id, n FROM docs) x",
                "SELECT count(DISTINCT #) FROM docs",
                "SELECT n, count(DISTINCT #) FROM docs GROUP BY n ORDER BY n",
                "SELECT count(DISTINCT #) FILTER (WHERE id < 3) FROM docs",
            })
    void isAsOfText(String sql) throws SQLException {
        assertThat(rows(sql.replace("#", "vec")))
                .isEqualTo(rows(sql.replace("#", "txt")))
                .isNotEmpty();
    }

    @Test
    void wholeRowsCanBeDistinct() throws SQLException {
        assertThat(labels("SELECT DISTINCT * FROM docs")).containsExactly("ID", "N", "VEC", "TXT");
        assertThat(labels("SELECT DISTINCT a.vec, b.vec FROM docs a, docs b")).containsExactly("VEC", "VEC");
        assertThat(labels("SELECT vec, normalize(vec) AS unit FROM docs GROUP BY vec"))
                .containsExactly("VEC", "UNIT");
        assertThat(rows("SELECT DISTINCT d.* FROM docs d, other WHERE d.id < 3"))
                .hasSize(2);
        assertThat(vectors("SELECT DISTINCT vec FROM docs WHERE id IN (1, 3, 5)"))
                .containsExactly("[1.0, 0.0]");
    }

    @Test
    void valuesOfGroupsAreVectors() throws SQLException {
        assertThat(rows(
                        "SELECT cosine(vec, '[1, 0]'), count(*) FROM docs WHERE vec IS NOT NULL GROUP BY vec"
                                + " HAVING cosine(vec, ?) < 2 ORDER BY cosine(vec, '[1, 0]')",
                        unit()))
                .containsExactly(List.of(0.0, 3L), List.of(1.0, 1L));
        assertThat(vectors("SELECT vec FROM docs GROUP BY vec HAVING count(*) = 3"))
                .containsExactly("[1.0, 0.0]");
        assertThat(vectors("SELECT x.vec FROM (SELECT vec, count(*) AS c FROM docs GROUP BY vec) x WHERE c = 1"))
                .containsExactly("[0.0, 1.0]");
        assertThat(
                        vectors(
                                "SELECT vec * 2 FROM docs WHERE id <> 5 GROUP BY vec * 2 HAVING count(*) = 2 AND vec * 2 IS NOT NULL"))
                .containsExactly("[2.0, 0.0]");
        assertThat(rows(
                        "SELECT id FROM (SELECT DISTINCT id, vec FROM docs) x ORDER BY cosine(vec, ?) , id LIMIT 3",
                        unit()))
                .containsExactly(List.of(1), List.of(3), List.of(5));
    }

    @Test
    void listsOfVectors() throws SQLException {
        assertThat(rows("SELECT id FROM docs WHERE vec IN ('[0, 1]', ?) ORDER BY id", unit()))
                .containsExactly(List.of(1), List.of(2), List.of(3), List.of(5));
        assertThat(rows("SELECT id FROM docs WHERE vec NOT IN (?, '[5, 5]')", unit()))
                .containsExactly(List.of(2));
        assertState("22000", () -> rows("SELECT id FROM docs WHERE vec IN ('[1, 2, 3]')"));
        assertState("42804", () -> rows("SELECT id FROM docs WHERE vec IN (SELECT vec FROM other)"));
    }

    @Test
    void vectorsOfOtherRows() throws SQLException {
        assertThat(vectors("SELECT lag(vec) OVER (ORDER BY id) FROM docs WHERE id < 4 ORDER BY id"))
                .containsExactly("null", "[1.0, 0.0]", "[0.0, 1.0]");
        assertThat(vectors("SELECT lead(vec, 1, '[7, 7]') OVER (ORDER BY id) FROM docs WHERE id < 3 ORDER BY id"))
                .containsExactly("[0.0, 1.0]", "[7.0, 7.0]");
        assertThat(vectors("SELECT last_value(vec) IGNORE NULLS OVER (ORDER BY id) FROM docs WHERE id IN (2, 4)"))
                .containsExactly("[0.0, 1.0]", "[0.0, 1.0]");
        assertThat(rows("SELECT cosine(vec, first_value(vec) OVER (ORDER BY id)) FROM docs WHERE id < 3 ORDER BY id"))
                .containsExactly(List.of(0.0), List.of(1.0));
        assertState("22000", () -> rows("SELECT lag(vec, 1, '[1, 2, 3]') OVER (ORDER BY id) FROM docs"));
    }

    @Test
    void comparedVectorsCanBeStored() throws SQLException {
        execute("CREATE TABLE distinct_docs AS SELECT DISTINCT vec FROM docs WHERE vec IS NOT NULL");
        execute("INSERT INTO distinct_docs SELECT vec FROM other UNION SELECT vec * 3 FROM other");
        execute("CREATE VIEW vec_groups AS SELECT vec, count(*) AS c FROM docs GROUP BY vec");
        assertThat(rows("SELECT count(*), count(DISTINCT vec) FROM distinct_docs"))
                .containsExactly(List.of(7L, 5L));
        assertThat(vectors("SELECT vec FROM vec_groups WHERE c = 3")).containsExactly("[1.0, 0.0]");
        assertThat(rows("SELECT id FROM docs WHERE vec = (SELECT g.vec FROM vec_groups g WHERE c = 1)"))
                .containsExactly(List.of(2));
    }

    @Test
    void ordersAndJoinsOfVectorsAreRefused() {
        assertState("0A000", () -> rows("SELECT id FROM docs ORDER BY vec"));
        assertState("0A000", () -> rows("SELECT row_number() OVER (ORDER BY vec) FROM docs"));
        assertState("0A000", () -> rows("SELECT 1 FROM docs JOIN other USING (vec)"));
        assertState("0A000", () -> rows("SELECT id FROM docs WHERE (vec, n) IN (SELECT vec, n FROM docs)"));
        assertState("0A000", () -> rows("SELECT a.id FROM docs a, docs b WHERE (a.n, a.vec) = (b.n, b.vec)"));
        assertState("0A000", () -> rows("SELECT id FROM docs WHERE (n, vec) IN ((1, vec))"));
        assertState("90016", () -> rows("SELECT n, vec FROM docs GROUP BY n"));
    }

    private static float[] unit() {
        return new float[] {1, 0};
    }

    private List<String> labels(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<String> labels = new ArrayList<>();
            for (int i = 1; i <= statement.getMetaData().getColumnCount(); i++) {
                labels.add(statement.getMetaData().getColumnLabel(i));
            }
            return labels;
        }
    }

    private List<String> vectors(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> vectors = new ArrayList<>();
            while (rows.next()) {
                vectors.add(Arrays.toString(rows.getObject(1, float[].class)));
            }
            return vectors;
        }
    }
}
