package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultSetTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9) NOT NULL, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, 'one', '[1, 1]'), (2, 'two', '[2, 2]'), (3, 'three', '[3, 3]')");
    }

    private ResultSet scrolling(String sql) throws SQLException {
        return connection
                .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                .executeQuery(sql);
    }

    @Test
    void aForwardOnlyResultSaysHowToScroll() throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t")) {
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            rows.next();
            assertState("90128", rows::previous).hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
            assertState("90128", () -> rows.absolute(1));
            assertState("90128", rows::beforeFirst);
        }
    }

    @Test
    void aScrollingResultGoesEverywhere() throws SQLException {
        try (ResultSet rows = scrolling("SELECT id, vec FROM t ORDER BY id")) {
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThat(rows.last()).isTrue();
            assertThat(rows.getRow()).isEqualTo(3);
            assertThat(rows.getInt(1)).isEqualTo(3);
            assertThat((float[]) rows.getObject(2)).containsExactly(3, 3);
            assertThat(rows.previous()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.first()).isTrue();
            assertThat(rows.isFirst()).isTrue();
            assertThat(rows.absolute(-1)).isTrue();
            assertThat(rows.isLast()).isTrue();
            assertThat(rows.relative(-2)).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
            rows.afterLast();
            assertThat(rows.isAfterLast()).isTrue();
            rows.beforeFirst();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void aScrollingTopKGoesBackToo() throws SQLException {
        try (ResultSet rows = scrolling("SELECT id FROM t ORDER BY vec <-> '[3, 3]' LIMIT 2")) {
            assertThat(rows.last()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.previous()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void labelsAreFoundInAnyCaseAndTheFirstOfTwoWins() throws SQLException {
        try (ResultSet row = connection
                .createStatement()
                .executeQuery(
                        "SELECT id AS \"MixedCase\", name AS n, id + 10 AS n, 4 AS a, 5 AS b FROM t WHERE id = 1")) {
            row.next();
            assertThat(row.getInt("mixedcase")).isEqualTo(1);
            assertThat(row.getString("N")).isEqualTo("one");
            assertThat(row.findColumn("B")).isEqualTo(5);
            assertState("42S22", () -> row.getInt("missing"))
                    .hasMessageContaining("\"missing\"")
                    .hasMessageContaining("MixedCase");
            assertState("90008", () -> row.getInt(6)).hasMessageContaining("1 to 5");
            assertState("90008", () -> row.getInt(0));
        }
    }

    @Test
    void beforeTheFirstAndBehindTheLastRowThereIsNoValue() throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t WHERE id = 1")) {
            assertState("02000", () -> rows.getInt(1));
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isFalse();
            assertState("02000", () -> rows.getInt(1));
        }
    }

    @Test
    void changingRowsThroughAResultIsRefused() throws SQLException {
        try (ResultSet rows = scrolling("SELECT id FROM t")) {
            rows.next();
            assertState("0A000", () -> rows.updateInt(1, 2)).hasMessageContaining("use UPDATE");
            assertState("0A000", rows::deleteRow);
            assertState("0A000", rows::insertRow);
            assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
        }
    }

    @Test
    void metadataOutlivesTheResult() throws SQLException {
        ResultSetMetaData metaData;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name AS n, 1 + 1 FROM t")) {
            metaData = rows.getMetaData();
        }

        assertThat(metaData.getColumnName(1)).isEqualTo("ID");
        assertThat(metaData.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
        assertThat(metaData.getColumnLabel(2)).isEqualTo("N");
        assertThat(metaData.getColumnName(2)).isEqualTo("NAME");
        assertThat(metaData.getColumnType(2)).isEqualTo(Types.VARCHAR);
        assertThat(metaData.getPrecision(2)).isEqualTo(9);
        assertThat(metaData.getSchemaName(2)).isEqualTo("PUBLIC");
        assertThat(metaData.getCatalogName(2)).isEmpty();
        assertThat(metaData.getTableName(3)).isEmpty();
        assertThat(metaData.getColumnClassName(3)).isEqualTo("java.lang.Integer");
        assertState("90008", () -> metaData.getColumnLabel(4));
    }

    @Test
    void aStarShowsNoHiddenColumn() throws SQLException {
        execute("CREATE TABLE plain (name VARCHAR(5), vec VECTOR(2))", "INSERT INTO plain VALUES ('a', '[1, 2]')");

        try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM plain")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            rows.next();
            assertThat((float[]) rows.getObject("vec")).containsExactly(1, 2);
        }
    }

    @Test
    void everyUseOfAClosedResultIs90007() throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("SELECT id, vec FROM t");
        rows.next();
        rows.close();
        rows.close();

        assertState("90007", rows::next);
        assertState("90007", () -> rows.getInt(1));
        assertState("90007", () -> rows.getObject(2));
        assertState("90007", rows::getMetaData);
        assertState("90007", rows::wasNull);
    }

    @Test
    void severalResultsAreOpenAtOnce() throws SQLException {
        try (ResultSet outer = connection.createStatement().executeQuery("SELECT id FROM t ORDER BY id")) {
            int count = 0;
            while (outer.next()) {
                assertThat((float[]) value("SELECT vec FROM t WHERE id = ?", outer.getInt(1)))
                        .containsExactly(outer.getInt(1), outer.getInt(1));
                count++;
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void aResultStaysReadableOverCommitAndLaterChanges() throws SQLException {
        connection.setAutoCommit(false);
        try (ResultSet rows = connection.createStatement().executeQuery("SELECT id, vec FROM t ORDER BY id")) {
            rows.next();
            update("DELETE FROM t");
            connection.commit();

            assertThat((float[]) rows.getObject(2)).containsExactly(1, 1);
            assertThat(rows.next()).isTrue();
            assertThat((float[]) rows.getObject(2)).containsExactly(2, 2);
            assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        }
    }

    @Test
    void arraysOfScalarsAreReadInManyForms() throws SQLException {
        execute(
                "CREATE TABLE arrays (i INT ARRAY, d DOUBLE PRECISION ARRAY, s VARCHAR ARRAY, n BIGINT)",
                "INSERT INTO arrays VALUES (ARRAY[1, 2], ARRAY[1.5, 2], ARRAY['a', NULL], 7)");
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM arrays")) {
            row.next();

            assertThat(row.getObject(1, int[].class)).containsExactly(1, 2);
            assertThat(row.getObject(1, long[].class)).containsExactly(1, 2);
            assertThat(row.getObject(1, double[].class)).containsExactly(1, 2);
            assertThat(row.getObject(1, Integer[].class)).containsExactly(1, 2);
            assertThat(row.getObject(1, Object[].class)).containsExactly(1, 2);
            assertThat(row.getObject(1, List.class)).isEqualTo(List.of(1, 2));
            assertThat(row.getObject(2, double[].class)).containsExactly(1.5, 2);
            assertThat(row.getObject(3, List.class)).isEqualTo(Arrays.asList("a", null));
            assertThat(row.getObject(4, long.class)).isEqualTo(7);
            assertState("22018", () -> row.getObject(2, int[].class)).hasMessageContaining("Element 1 of the array");
            assertState("22018", () -> row.getObject(3, long[].class)).hasMessageContaining("read the array as List");
            assertState("0A000", () -> row.getObject(4, List.class));
        }
    }

    @Test
    void whatIsNoArrayIsNotReadAsOne() throws SQLException {
        execute(
                "CREATE TABLE scalars (n BIGINT, d DATE, none INT)",
                "INSERT INTO scalars VALUES (7, DATE '2024-02-29', NULL)");
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM scalars")) {
            row.next();

            assertState("22018", () -> row.getObject(1, float[].class)).hasMessageContaining("BIGINT");
            assertState("22018", () -> row.getObject(1, Integer[].class)).hasMessageContaining("Integer[]");
            assertState("22018", () -> row.getObject(2, double[].class));
            assertThat(row.getObject(3, float[].class)).isNull();
            assertThat(row.getObject(1, byte[].class)).hasSize(Long.BYTES);
        }
    }

    @Test
    void typesAreCalledAlikeInMetadataAndInMakingThem() throws SQLException {
        execute("CREATE TABLE kinds (u UUID, v VECTOR(2))");
        try (var insert = connection.prepareStatement("INSERT INTO kinds VALUES (?, ?)")) {
            assertThat(insert.getParameterMetaData().getParameterClassName(1)).isEqualTo("java.util.UUID");
            String type = insert.getParameterMetaData().getParameterTypeName(2);
            assertThat(type).isEqualTo("VECTOR(2)");
            insert.setObject(1, java.util.UUID.randomUUID());
            insert.setArray(2, connection.createArrayOf(type, new Object[] {1, 0.5}));
            insert.executeUpdate();
        }
        assertThat(value("SELECT v FROM kinds")).isEqualTo(new float[] {1, 0.5f});
        assertThat(connection.createArrayOf("vector", new Object[] {1}).getBaseTypeName())
                .isEqualTo("REAL");
    }
}
