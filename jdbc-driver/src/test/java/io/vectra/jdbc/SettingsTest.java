package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SET, RESET, SHOW, and hints. */
class SettingsTest extends DatabaseTest {
    private Object shown(String name) throws SQLException {
        return value("SHOW " + name);
    }

    @Test
    void aSettingKeepsWhatItWasSetTo() throws SQLException {
        assertThat(shown("ef_search")).isEqualTo("default");
        execute("SET ef_search = 200");
        assertThat(shown("ef_search")).isEqualTo("200");
        execute("SET recall TO 0.99");
        assertThat(shown("recall")).isEqualTo("0.99");
        execute("SET exact = true");
        assertThat(shown("EXACT")).isEqualTo("true");
        execute("SET exact = OFF", "set \"RECALL\" = '0.9'");
        assertThat(shown("exact")).isEqualTo("false");
        assertThat(shown("recall")).isEqualTo("0.9");
        execute("SET recall = DEFAULT");
        assertThat(shown("recall")).isEqualTo("default");
    }

    @Test
    void efSearchAndRecallReplaceEachOther() throws SQLException {
        execute("SET ef_search = 200", "SET recall = 0.9");
        assertThat(shown("ef_search")).isEqualTo("default");
        execute("SET ef_search = 100");
        assertThat(shown("recall")).isEqualTo("default");
    }

    @Test
    void aSessionsSettingsEndWithItAndAreNobodyElses() throws SQLException {
        execute("SET ef_search = 200");
        try (Connection other = another()) {
            assertThat(rows(other, "SHOW ef_search")).containsExactly(List.of("default"));
        }
        execute("RESET ef_search");
        assertThat(shown("ef_search")).isEqualTo("default");
        execute("SET exact = on", "SET ef_search = 9", "SET vacuum_segments = 5", "RESET ALL");
        assertThat(rows("SELECT name FROM VECTRA.SETTINGS WHERE current_value <> default_value"))
                .containsExactly(List.of("vacuum_segments"));
    }

    @Test
    void upkeepIsSetForAllConnections() throws SQLException {
        execute(
                "SET auto_vacuum = false",
                "SET vacuum_dead_share = 0.5",
                "SET vacuum_segments = 4",
                "SET unindexed_rows_max = 100000",
                "SET recall_sample_share = 0");
        try (Connection other = another()) {
            assertThat(rows(other, "SELECT current_value FROM VECTRA.SETTINGS WHERE scope = 'DATABASE' ORDER BY name"))
                    .containsExactly(List.of("false"), List.of("0"), List.of("100000"), List.of("0.5"), List.of("4"));
        }
        execute("SET vacuum_dead_share = DEFAULT");
        assertThat(shown("vacuum_dead_share")).isEqualTo("0.3");
        assertThat(shown("vacuum_segments")).isEqualTo("4");
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        assertState("42704", () -> execute("SET ef_serch = 1")).hasMessageContaining("did you mean \"ef_search\"?");
        assertState("42704", () -> execute("SHOW recal")).hasMessageContaining("did you mean \"recall\"?");
        assertState("42704", () -> execute("SHOW progres")).hasMessageContaining("did you mean \"progress\"?");
        assertState("42704", () -> execute("RESET nothing_like_it")).hasMessageContaining("auto_vacuum");
        assertState("42000", () -> execute("SET ef_search"));
        assertState("42000", () -> execute("SET ef_search = 1 + 1"));
    }

    @Test
    void aWrongValueIsAnsweredWithTheRightOnes() {
        for (String bad : List.of(
                "ef_search = 0",
                "ef_search = -1",
                "ef_search = 100001",
                "ef_search = 1.5",
                "ef_search = many",
                "recall = 0",
                "recall = 1",
                "recall = 'NaN'",
                "recall = -0.5",
                "exact = 1",
                "exact = perhaps",
                "auto_vacuum = 2",
                "auto_vacuum = ''",
                "vacuum_dead_share = 0",
                "vacuum_dead_share = 1.1",
                "vacuum_dead_share = 'NaN'",
                "vacuum_segments = 1",
                "vacuum_segments = default_",
                "unindexed_rows_max = 999",
                "recall_sample_share = 2",
                "recall_sample_share = 'NaN'")) {
            assertState("22023", () -> execute("SET " + bad)).hasMessageContaining(bad.substring(0, bad.indexOf(' ')));
        }
        assertState("22023", () -> execute("SET recall = 1")).hasMessageContaining("below 1");
    }

    @Test
    void aPreparedQueryFollowsTheSettingsWithoutBeingPlannedAgain() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, '[1, 2]'), (2, '[2, 1]')");
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM t ORDER BY cosine(vec, '[1, 2]') LIMIT 1")) {
            assertThat(rows(query.executeQuery())).containsExactly(List.of(1));
            execute("SET exact = true");
            assertThat(rows(query.executeQuery())).containsExactly(List.of(1));
        }
    }

    @Test
    void aHintStandsAfterTheSelectOfASearch() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, '[1, 2]'), (2, '[2, 1]')");
        String search = " id FROM t ORDER BY cosine(vec, '[1, 2]') LIMIT 1";

        for (String hint :
                List.of("EXACT", "exact()", "EF_SEARCH(200)", "ef_search(1)", "RECALL(0.99)", "RECALL('0.9')")) {
            String select = "SELECT /*+ " + hint + " */" + search;
            assertThat(rows(select)).as(hint).containsExactly(List.of(1));
            assertThat(rows("SELECT count(*) FROM (" + select + ") AS nearest"))
                    .as(hint)
                    .containsExactly(List.of(1L));
            assertThat(rows("WITH n AS (" + select + ") SELECT id FROM n UNION ALL SELECT 7"))
                    .as(hint)
                    .containsExactly(List.of(1), List.of(7));
        }
    }

    @Test
    void aHintThatCannotBeFollowedIsAnError() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))");
        String search = " */ id FROM t ORDER BY cosine(vec, '[1, 2]') LIMIT 1";

        assertState("42000", () -> rows("SELECT /*+ EF_SERCH(1)" + search))
                .hasMessageContaining("did you mean \"EF_SEARCH\"?")
                .hasMessageContaining("RECALL");
        assertState("42000", () -> rows("SELECT /*+ EF_SEARCH" + search)).hasMessageContaining("whole number");
        assertState("42000", () -> rows("SELECT /*+ EF_SEARCH(0)" + search)).hasMessageContaining("whole number");
        assertState("42000", () -> rows("SELECT /*+ EF_SEARCH(a)" + search)).hasMessageContaining("whole number");
        assertState("42000", () -> rows("SELECT /*+ EF_SEARCH(1, 2)" + search)).hasMessageContaining("whole number");
        assertState("42000", () -> rows("SELECT /*+ EF_SEARCH(999999)" + search))
                .hasMessageContaining("100000");
        assertState("42000", () -> rows("SELECT /*+ RECALL(1)" + search)).hasMessageContaining("below 1");
        assertState("42000", () -> rows("SELECT /*+ RECALL(0.9), EXACT" + search))
                .hasMessageContaining("alternatives");
        assertState("42000", () -> rows("SELECT /*+ EXACT(1)" + search)).hasMessageContaining("no value");
        assertState("42000", () -> rows("SELECT /*+ EXACT */ id FROM t")).hasMessageContaining("distance");
        assertState("0A000", () -> rows("SELECT id FROM t /*+ EXACT */"));
    }
}
