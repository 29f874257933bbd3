package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorValuesTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE docs (id INT PRIMARY KEY, vec VECTOR(3))");
    }

    private float[] vec(int id) throws SQLException {
        return (float[]) value("SELECT vec FROM docs WHERE id = " + id);
    }

    @Test
    void aParameterMayHaveEveryForm() throws SQLException {
        Array reals = connection.createArrayOf("REAL", new Float[] {1f, 2f, 3f});
        Array doubles = connection.createArrayOf("DOUBLE", new Double[] {1.0, 2.0, 3.0});
        Object[] forms = {
            new float[] {1, 2, 3},
            new double[] {1, 2, 3},
            new int[] {1, 2, 3},
            new Float[] {1f, 2f, 3f},
            List.of(1, 2.0, 3f),
            reals,
            doubles,
            "[1, 2, 3]",
            " [1.0,2e0,  +3 ] ".replace("+", "")
        };
        for (int i = 0; i < forms.length; i++) {
            update("INSERT INTO docs VALUES (?, ?)", i, forms[i]);
            assertThat(vec(i)).as("form %d", i).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aLiteralMayHaveEveryForm() throws SQLException {
        execute("INSERT INTO docs VALUES (1, '[1, 2, 3]'), (2, VECTOR '[1, 2, 3]'), (3, ARRAY[1, 2.0, 3e0])");

        for (int id = 1; id <= 3; id++) {
            assertThat(vec(id)).as("literal %d", id).containsExactly(1, 2, 3);
        }
    }

    @Test
    void theOtherSettersFitTooAndNullIsNull() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "[1, 2, 3]");
            insert.executeUpdate();
            insert.setInt(1, 2);
            insert.setArray(2, connection.createArrayOf("FLOAT", new Object[] {1.0, 2.0, 3.0}));
            insert.executeUpdate();
            insert.setInt(1, 3);
            insert.setObject(2, new float[] {1, 2, 3}, Types.ARRAY);
            insert.executeUpdate();
            insert.setInt(1, 4);
            insert.setNull(2, Types.ARRAY);
            insert.executeUpdate();
        }

        assertThat(vec(1)).containsExactly(1, 2, 3);
        assertThat(vec(2)).containsExactly(1, 2, 3);
        assertThat(vec(3)).containsExactly(1, 2, 3);
        assertThat(vec(4)).isNull();
    }

    @Test
    void aVectorIsReadInEveryForm() throws SQLException {
        update("INSERT INTO docs VALUES (1, ?)", new float[] {0.1f, -2, 3e-4f});

        try (ResultSet row = connection.createStatement().executeQuery("SELECT vec FROM docs")) {
            row.next();
            assertThat((float[]) row.getObject("VEC")).containsExactly(0.1f, -2, 3e-4f);
            assertThat(row.getObject(1, float[].class)).containsExactly(0.1f, -2, 3e-4f);
            assertThat(row.getObject(1, double[].class)).containsExactly(0.1f, -2, 3e-4f);
            assertThat(row.getObject(1, List.class)).isEqualTo(List.of(0.1f, -2f, 3e-4f));
            assertThat(row.getObject(1, Collection.class)).hasSize(3);
            assertThat(row.getObject(1, Float[].class)).containsExactly(0.1f, -2f, 3e-4f);
            assertThat(row.getObject(1, String.class)).isEqualTo("[0.1, -2, 3.0E-4]");
            assertThat(row.getString("vec")).isEqualTo("[0.1, -2, 3.0E-4]");
            assertThat((float[]) row.getArray("vec").getArray()).containsExactly(0.1f, -2, 3e-4f);
            assertThat(row.getObject("vec", Array.class).getBaseTypeName()).isEqualTo("REAL");
            assertThat(row.wasNull()).isFalse();
        }
    }

    @Test
    void aNullVectorIsNullInEveryForm() throws SQLException {
        execute("INSERT INTO docs VALUES (1, NULL)");

        try (ResultSet row = connection.createStatement().executeQuery("SELECT vec FROM docs")) {
            row.next();
            assertThat(row.getObject(1)).isNull();
            assertThat(row.wasNull()).isTrue();
            assertThat(row.getObject(1, float[].class)).isNull();
            assertThat(row.getString(1)).isNull();
            assertThat(row.getArray(1)).isNull();
            assertThat(row.wasNull()).isTrue();
        }
    }

    @Test
    void aVectorIsNoNumberAndNoBytes() throws SQLException {
        execute("INSERT INTO docs VALUES (1, '[1, 2, 3]')");

        try (ResultSet row = connection.createStatement().executeQuery("SELECT vec FROM docs")) {
            row.next();
            assertState("22018", () -> row.getInt(1)).hasMessageContaining("\"VEC\" is a VECTOR(3)");
            assertState("22018", () -> row.getLong(1));
            assertState("22018", () -> row.getBytes(1));
            assertState("22018", () -> row.getTimestamp(1));
            assertState("22018", () -> row.getObject(1, Integer.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "[1, 2, 3, 4]", "[1, 2, NaN]", "[1, 2, 1e999]", "1, 2, 3", "[1, x, 3]", ""})
    void aBadVectorIs22000(String text) {
        assertState("22000", () -> update("INSERT INTO docs VALUES (1, ?)", text));
    }

    @Test
    void aBadVectorNamesColumnExpectedAndFound() {
        assertState("22000", () -> update("INSERT INTO docs VALUES (1, ?)", new float[] {1, 2}))
                .hasMessageContaining("VEC")
                .hasMessageContaining("3")
                .hasMessageContaining("2");
        assertState("22000", () -> update("INSERT INTO docs VALUES (1, ?)", new float[] {1, Float.NaN, 3}));
        assertState(
                "22000", () -> update("INSERT INTO docs VALUES (1, ?)", new float[] {1, Float.POSITIVE_INFINITY, 3}));
    }

    @Test
    void aReturnedVectorBelongsToTheCaller() throws SQLException {
        update("INSERT INTO docs VALUES (1, ?)", new float[] {1, 2, 3});

        vec(1)[0] = 99;

        assertThat(vec(1)).containsExactly(1, 2, 3);
    }

    @Test
    void theNearestComeFirst() throws SQLException {
        update("INSERT INTO docs VALUES (1, '[1, 0, 0]'), (2, '[0, 1, 0]'), (3, '[1, 1, 0]'), (4, NULL)");

        assertThat(rows("SELECT id FROM docs ORDER BY cosine(vec, ?) LIMIT 2", new float[] {1, 0.1f, 0}))
                .containsExactly(List.of(1), List.of(3));
        assertThat(rows("SELECT id FROM docs WHERE id > 1 ORDER BY vec <-> ? LIMIT 1", "[1, 0, 0]"))
                .containsExactly(List.of(3));
    }

    @Test
    void metadataNamesTheVectorType() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id, vec AS v, cosine(vec, ?) AS d FROM docs WHERE id = ?")) {
            for (ResultSetMetaData metaData : List.of(query.getMetaData(), described(query))) {
                assertThat(metaData.getColumnCount()).isEqualTo(3);
                assertThat(metaData.getColumnLabel(2)).isEqualTo("V");
                assertThat(metaData.getColumnName(2)).isEqualTo("VEC");
                assertThat(metaData.getTableName(2)).isEqualTo("DOCS");
                assertThat(metaData.getColumnType(2)).isEqualTo(Types.ARRAY);
                assertThat(metaData.getColumnTypeName(2)).isEqualTo("VECTOR(3)");
                assertThat(metaData.getColumnClassName(2)).isEqualTo("[F");
                assertThat(metaData.getPrecision(2)).isEqualTo(3);
                assertThat(metaData.getColumnType(1)).isEqualTo(Types.INTEGER);
                assertThat(metaData.getColumnType(3)).isEqualTo(Types.DOUBLE);
                assertThat(metaData.getColumnLabel(3)).isEqualTo("D");
            }
            assertThat(query.getParameterMetaData().getParameterCount()).isEqualTo(2);
            assertThat(query.getParameterMetaData().getParameterTypeName(1)).isEqualTo("VECTOR(3)");
            assertThat(query.getParameterMetaData().getParameterClassName(1)).isEqualTo("[F");
            assertThat(query.getParameterMetaData().getParameterType(2)).isEqualTo(Types.INTEGER);
        }
    }

    private static ResultSetMetaData described(PreparedStatement query) throws SQLException {
        query.setObject(1, new float[] {1, 2, 3});
        query.setInt(2, 1);
        return query.executeQuery().getMetaData();
    }
}
