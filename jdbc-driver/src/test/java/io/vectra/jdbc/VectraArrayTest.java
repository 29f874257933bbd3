package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectraArrayTest {
    @Test
    void aVectorIsAnArrayOfReals() throws SQLException {
        Array array = VectraArray.ofVector(new float[] {0.5f, 2});

        assertThat(array.getBaseType()).isEqualTo(Types.REAL);
        assertThat(array.getBaseTypeName()).isEqualTo("REAL");
        assertThat((float[]) array.getArray()).containsExactly(0.5f, 2);
        assertThat((float[]) array.getArray(2, 1)).containsExactly(2);
        assertThat(array).hasToString("[0.5, 2]");
    }

    @Test
    void itsResultSetHasIndexAndValue() throws SQLException {
        try (ResultSet rows = VectraArray.ofVector(new float[] {0.5f, 2}).getResultSet(2, 1)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(2);
            assertThat(rows.getFloat("value")).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void anArrayOfANamedTypeKeepsItsElements() throws SQLException {
        Array array = VectraArray.of("varchar", new Object[] {"a", null});

        assertThat(array.getBaseType()).isEqualTo(Types.VARCHAR);
        assertThat((Object[]) array.getArray()).containsExactly("a", null);
    }

    @Test
    void anUnknownTypeAPartOutsideAndAFreedArrayAreRefused() throws SQLException {
        Array array = VectraArray.ofVector(new float[] {1});

        assertThatThrownBy(() -> VectraArray.of("POINT", new Object[0])).hasMessageContaining("\"POINT\"");
        assertThatThrownBy(() -> array.getArray(1, 2)).hasMessageContaining("a part of 1 to 1");
        array.free();
        assertThatThrownBy(array::getArray).hasMessage("The array is closed");
    }

    @Test
    void aVectorComesInEveryForm() throws SQLException {
        float[] vector = {0.1f, -2};

        assertThat(VectorForms.as(float[].class, vector, "VECTOR(2)")).containsExactly(0.1f, -2);
        assertThat(VectorForms.as(double[].class, vector, "VECTOR(2)")).containsExactly(0.1f, -2);
        assertThat(VectorForms.as(Float[].class, vector, "VECTOR(2)")).containsExactly(0.1f, -2f);
        assertThat(VectorForms.as(Double[].class, vector, "VECTOR(2)")).containsExactly((double) 0.1f, -2.0);
        assertThat(VectorForms.as(List.class, vector, "VECTOR(2)")).isEqualTo(List.of(0.1f, -2f));
        assertThat(VectorForms.as(String.class, vector, "VECTOR(2)")).isEqualTo("[0.1, -2]");
        assertThat(VectorForms.as(Object.class, vector, "VECTOR(2)")).isEqualTo(vector);
        assertThat(VectorForms.as(Array.class, vector, "VECTOR(2)").getBaseType())
                .isEqualTo(Types.REAL);
        assertThatThrownBy(() -> VectorForms.as(Integer.class, vector, "VECTOR(2)"))
                .hasMessageContaining("A VECTOR(2) cannot be read as java.lang.Integer");
    }
}
