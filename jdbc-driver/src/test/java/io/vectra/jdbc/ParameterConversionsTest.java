package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterConversionsTest {
    static Stream<Arguments> conversions() {
        return Stream.of(
                Arguments.of("12", Types.INTEGER, 12),
                Arguments.of(12L, Types.INTEGER, 12),
                Arguments.of(12.9, Types.INTEGER, 12),
                Arguments.of(true, Types.INTEGER, 1),
                Arguments.of(new BigDecimal("7.5"), Types.SMALLINT, (short) 7),
                Arguments.of(5, Types.TINYINT, (byte) 5),
                Arguments.of(" -5 ", Types.BIGINT, -5L),
                Arguments.of("1.5", Types.DECIMAL, new BigDecimal("1.5")),
                Arguments.of(new BigInteger("123"), Types.NUMERIC, new BigDecimal("123")),
                Arguments.of(2, Types.DOUBLE, 2.0),
                Arguments.of("0.1", Types.FLOAT, 0.1),
                Arguments.of(0.1, Types.REAL, 0.1f),
                Arguments.of("yes", Types.BOOLEAN, true),
                Arguments.of(0, Types.BIT, false),
                Arguments.of(42, Types.VARCHAR, "42"),
                Arguments.of(LocalDate.of(2026, 1, 2), Types.CHAR, "2026-01-02"),
                Arguments.of("2026-01-02", Types.DATE, LocalDate.of(2026, 1, 2)),
                Arguments.of(Timestamp.valueOf("2026-01-02 03:04:05"), Types.DATE, LocalDate.of(2026, 1, 2)),
                Arguments.of(LocalDateTime.of(2026, 1, 2, 3, 4), Types.TIME, LocalTime.of(3, 4)),
                Arguments.of("03:04:05", Types.TIME, LocalTime.of(3, 4, 5)),
                Arguments.of("2026-01-02 03:04:05", Types.TIMESTAMP, LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
                Arguments.of(
                        "2026-01-02", Types.TIMESTAMP, LocalDate.of(2026, 1, 2).atStartOfDay()),
                Arguments.of(
                        LocalDate.of(2026, 1, 2),
                        Types.TIMESTAMP,
                        LocalDate.of(2026, 1, 2).atStartOfDay()),
                Arguments.of(
                        OffsetDateTime.parse("2026-01-02T03:04:05+02:00"),
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        OffsetDateTime.parse("2026-01-02T03:04:05+02:00")),
                Arguments.of("anything", Types.OTHER, "anything"));
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void aValueBecomesTheNamedType(Object value, int type, Object expected) throws SQLException {
        assertThat(ParameterConversions.convert(value, type)).isEqualTo(expected);
    }

    @Test
    void nullStaysNull() throws SQLException {
        assertThat(ParameterConversions.convert(null, Types.INTEGER)).isNull();
    }

    @Test
    void aDecimalGetsTheScaleThatWasSaid() throws SQLException {
        assertThat(ParameterConversions.convert("1.255", Types.DECIMAL, 2)).isEqualTo(new BigDecimal("1.26"));
    }

    @Test
    void aNumberOutOfRangeIs22003() {
        assertThatThrownBy(() -> ParameterConversions.convert(300, Types.TINYINT))
                .hasMessage("The value 300 does not fit TINYINT")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("22003");
    }

    @Test
    void aTextThatIsNoSuchValueIs22018() {
        for (int type :
                new int[] {Types.INTEGER, Types.DOUBLE, Types.BOOLEAN, Types.DATE, Types.TIME, Types.TIMESTAMP}) {
            assertThatThrownBy(() -> ParameterConversions.convert("maybe", type))
                    .as("type %d", type)
                    .hasMessageContaining("\"maybe\" is not a value of")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("22018");
        }
    }

    @Test
    void aTypeThatVectraDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> ParameterConversions.convert("x", Types.ROWID))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
}
