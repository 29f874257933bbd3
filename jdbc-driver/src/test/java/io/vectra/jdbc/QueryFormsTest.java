package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DISTINCT ON, WITH TIES, AT TIME ZONE, FROM DUAL, NEXTVAL. */
class QueryFormsTest extends BesideH2Test {
    @BeforeEach
    void fill() throws SQLException {
        executeInBoth(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, c VARCHAR(10))",
                "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'a'), (3, 30, 'b'), (4, 30, 'b'), (5, 50, 'c'), (6, NULL, NULL)",
                "CREATE TABLE times (id INT PRIMARY KEY, at TIMESTAMP WITH TIME ZONE, zone VARCHAR(20))",
                "INSERT INTO times VALUES (1, TIMESTAMP WITH TIME ZONE '2020-01-01 10:00:00+00', '+02:00')",
                "CREATE SEQUENCE s START WITH 5");
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, category VARCHAR(5), vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'a', '[1, 0]'), (2, 'a', '[2, 0]'), (3, 'b', '[3, 0]'), (4, 'b', '[4, 0]'),"
                        + " (5, 'c', NULL)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT ON (c) c, id FROM t ORDER BY c, id DESC",
                "SELECT DISTINCT ON (c) c, id, n FROM t WHERE n IS NOT NULL ORDER BY c, n DESC, id",
                "SELECT DISTINCT ON (c) id FROM t ORDER BY c, id LIMIT 2",
                "SELECT DISTINCT ON (c) id FROM t ORDER BY c, id LIMIT 2 OFFSET 1",
                "SELECT DISTINCT ON (c) c AS k, id + 1 AS i FROM t ORDER BY k, i DESC",
                "SELECT DISTINCT ON (c) c, id FROM t ORDER BY 1, 2 DESC",
                "SELECT DISTINCT ON (n, c) id FROM t ORDER BY n, c, id DESC",
                "SELECT DISTINCT ON (n + 0) id FROM t ORDER BY n + 0, id DESC",
                "SELECT DISTINCT ON (c) * FROM t ORDER BY c, id DESC",
                "SELECT DISTINCT ON (c) c, sum(n) FROM t GROUP BY c, id ORDER BY c, sum(n) DESC",
                "SELECT DISTINCT ON (c) c, id FROM t ORDER BY id",
                "SELECT DISTINCT ON (a.c) a.c, b.id FROM t a JOIN t b ON a.c = b.c ORDER BY a.c, b.id DESC",
                "SELECT count(*) FROM (SELECT DISTINCT ON (c) id FROM t)",
                "SELECT * FROM (SELECT DISTINCT ON (c) c, id FROM t ORDER BY c, id DESC) x WHERE id > 2 ORDER BY id",
                "WITH x AS (SELECT DISTINCT ON (c) c, id FROM t ORDER BY c, id DESC) SELECT id FROM x ORDER BY id",
                "SELECT DISTINCT ON (c) c FROM t WHERE c = 'a' UNION ALL SELECT 'z'",
            })
    void distinctOnKeepsTheFirstRowOfEach(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t ORDER BY n FETCH FIRST 3 ROWS WITH TIES",
                "SELECT sum(id) FROM (SELECT id FROM t ORDER BY n FETCH FIRST 4 ROWS WITH TIES)",
                "SELECT sum(id) FROM (SELECT id FROM t ORDER BY n OFFSET 1 ROW FETCH FIRST 3 ROWS WITH TIES)",
                "SELECT sum(id) FROM (SELECT id FROM t ORDER BY n OFFSET 3 ROWS FETCH FIRST 1 ROW WITH TIES)",
                "SELECT sum(id) FROM (SELECT id FROM t ORDER BY n DESC, c FETCH NEXT 2 ROWS WITH TIES)",
                "SELECT id, n * 2 AS m FROM t ORDER BY m FETCH FIRST ROW WITH TIES",
                "SELECT count(*), min(c) FROM (SELECT id, c FROM t ORDER BY 2 FETCH FIRST 2 ROWS WITH TIES)",
                "SELECT c, count(*) FROM t GROUP BY c ORDER BY count(*) DESC, c FETCH FIRST 1 ROW WITH TIES",
                "SELECT max(c), count(*) FROM (SELECT c, count(*) FROM t GROUP BY c ORDER BY count(*) DESC"
                        + " FETCH FIRST 1 ROW WITH TIES)",
                "SELECT id FROM t ORDER BY n FETCH FIRST 0 ROWS WITH TIES",
                "SELECT count(*) FROM (SELECT id FROM t ORDER BY c FETCH FIRST 2 ROWS WITH TIES)",
            })
    void tiesOfTheLastRowComeWithIt(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @Test
    void howManyRowsIsAParameter() throws SQLException {
        assertThat(rows("SELECT id FROM t ORDER BY n OFFSET ? ROWS FETCH FIRST ? ROWS WITH TIES", 2, 2))
                .containsExactlyInAnyOrder(List.of(2), List.of(3), List.of(4));
    }

    @Test
    void zonesBindTighterThanComparisons() throws SQLException {
        // H2 would read '+05' = at as the zone.
        assertThat(
                        rows(
                                "SELECT id FROM times WHERE at AT TIME ZONE '+05' = at AND at AT TIME ZONE '+01' || '' IS NOT NULL"))
                .containsExactly(List.of(1));
    }

    @Test
    void conditionsOutsideAreAskedAfterQualify() throws SQLException {
        // H2 loses QUALIFY here.
        String first = "SELECT id FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY c ORDER BY id) = 1";

        assertThat(rows("SELECT id FROM (" + first + ") x WHERE id > 2 ORDER BY id"))
                .containsExactly(List.of(3), List.of(5), List.of(6));
        assertThat(rows("WITH x AS (" + first
                        + ") SELECT t.id FROM t JOIN x ON x.id = t.id WHERE t.id < 5 ORDER BY t.id"))
                .containsExactly(List.of(1), List.of(3));
        execute("CREATE VIEW firsts AS " + first);
        assertThat(rows("SELECT id FROM firsts WHERE id = 4")).isEmpty();
        assertThat(rows(first + " UNION ALL SELECT 9 ORDER BY id")).hasSize(5);
    }

    @Test
    void vectorsAreOrderedByInBoth() throws SQLException {
        String nearestOfEach = "SELECT DISTINCT ON (category) category, id FROM docs ORDER BY category, vec <-> ?";
        String tied = "SELECT id FROM docs ORDER BY vec <-> ? FETCH FIRST 1 ROW WITH TIES";

        assertThat(rows(nearestOfEach, v(3.9f))).hasToString("[[a, 2], [b, 4], [c, 5]]");
        assertThat(rows(nearestOfEach, v(3.1f))).hasToString("[[a, 2], [b, 3], [c, 5]]");
        assertThat(rows(tied, v(2.5f))).hasToString("[[2], [3]]");
        assertThat(rows("EXPLAIN " + tied, v(2.5f)).toString()).contains("WITH TIES chooses among all rows");
        assertThat(rows(
                        "SELECT DISTINCT ON (category) category, id FROM (SELECT id, category FROM docs"
                                + " ORDER BY vec <-> ? LIMIT 3) n ORDER BY category, id DESC",
                        v(3)))
                .hasToString("[[a, 2], [b, 4]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0A000 | SELECT DISTINCT ON (1) c FROM t",
                "0A000 | SELECT DISTINCT ON (c) c FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY id) = 1",
                "0A000 | SELECT DISTINCT c FROM t ORDER BY c FETCH FIRST 1 ROW WITH TIES",
                "0A000 | SELECT id FROM t UNION SELECT 7 ORDER BY id FETCH FIRST 1 ROW WITH TIES",
                "42000 | SELECT id FROM t FETCH FIRST 1 ROW WITH TIES",
                "0A000 | SELECT id FROM t FOR UPDATE NOWAIT",
                "0A000 | SELECT id FROM t FOR UPDATE WAIT 5",
                "0A000 | SELECT id FROM t FOR UPDATE SKIP LOCKED",
                "42S22 | SELECT DISTINCT ON (nosuch) c FROM t",
                "0A000 | SELECT id FROM docs QUALIFY RANK() OVER (ORDER BY vec) = 1",
            })
    void otherFormsAreRefused(String state, String sql) {
        assertState(state, () -> rows(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CAST(at AT TIME ZONE '+02:00' AS VARCHAR) FROM times",
                "SELECT CAST(at AT TIME ZONE zone AS VARCHAR) FROM times",
                "SELECT CAST(at AT TIME ZONE 'Europe/Berlin' AS VARCHAR) FROM times",
                "SELECT CAST(at AT TIME ZONE INTERVAL '2' HOUR AS VARCHAR) FROM times",
                "SELECT CAST((at + INTERVAL '1' HOUR) AT TIME ZONE '+01' AS VARCHAR) FROM times",
                "SELECT CAST(TIME WITH TIME ZONE '10:00:00+00' AT TIME ZONE '+03' AS VARCHAR)",
                "SELECT EXTRACT(HOUR FROM at AT TIME ZONE '+05') FROM times WHERE (at AT TIME ZONE '+05') = at",
                "SELECT CAST(at AT LOCAL AS TIMESTAMP) = CAST(at AS TIMESTAMP) FROM times",
                "SELECT at, at.at FROM times at",
                "SELECT id at FROM t WHERE id = 1",
            })
    void timesAreToldInAnotherZone(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM DUAL",
                "SELECT 1 AS x FROM dual d WHERE 1 = 1",
                "SELECT (SELECT 2 FROM DUAL) + id AS x FROM t WHERE EXISTS (SELECT 1 FROM dual WHERE t.id = 1)",
                "SELECT count(*) FROM DUAL",
                "WITH dual AS (SELECT 5 AS x) SELECT x FROM dual",
                "SELECT 1 FROM dual UNION ALL SELECT 2 FROM dual",
            })
    void dualHasOneRow(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @Test
    void dualMayStandInChangesAndBeATable() throws SQLException {
        assertChangeOfH2(
                "INSERT INTO t (id) SELECT 90 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM t WHERE id = 90)",
                "SELECT id FROM t ORDER BY id");
        assertChangeOfH2(
                "MERGE INTO t USING (SELECT 90 AS id FROM dual) x ON t.id = x.id WHEN MATCHED THEN DELETE",
                "SELECT id FROM t ORDER BY id");
        execute("CREATE TABLE dual (x INT)", "INSERT INTO dual VALUES (7)");
        assertThat(rows("SELECT * FROM dual")).containsExactly(List.of(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s')",
                "SELECT NEXTVAL('S') FROM t WHERE id < 3",
                "SELECT nextval('public.s') - nextval('PUBLIC.S')",
                "SELECT nextval('s'), currval('s'), CURRENT VALUE FOR s",
            })
    void sequencesAreNamedInTexts(String sql) throws SQLException {
        assertRowsOfH2(sql);
        assertRowsOfH2(sql);
    }

    @Test
    void sequencesFillColumns() throws SQLException {
        execute("CREATE SEQUENCE \"small\" START WITH 70");

        assertChangeOfH2(
                "INSERT INTO t (id, n) VALUES (nextval('s') + 10, nextval('s'))", "SELECT id, n FROM t WHERE id > 6");
        assertThat(value("SELECT nextval('\"small\"')")).isEqualTo(70L);
        assertState("90036", () -> rows("SELECT nextval('nosuch')")).hasMessageContaining("NOSUCH");
        assertState("0A000", () -> rows("SELECT nextval(c) FROM t")).hasMessageContaining("as a text");
    }

    private static float[] v(float x) {
        return new float[] {x, 0};
    }
}
