package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vectra.storage.manifest.TableDefinition;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbc.JdbcResultSet;
import org.h2.message.DbException;
import org.h2.util.HasSQL;
import org.h2.value.Value;
import org.h2.value.ValueJavaObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MirrorValuesTest {
    private static final String LONG_TEXT = "REPEAT('Zeile äöü € 😀 ', 5000)";

    /** The type, the Java type of its images, and values as SQL. */
    static Stream<Arguments> everyType() {
        return Stream.of(
                type("BOOLEAN", Boolean.class, "TRUE", "FALSE"),
                type("TINYINT", Integer.class, "-128", "0", "127"),
                type("SMALLINT", Integer.class, "-32768", "0", "32767"),
                type("INTEGER", Integer.class, "-2147483648", "0", "2147483647"),
                type("BIGINT", Long.class, "-9223372036854775808", "0", "9223372036854775807"),
                type("NUMERIC(10, 2)", BigDecimal.class, "0", "-0.01", "99999999.99", "1.10"),
                type("NUMERIC(100, 50)", BigDecimal.class, "1E-50", "1234567890123456789012345678901234567890.5"),
                type("DECIMAL(5)", BigDecimal.class, "0", "-99999"),
                type("DECIMAL(12, 0)", BigDecimal.class, "1E+11"),
                type("DECFLOAT(40)", BigDecimal.class, "0", "1.10", "-1E+30", "1E-999", "12345678901234567890.123"),
                type("DECFLOAT", String.class, "'NaN'", "'Infinity'", "'-Infinity'"),
                type("REAL", Float.class, "0", "'-0.0'", "1.17549435E-38", "3.4028235E38", "1.4E-45", "0.1"),
                type("REAL", Float.class, "'NaN'", "'Infinity'", "'-Infinity'"),
                type("DOUBLE PRECISION", Double.class, "0", "'-0.0'", "4.9E-324", "1.7976931348623157E308", "0.1"),
                type("FLOAT(30)", Double.class, "'NaN'", "'Infinity'", "'-Infinity'"),
                type("CHAR(5)", String.class, "''", "'a'", "'a  '", "'  a'", "'abcde'"),
                type("VARCHAR(40)", String.class, "''", "'a  '", "'äöü € 😀'", "U&'\\0000\\0001'", "'it''s \"q\"'"),
                type("VARCHAR", String.class, LONG_TEXT),
                type("VARCHAR_IGNORECASE(10)", String.class, "''", "'aBc'"),
                type("CLOB", String.class, "''", "'a'", "'ä€😀'", LONG_TEXT),
                type("CLOB(3)", String.class, "'abc'"),
                type("BINARY(3)", byte[].class, "X''", "X'00ff80'", "X'01'"),
                type("VARBINARY(100)", byte[].class, "X''", "X'00ff80'"),
                type("BLOB", byte[].class, "X''", "X'00ff80'", "CAST(" + LONG_TEXT + " AS VARBINARY)"),
                type(
                        "UUID",
                        UUID.class,
                        "'00000000-0000-0000-0000-000000000000'",
                        "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
                type("ENUM('red', 'Dark Green', 'it''s', 'other')", String.class, "'red'", "'Dark Green'", "'it''s'"),
                type(
                        "JSON",
                        byte[].class,
                        "JSON 'null'",
                        "JSON '{\"a\":[1,2.50,\"ä\\u0000\"],\"a\":1}'",
                        "JSON '\"x\"'"),
                type("GEOMETRY", byte[].class, "'POINT (1 2)'", "'SRID=4326;POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))'"),
                type("GEOMETRY(POINT, 4326)", byte[].class, "'SRID=4326;POINT EMPTY'"),
                type("INTEGER ARRAY", Object[].class, "ARRAY[]", "ARRAY[1, NULL, 3]"),
                type("VARCHAR(9) ARRAY[4]", Object[].class, "ARRAY['a', '', NULL]"),
                type("TIMESTAMP(9) ARRAY", Object[].class, "ARRAY[TIMESTAMP '2020-01-01 00:00:00.123456789']"),
                type("INTEGER ARRAY ARRAY", Object[].class, "ARRAY[ARRAY[1], ARRAY[], NULL]"),
                type("ROW(A INTEGER, B VARCHAR(5) ARRAY)", Object[].class, "ROW(1, ARRAY['x'])", "ROW(NULL, NULL)"));
    }

    static Stream<Arguments> everyTemporalType() {
        return Stream.of(
                type("DATE", LocalDate.class, "'0001-01-01'", "'-4712-01-01'", "'9999-12-31'", "'2024-02-29'"),
                type(
                        "DATE",
                        LocalDate.class,
                        "'1582-10-10'",
                        "'2011-12-30'",
                        "'999999999-12-31'",
                        "'-999999999-01-01'"),
                type("DATE", String.class, "'1000000000-12-31'", "'-1000000000-01-01'"),
                type("TIME(9)", LocalTime.class, "'00:00:00'", "'23:59:59.999999999'", "'12:00:00.1'"),
                type("TIME", LocalTime.class, "'02:30:00'"),
                type("TIME(9) WITH TIME ZONE", OffsetTime.class, "'00:00:00+18:00'", "'23:59:59.999999999-18:00'"),
                type("TIME WITH TIME ZONE", OffsetTime.class, "'12:00:00+01:30:15'"),
                type("TIMESTAMP(9)", LocalDateTime.class, "'2024-03-31 02:30:00.123456789'", "'2024-10-27 02:30:00'"),
                type("TIMESTAMP(9)", LocalDateTime.class, "'0001-01-01 00:00:00.000000001'", "'2011-12-30 12:00:00'"),
                type("TIMESTAMP(0)", LocalDateTime.class, "'999999999-12-31 23:59:59'"),
                type("TIMESTAMP", String.class, "'1000000000-12-31 23:59:59'"),
                type("TIMESTAMP(9) WITH TIME ZONE", OffsetDateTime.class, "'2024-03-31 02:30:00.123456789+02:00'"),
                type("TIMESTAMP WITH TIME ZONE", OffsetDateTime.class, "'1900-01-01 00:00:00-17:59:59'"),
                type("TIMESTAMP(9) WITH TIME ZONE", String.class, "'-1000000000-01-01 00:00:00.1+01:00'"));
    }

    static Stream<Arguments> everyInterval() {
        return Stream.of(
                type("INTERVAL YEAR(18)", String.class, "INTERVAL '999999999999999999' YEAR", "INTERVAL '-1' YEAR"),
                type("INTERVAL MONTH", String.class, "INTERVAL '0' MONTH", "INTERVAL '-11' MONTH"),
                type("INTERVAL DAY", String.class, "INTERVAL '1' DAY"),
                type("INTERVAL HOUR", String.class, "INTERVAL '25' HOUR"),
                type("INTERVAL MINUTE", String.class, "INTERVAL '-61' MINUTE"),
                type("INTERVAL SECOND(18, 9)", String.class, "INTERVAL '-0.000000001' SECOND"),
                type("INTERVAL YEAR(18) TO MONTH", String.class, "INTERVAL '-999999999999999999-11' YEAR TO MONTH"),
                type("INTERVAL DAY TO HOUR", String.class, "INTERVAL '1 23' DAY TO HOUR"),
                type("INTERVAL DAY TO MINUTE", String.class, "INTERVAL '-1 23:59' DAY TO MINUTE"),
                type("INTERVAL DAY(18) TO SECOND(9)", String.class, "INTERVAL '0 0:0:0.999999999' DAY TO SECOND"),
                type("INTERVAL HOUR TO MINUTE", String.class, "INTERVAL '-0:01' HOUR TO MINUTE"),
                type("INTERVAL HOUR TO SECOND(9)", String.class, "INTERVAL '1:2:3.000000004' HOUR TO SECOND"),
                type("INTERVAL MINUTE TO SECOND(3)", String.class, "INTERVAL '-1:2.345' MINUTE TO SECOND"));
    }

    private static Arguments type(String type, Class<?> imageType, String... values) {
        return arguments(type, imageType, List.of(values));
    }

    @ParameterizedTest
    @MethodSource({"everyType", "everyTemporalType", "everyInterval"})
    void everyValueSurvivesItsImage(String type, Class<?> imageType, List<String> values) throws SQLException {
        try (var source = new MirrorFixture();
                var copy = new MirrorFixture()) {
            TableDefinition table = source.create("T", "ID", column("ID", "INT"), column("X", type));
            copy.create("T", "ID", column("ID", "INT"), column("X", type));
            source.update("INSERT INTO T VALUES(0, NULL)");
            for (int i = 0; i < values.size(); i++) {
                source.update("INSERT INTO T VALUES(" + (i + 1) + ", " + values.get(i) + ")");
            }

            copy.mirror.redo(redo(table, source), 1);

            for (int id = 1; id <= values.size(); id++) {
                assertThat(source.changes.get(id).newRow().get(1)).isInstanceOf(imageType);
            }
            List<Value> expected = internalValues(source);
            List<Value> actual = internalValues(copy);
            assertThat(actual).hasSameSizeAs(expected).isEqualTo(expected);
            assertThat(sql(actual)).isEqualTo(sql(expected));
            assertThat(copy.connection.readRow(table, 1))
                    .isEqualTo(source.changes.get(1).newRow().toArray());
        }
    }

    @Test
    void imagesDoNotDependOnTheTimeZone() throws SQLException {
        TimeZone before = TimeZone.getDefault();
        try {
            // 02:30 does not exist on that day in Berlin, nor does the whole 30th of December in Samoa.
            for (String zone : List.of("Europe/Berlin", "Pacific/Apia", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                try (var fixture = new MirrorFixture()) {
                    fixture.create("T", "ID", column("ID", "INT"), column("D", "DATE"), column("X", "TIMESTAMP(9)"));
                    fixture.update("INSERT INTO T VALUES(1, '2011-12-30', '2024-03-31 02:30:00.123456789')");

                    assertThat(fixture.changes.get(0).newRow())
                            .containsExactly(
                                    1, LocalDate.of(2011, 12, 30), LocalDateTime.of(2024, 3, 31, 2, 30, 0, 123456789));
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void serializedObjectHasNoImage() {
        assertThatThrownBy(() -> MirrorValues.image(ValueJavaObject.getNoCopy(new byte[] {1})))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("JAVA_OBJECT");
    }

    private static RedoSet redo(TableDefinition table, MirrorFixture source) {
        var rows = new ArrayList<Object[]>();
        source.changes.forEach(change -> rows.add(change.newRow().toArray()));
        return new RedoSet(List.of(new RedoSet.TableRedo(table, new long[0], rows, List.of())));
    }

    private static List<Value> internalValues(MirrorFixture fixture) throws SQLException {
        var values = new ArrayList<Value>();
        try (PreparedStatement query = fixture.connection.jdbc().prepareStatement("SELECT X FROM T ORDER BY ID");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                values.add(((JdbcResultSet) rows).getInternal(1));
            }
        }
        return values;
    }

    private static List<String> sql(List<Value> values) {
        return values.stream()
                .map(value -> Value.getTypeName(value.getValueType()) + " " + value.getSQL(HasSQL.DEFAULT_SQL_FLAGS))
                .toList();
    }
}
