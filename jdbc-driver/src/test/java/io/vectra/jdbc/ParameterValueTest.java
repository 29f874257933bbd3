package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.sql.Plan.ParameterInfo;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParameterValueTest {
    private static final ParameterInfo SCALAR = new ParameterInfo(Types.VARCHAR, "CHARACTER VARYING", 0, 0, 0, false);
    private static final ParameterInfo VECTOR = new ParameterInfo(Types.ARRAY, "VECTOR(2)", 0, 0, 2, true);

    @Test
    void aVectorIsCopiedBecauseCallersReuseArrays() throws SQLException {
        float[] buffer = {1, 2};

        Object value = ParameterValue.of(1, buffer, VECTOR);
        buffer[0] = 9;

        assertThat((float[]) value).containsExactly(1, 2);
    }

    @Test
    void aVectorMayBeAnySequenceOfNumbers() throws SQLException {
        assertThat((double[]) ParameterValue.of(1, new int[] {1, 2}, VECTOR)).containsExactly(1, 2);
        assertThat((double[]) ParameterValue.of(1, new double[] {1, 2}, VECTOR)).containsExactly(1, 2);
        assertThat(ParameterValue.of(1, new Float[] {1f, 2f}, VECTOR)).isEqualTo(List.of(1f, 2f));
        assertThat(ParameterValue.of(1, List.of(1, 2), VECTOR)).isEqualTo(List.of(1, 2));
        assertThat(ParameterValue.of(1, "[1, 2]", VECTOR)).isEqualTo("[1, 2]");
    }

    @Test
    void primitiveArraysAreBoxedForAScalarArray() throws SQLException {
        assertThat((Object[]) ParameterValue.of(1, new float[] {1, 2}, SCALAR)).containsExactly(1f, 2f);
        assertThat((Object[]) ParameterValue.of(1, new long[] {1, 2}, SCALAR)).containsExactly(1L, 2L);
        assertThat((Object[]) ParameterValue.of(1, Arrays.asList("a", null), SCALAR))
                .containsExactly("a", null);
    }

    @Test
    void valuesBeyondTheInlineLimitBecomeLobs() throws SQLException {
        assertThat(ParameterValue.of(1, new byte[(1 << 20) + 1], SCALAR)).isInstanceOf(Blob.class);
        assertThat(ParameterValue.of(1, "x".repeat((1 << 20) + 1), SCALAR)).isInstanceOf(Clob.class);
        assertThat(ParameterValue.of(1, "x".repeat((1 << 20) + 1), VECTOR)).isInstanceOf(String.class);
    }

    @Test
    void streamsAreReadAtOnce() throws SQLException {
        assertThat((byte[]) ParameterValue.of(1, new ByteArrayInputStream(new byte[] {1, 2}), SCALAR))
                .containsExactly(1, 2);
        assertThat(ParameterValue.of(1, new StringReader("text"), SCALAR)).isEqualTo("text");
    }

    @Test
    void aStreamShorterThanItsLengthIsRefused() {
        assertThatThrownBy(() -> Streams.bytes(new ByteArrayInputStream(new byte[2]), 3))
                .hasMessageContaining("at most the 2 bytes");
        assertThatThrownBy(() -> Streams.text(new StringReader("ab"), 3))
                .hasMessageContaining("at most the 2 characters");
    }

    @Test
    void aStreamIsReadToItsLengthAlone() throws SQLException {
        assertThat(Streams.text(new StringReader("abcdef"), 4)).isEqualTo("abcd");
        assertThat(Streams.bytes(new ByteArrayInputStream(new byte[9]), 4)).hasSize(4);
    }

    @Test
    void otherClassesOfValuesFindTheirSqlType() throws SQLException {
        assertThat(ParameterValue.of(1, TimeUnit.DAYS, SCALAR)).isEqualTo("DAYS");
        assertThat(ParameterValue.of(1, new StringBuilder("x"), SCALAR)).isEqualTo("x");
        assertThat(ParameterValue.of(1, new AtomicInteger(3), SCALAR)).isEqualTo(new BigDecimal(3));
        assertThat(ParameterValue.of(1, new Date(5), SCALAR)).isEqualTo(new Timestamp(5));
    }

    @Test
    void anObjectThatWouldHaveToBeSerialisedIsRefused() {
        var random = new Random(1);

        assertThatThrownBy(() -> ParameterValue.of(7, random, SCALAR))
                .hasMessageContaining("Parameter 7 cannot be a java.util.Random")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("07006");
        assertThatThrownBy(() -> ParameterValue.of(7, new Object[] {1, random}, SCALAR))
                .hasMessageContaining("cannot be a java.util.Random");
        assertThatThrownBy(() -> ParameterValue.of(7, List.of(random), SCALAR))
                .hasMessageContaining("cannot be a java.util.Random");
    }
}
