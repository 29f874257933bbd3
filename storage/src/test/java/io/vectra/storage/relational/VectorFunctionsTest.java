package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.column;
import static io.vectra.storage.relational.MirrorFixture.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.StoreError;
import io.vectra.storage.vector.VectorReference;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFunctionsTest {
    private MirrorFixture fixture;

    @BeforeEach
    void open() throws SQLException {
        fixture = new MirrorFixture();
        fixture.create("T", "ID", column("ID", "INT"), vector("V", 2));
        fixture.update(
                "INSERT INTO T VALUES(1, ?), (2, ?), (3, NULL), (4, ?)",
                new float[] {3, 4},
                new float[] {0, 1},
                new float[] {0, 0});
        fixture.connection.commit();
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        MirrorFunctions.COSINE + ", 0.2",
        MirrorFunctions.COSINE_SIMILARITY + ", 0.8",
        MirrorFunctions.EUCLIDEAN + ", 4.242640687119285",
        MirrorFunctions.DOT_PRODUCT + ", 4",
        MirrorFunctions.MANHATTAN + ", 6"
    })
    void distanceOfStoredAndStagedVector(String function, double expected) throws SQLException {
        assertThat((double) fixture.value("SELECT " + function + "(V, ?) FROM T WHERE ID = 1", new float[] {0, 1}))
                .isCloseTo(expected, within(1e-15));
        assertThat(fixture.value("SELECT " + function + "(V, ?) FROM T WHERE ID = 3", new float[] {0, 1}))
                .isNull();
        assertThat(fixture.value("SELECT " + function + "(NULL, V) FROM T WHERE ID = 1"))
                .isNull();
    }

    @Test
    void dimensionsAndNorms() throws SQLException {
        assertThat(fixture.query("SELECT VECTRA_INTERNAL.VECTOR_DIMS(V), VECTRA_INTERNAL.VECTOR_NORM(V) FROM T"))
                .containsExactly(List.of(2, 5.0), List.of(2, 1.0), Arrays.asList(null, null), List.of(2, 0.0));
    }

    @Test
    void computedVectorsAreStaged() throws SQLException {
        String sql = """
                SELECT VECTRA_INTERNAL.NORMALIZE(V), VECTRA_INTERNAL.VECTOR_ADD(V, W), VECTRA_INTERNAL.VECTOR_SUBTRACT(V, W),
                    VECTRA_INTERNAL.VECTOR_SCALE(V, 0.5) FROM T, (SELECT CAST(? AS BIGINT) W) WHERE ID = 1
                """;
        List<Object> references = fixture.query(sql, new float[] {1, 2}).get(0);

        assertThat(references)
                .allSatisfy(reference -> assertThat((long) reference).isNegative());
        assertThat(vectorsOf(references))
                .containsExactly(
                        new float[] {0.6f, 0.8f}, new float[] {4, 6}, new float[] {2, 2}, new float[] {1.5f, 2});
    }

    private List<float[]> vectorsOf(List<Object> references) {
        return references.stream()
                .map(reference -> fixture.context.vector((long) reference))
                .toList();
    }

    @Test
    void normalizedZeroStaysZero() throws SQLException {
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.NORMALIZE(V) FROM T WHERE ID = 4"))
                .isEqualTo(VectorReference.of(1, 2));
    }

    @Test
    void textAndArraysBecomeVectorsAndText() throws SQLException {
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.VECTOR_TEXT(VECTRA_INTERNAL.VECTOR_OF_TEXT('[1, -2.5e1 ]'))"))
                .isEqualTo("[1, -25]");
        assertThat(
                        fixture.value(
                                "SELECT VECTRA_INTERNAL.VECTOR_TEXT(VECTRA_INTERNAL.VECTOR_OF_ARRAY(ARRAY[0.5, 2, CAST(3 AS BIGINT)]))"))
                .isEqualTo("[0.5, 2, 3]");
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.VECTOR_OF_TEXT(NULL)")).isNull();
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.VECTOR_OF_ARRAY(NULL)"))
                .isNull();
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.VECTOR_TEXT(NULL)")).isNull();
    }

    @Test
    void equalVectorsHaveEqualKeys() throws SQLException {
        assertThat(fixture.query("""
                        SELECT COUNT(*) FROM (VALUES (?), (?), (?), (CAST(NULL AS BIGINT))) S(V)
                        GROUP BY VECTRA_INTERNAL.VECTOR_KEY(V) ORDER BY 1
                        """, new float[] {1, 0f}, new float[] {1, -0f}, new float[] {2, 0f}))
                .containsExactly(List.of(1L), List.of(1L), List.of(2L));
    }

    @Test
    void equalVectorsAreTheSame() throws SQLException {
        assertThat(fixture.query("""
                        SELECT COUNT(*) FROM (SELECT DISTINCT VECTRA_INTERNAL.VECTOR_SAME(V)
                        FROM (VALUES (?), (?), (?), (CAST(NULL AS BIGINT)), (NULL)) S(V)) D
                        """, new float[] {1, 0f}, new float[] {1, -0f}, new float[] {2, 0f}))
                .containsExactly(List.of(3L));
        assertThat(fixture.value("SELECT VECTRA_INTERNAL.VECTOR_TEXT(VECTRA_INTERNAL.VECTOR_SAME(?))", new float[] {3}))
                .isEqualTo("[3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VECTRA_INTERNAL.VECTOR_OF_TEXT('[1,')",
                "VECTRA_INTERNAL.VECTOR_OF_ARRAY(ARRAY[1, NULL])",
                "VECTRA_INTERNAL.VECTOR_OF_ARRAY(ARRAY[1E300])",
                "VECTRA_INTERNAL.VECTOR_OF_ARRAY(ARRAY[])",
                "VECTRA_INTERNAL.VECTOR_SCALE(VECTRA_INTERNAL.VECTOR_OF_TEXT('[1e38]'), 10)",
                "VECTRA_INTERNAL.VECTOR_TEXT(-1000)"
            })
    void badVectorIsReported(String expression) {
        assertThatThrownBy(() -> fixture.value("SELECT " + expression))
                .isInstanceOf(SQLException.class)
                .satisfies(failure -> assertThat(
                                MirrorErrors.storeExceptionIn(failure).error())
                        .isEqualTo(StoreError.BAD_VECTOR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COSINE", "VECTOR_ADD", "MANHATTAN"})
    void vectorsOfDifferentLengthAreReported(String function) {
        assertThatThrownBy(() -> fixture.value(
                        "SELECT VECTRA_INTERNAL." + function + "(V, ?) FROM T WHERE ID = 1", new float[3]))
                .satisfies(failure -> assertThat(
                                MirrorErrors.storeExceptionIn(failure).error())
                        .isEqualTo(StoreError.VECTOR_MISMATCH));
    }

    @Test
    void sameStatementSeesEachRunsOwnStagedVectors() throws SQLException {
        String sql =
                "SELECT VECTRA_INTERNAL.VECTOR_NORM(?), VECTRA_INTERNAL.VECTOR_NORM(VECTRA_INTERNAL.VECTOR_OF_TEXT('[7]'))";
        try (PreparedStatement query = fixture.connection.jdbc().prepareStatement(sql)) {
            for (int i = 1; i <= 3; i++) {
                try (MirrorContext.Scope scope = fixture.begin()) {
                    query.setLong(1, fixture.context.stage(new float[] {i}));
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        assertThat(row.getDouble(1)).isEqualTo(i);
                        assertThat(row.getDouble(2)).isEqualTo(7);
                    }
                }
            }
        }
    }

    @Test
    void functionOutsideOfStatementFails() throws SQLException {
        try (PreparedStatement query =
                fixture.connection.jdbc().prepareStatement("SELECT VECTRA_INTERNAL.VECTOR_DIMS(1)")) {
            assertThatThrownBy(query::executeQuery).hasMessageContaining("outside of a statement");
        }
    }

    @Test
    void collectGathersReferencesAndSkipsNulls() throws SQLException {
        assertThat(fixture.value("SELECT " + MirrorFunctions.COLLECT + "(V) FROM T WHERE ID > 1"))
                .isEqualTo(2L);

        assertThat(fixture.collected.count()).isEqualTo(2);
        assertThat(fixture.collected.reference(0)).isEqualTo(VectorReference.of(1, 1));
        assertThat(fixture.collected.reference(1)).isEqualTo(VectorReference.of(1, 2));
    }

    @Test
    void collectGathersAgainAtEachRun() throws SQLException {
        try (PreparedStatement query = fixture.connection
                .jdbc()
                .prepareStatement("SELECT " + MirrorFunctions.COLLECT + "(V) FROM T WHERE ID = ?")) {
            for (int i = 0; i < 3; i++) {
                try (MirrorContext.Scope scope = fixture.begin()) {
                    query.setInt(1, 1);
                    query.executeQuery().close();
                }
            }
        }
        assertThat(fixture.collected.count()).isEqualTo(3);
    }

    @Test
    void collectOfNothingIsZero() throws SQLException {
        assertThat(fixture.value("SELECT " + MirrorFunctions.COLLECT + "(V) FROM T WHERE ID > 100"))
                .isEqualTo(0L);
        assertThat(fixture.collected.count()).isZero();
    }

    @Test
    void contextsNest() {
        var outer = new MirrorContext(MirrorTables.NONE, fixture.vectors::get, null);
        var inner = new MirrorContext(MirrorTables.NONE, fixture.vectors::get, null);

        try (MirrorContext.Scope outerScope = outer.enter()) {
            try (MirrorContext.Scope innerScope = inner.enter()) {
                assertThat(MirrorContext.current()).isSameAs(inner);
            }
            assertThat(MirrorContext.current()).isSameAs(outer);
        }
        assertThat(MirrorContext.current()).isNull();
    }
}
