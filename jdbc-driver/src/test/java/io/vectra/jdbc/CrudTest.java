package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CrudTest extends DatabaseTest {
    @Test
    void rowsAreInsertedReadChangedAndDeleted() throws SQLException {
        execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10, 2))");

        assertThat(update("INSERT INTO item VALUES (1, 'pen', 1.5), (2, 'ink', NULL)"))
                .isEqualTo(2);
        assertThat(update("UPDATE item SET price = price * 2 WHERE id = ?", 1)).isEqualTo(1);
        assertThat(update("INSERT INTO item (name, id) SELECT name, id + 10 FROM item"))
                .isEqualTo(2);
        assertThat(update("DELETE FROM item WHERE id = 2")).isEqualTo(1);

        assertThat(rows("SELECT id, name, price FROM item ORDER BY id"))
                .containsExactly(
                        List.of(1, "pen", new BigDecimal("3.00")),
                        Arrays.asList(11, "pen", null),
                        Arrays.asList(12, "ink", null));
    }

    @Test
    void everyScalarTypeGoesInAndOut() throws SQLException {
        execute("CREATE TABLE t (b BOOLEAN, ti TINYINT, si SMALLINT, i INTEGER, bi BIGINT, d DECIMAL(20, 5), r REAL, "
                + "dp DOUBLE PRECISION, c CHAR(3), vc VARCHAR(50), vb VARBINARY(10), dt DATE, tm TIME, ts TIMESTAMP(9), "
                + "tz TIMESTAMP WITH TIME ZONE, u UUID)");
        UUID uuid = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        OffsetDateTime zoned = OffsetDateTime.parse("2026-02-03T04:05:06+02:00");

        update(
                "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                true,
                (byte) -5,
                (short) 300,
                70_000,
                1L << 40,
                new BigDecimal("1.25"),
                1.5f,
                0.1,
                "abc",
                "größer 日本",
                new byte[] {1, 2},
                LocalDate.of(2026, 2, 3),
                LocalTime.of(4, 5, 6),
                LocalDateTime.of(2026, 2, 3, 4, 5, 6, 123456789),
                zoned,
                uuid);

        try (ResultSet row = connection.createStatement().executeQuery("SELECT * FROM t")) {
            row.next();
            assertThat(row.getBoolean("b")).isTrue();
            assertThat(row.getByte("ti")).isEqualTo((byte) -5);
            assertThat(row.getShort("si")).isEqualTo((short) 300);
            assertThat(row.getInt("i")).isEqualTo(70_000);
            assertThat(row.getLong("bi")).isEqualTo(1L << 40);
            assertThat(row.getBigDecimal("d")).isEqualByComparingTo("1.25");
            assertThat(row.getFloat("r")).isEqualTo(1.5f);
            assertThat(row.getDouble("dp")).isEqualTo(0.1);
            assertThat(row.getString("c")).isEqualTo("abc");
            assertThat(row.getNString("vc")).isEqualTo("größer 日本");
            assertThat(row.getBytes("vb")).containsExactly(1, 2);
            assertThat(row.getDate("dt")).isEqualTo(Date.valueOf("2026-02-03"));
            assertThat(row.getObject("dt", LocalDate.class)).isEqualTo(LocalDate.of(2026, 2, 3));
            assertThat(row.getTime("tm")).isEqualTo(Time.valueOf("04:05:06"));
            assertThat(row.getTimestamp("ts")).isEqualTo(Timestamp.valueOf("2026-02-03 04:05:06.123456789"));
            assertThat(row.getObject("ts", LocalDateTime.class))
                    .isEqualTo(LocalDateTime.of(2026, 2, 3, 4, 5, 6, 123456789));
            assertThat(row.getObject("tz")).isEqualTo(zoned);
            assertThat(row.getObject("u")).isEqualTo(uuid);
        }
    }

    @Test
    void anyScalarMayBeNull() throws SQLException {
        execute("CREATE TABLE t (i INTEGER, vc VARCHAR(5), d DATE)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            insert.setNull(1, Types.INTEGER);
            insert.setString(2, null);
            insert.setObject(3, null, JDBCType.DATE);
            insert.executeUpdate();
        }

        try (ResultSet row = connection.createStatement().executeQuery("SELECT i, vc, d FROM t")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
            assertThat(row.wasNull()).isTrue();
            assertThat(row.getString(2)).isNull();
            assertThat(row.getObject(3, LocalDate.class)).isNull();
            assertThat(row.wasNull()).isTrue();
        }
    }

    @Test
    void lobsGoInAndOutAsStreamsObjectsAndValues() throws Exception {
        execute("CREATE TABLE t (id INT PRIMARY KEY, b BLOB, c CLOB)");
        byte[] bytes = new byte[3_000_000];
        Arrays.fill(bytes, (byte) 7);
        String text = "ü".repeat(2_000_000);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setBinaryStream(2, new ByteArrayInputStream(bytes));
            insert.setCharacterStream(3, new StringReader(text));
            insert.executeUpdate();
            Blob blob = connection.createBlob();
            blob.setBytes(1, new byte[] {1, 2, 3});
            Clob clob = connection.createClob();
            clob.setString(1, "small");
            insert.setInt(1, 2);
            insert.setBlob(2, blob);
            insert.setClob(3, clob);
            insert.executeUpdate();
            insert.setInt(1, 3);
            insert.setBytes(2, bytes);
            insert.setString(3, text);
            insert.executeUpdate();
        }

        try (ResultSet rows = connection.createStatement().executeQuery("SELECT id, b, c FROM t ORDER BY id")) {
            rows.next();
            assertThat(rows.getBinaryStream(2).readAllBytes()).isEqualTo(bytes);
            assertThat(rows.getString(3)).isEqualTo(text);
            rows.next();
            assertThat(rows.getBlob(2).getBytes(1, 9)).containsExactly(1, 2, 3);
            assertThat(rows.getClob(3).getSubString(1, 9)).isEqualTo("small");
            rows.next();
            assertThat(rows.getBytes(2)).isEqualTo(bytes);
            assertThat(rows.getCharacterStream(3).read()).isEqualTo('ü');
        }
    }

    @Test
    void aCalendarSaysInWhichZoneATimestampIs() throws SQLException {
        execute("CREATE TABLE t (ts TIMESTAMP, d DATE, tm TIME)");
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            insert.setTimestamp(1, new Timestamp(0), tokyo);
            insert.setDate(2, new Date(0), tokyo);
            insert.setTime(3, new Time(0), tokyo);
            insert.executeUpdate();
        }

        try (ResultSet row = connection.createStatement().executeQuery("SELECT ts, d, tm FROM t")) {
            row.next();
            assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo("1970-01-01T09:00:00");
            assertThat(row.getObject(2, LocalDate.class)).isEqualTo("1970-01-01");
            assertThat(row.getObject(3, LocalTime.class)).isEqualTo("09:00:00");
            assertThat(row.getTimestamp(1, tokyo)).isEqualTo(new Timestamp(0));
        }
    }

    @Test
    void aParameterIsConvertedToTheNamedTypeAndToTheColumns() throws SQLException {
        execute("CREATE TABLE t (i INTEGER, d DATE, n DECIMAL(10, 2))");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            insert.setObject(1, "12", Types.INTEGER);
            insert.setObject(2, "2026-05-06", JDBCType.DATE);
            insert.setObject(3, "1.255", Types.DECIMAL, 2);
            insert.executeUpdate();
            insert.setString(1, "13");
            insert.setString(2, "2026-05-07");
            insert.setDouble(3, 2.5);
            insert.executeUpdate();
        }

        assertThat(rows("SELECT i, d, n FROM t ORDER BY i"))
                .containsExactly(
                        List.of(12, Date.valueOf("2026-05-06"), new BigDecimal("1.26")),
                        List.of(13, Date.valueOf("2026-05-07"), new BigDecimal("2.50")));
    }

    @Test
    void limitAndOffsetMayBeParameters() throws SQLException {
        execute("CREATE TABLE t (i INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2), (3), (4)");

        assertThat(rows("SELECT i FROM t ORDER BY i LIMIT ? OFFSET ?", 2, 1)).containsExactly(List.of(2), List.of(3));
    }

    @Test
    void anArrayColumnTakesAnArray() throws SQLException {
        execute("CREATE TABLE t (a INTEGER ARRAY)");

        update("INSERT INTO t VALUES (?)", connection.createArrayOf("INTEGER", new Object[] {1, 2}));

        try (ResultSet row = connection.createStatement().executeQuery("SELECT a FROM t")) {
            row.next();
            assertThat((Object[]) row.getArray(1).getArray()).containsExactly(1, 2);
        }
    }

    @Test
    void aTableThatAnotherConnectionChangedIsPlannedAnew() throws SQLException {
        execute("CREATE TABLE t (i INT)", "INSERT INTO t VALUES (1)");
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM t");
                var other = another();
                var change = other.createStatement()) {
            assertThat(rows(query.executeQuery())).containsExactly(List.of(1));

            change.execute("DROP TABLE t");
            change.execute("CREATE TABLE t (a VARCHAR(5), b INT)");
            change.execute("INSERT INTO t VALUES ('x', 2)");

            assertThat(rows(query.executeQuery())).containsExactly(List.of("x", 2));
        }
    }

    @Test
    void arraysHoldColumnsBesideNumbersAndParameters() throws SQLException {
        execute("CREATE TABLE numbers (x INT)", "INSERT INTO numbers VALUES (1), (2), (NULL)");
        execute("CREATE TABLE points (id INT PRIMARY KEY, vec VECTOR(2))");

        execute("INSERT INTO points SELECT x, ARRAY[1, x] FROM numbers WHERE x IS NOT NULL");
        assertThat(value("SELECT id FROM points ORDER BY vec <-> ARRAY[?, 1.9] LIMIT 1", 1))
                .isEqualTo(2);
        update("UPDATE points SET vec = ARRAY[?, id]", 7);
        assertThat(rows("SELECT CAST(vec AS VARCHAR) FROM points ORDER BY id"))
                .containsExactly(List.of("[7, 1]"), List.of("[7, 2]"));
        assertThat(rows("SELECT CARDINALITY(ARRAY[x, 1, NULL]) FROM numbers")).hasSize(3);
        assertState("22000", () -> execute("INSERT INTO points SELECT 3, ARRAY[x, 1] FROM numbers WHERE x IS NULL"));
    }

    @Test
    void vectorsStandInSubQueries() throws SQLException {
        execute(
                "CREATE TABLE points (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO points VALUES (1, '[1, 0]'), (2, '[0, 1]')");

        assertThat(value("WITH q AS (SELECT VECTOR '[0, 1]' AS v) SELECT id FROM points"
                        + " ORDER BY vec <-> (SELECT v FROM q) LIMIT 1"))
                .isEqualTo(2);
        assertThat(value(
                        "SELECT id FROM points, (SELECT CAST(? AS VECTOR(2)) AS v) q ORDER BY vec <-> q.v LIMIT 1",
                        new float[] {0, 1}))
                .isEqualTo(2);
        assertThat(value("SELECT CAST(v AS VARCHAR) FROM (SELECT VECTOR '[1, 2]' AS v) q"))
                .isEqualTo("[1, 2]");
    }

    /** Changes are kept parsed between runs: no run may go by what was true at the one before. */
    @Test
    void aChangeRunsAgainAsTheTableIsNow() throws SQLException {
        String change = "UPDATE again SET x = x + 1 WHERE id IN (1, 2)";
        String merge = "MERGE INTO again a USING (VALUES (1, 7), (3, 7)) AS v (id, x) ON a.id = v.id"
                + " WHEN MATCHED THEN UPDATE SET x = a.x + v.x WHEN NOT MATCHED THEN INSERT (id, x) VALUES (v.id, v.x)";
        execute(
                "CREATE TABLE again (id INT PRIMARY KEY, x INT)",
                "INSERT INTO again VALUES (1, 10), (2, 20)",
                change,
                merge,
                "ALTER TABLE again ADD COLUMN y INT DEFAULT 5",
                change,
                merge,
                "CREATE INDEX again_x ON again (x)",
                "ALTER TABLE again ALTER COLUMN x SET DATA TYPE DECIMAL(10, 2)",
                change);
        assertThat(rows("SELECT id, CAST(x AS INT), y FROM again ORDER BY id"))
                .containsExactly(List.of(1, 27, 5), List.of(2, 23, 5), List.of(3, 14, 5));

        execute("DROP TABLE again");
        assertState("42S02", () -> execute(change));
        execute("CREATE TABLE again (x BIGINT, id INT PRIMARY KEY)", "INSERT INTO again VALUES (1, 1)", change, merge);
        assertThat(rows("SELECT id, x FROM again ORDER BY id")).containsExactly(List.of(1, 9L), List.of(3, 7L));
    }

    @Test
    void aChangeRunsAgainAfterItFailed() throws SQLException {
        execute("CREATE TABLE again (id INT PRIMARY KEY, x INT CHECK (x < 3))", "INSERT INTO again VALUES (1, 1)");
        try (PreparedStatement update = connection.prepareStatement("UPDATE again SET x = x + ? WHERE id = 1")) {
            for (int round = 0; round < 3; round++) {
                update.setInt(1, 5);
                assertState("23513", update::executeUpdate);
                update.setInt(1, round % 2 == 0 ? 1 : -1);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
        }
        for (int other = 0; other < 100; other++) {
            execute("UPDATE again SET x = 0 WHERE id = " + -other);
        }
        assertThat(value("SELECT x FROM again")).isEqualTo(2);
    }
}
