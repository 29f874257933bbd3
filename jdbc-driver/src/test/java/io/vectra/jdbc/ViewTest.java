package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(10), vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)",
                "INSERT INTO docs VALUES (1, 'one', '[1, 0]'), (2, 'two', '[0, 1]'), (3, 'three', '[1, 1]'), (4, 'four', NULL)",
                "CREATE VIEW late AS SELECT id, title, vec FROM docs WHERE id > 1",
                "CREATE VIEW later (nr, name, place, twice) AS SELECT id, title, vec, vec * 2 FROM late WHERE id > 2");
    }

    @Test
    void viewsAreRead() throws SQLException {
        assertThat(rows("SELECT id, title FROM late ORDER BY id"))
                .containsExactly(List.of(2, "two"), List.of(3, "three"), List.of(4, "four"));
        assertThat(rows(
                        "SELECT l.nr, later.name FROM later JOIN late l2 ON later.nr = l2.id JOIN later AS l ON l.nr = l2.id WHERE l.nr = ?",
                        3))
                .containsExactly(List.of(3, "three"));
        assertThat(
                        rows(
                                "SELECT a FROM (SELECT * FROM later) AS x (a, b, c, d) WHERE EXISTS (SELECT 1 FROM late WHERE late.id = x.a) ORDER BY a"))
                .containsExactly(List.of(3), List.of(4));
        assertThat(
                        rows(
                                "INSERT INTO docs SELECT nr + 10, name, twice FROM PUBLIC.later WHERE place IS NOT NULL RETURNING id"))
                .containsExactly(List.of(13));
    }

    @Test
    void vectorsAreSearchedThroughViews() throws SQLException {
        assertThat(rows("SELECT id FROM late ORDER BY vec <=> ? LIMIT 1", new float[] {0, 2}))
                .containsExactly(List.of(2));
        assertThat(rows("SELECT nr FROM later ORDER BY place <=> '[0, 2]' LIMIT 1"))
                .containsExactly(List.of(3));
        assertThat(rows("SELECT nr, CAST(twice AS VARCHAR) FROM later WHERE twice <-> '[2, 2]' < 0.1"))
                .containsExactly(List.of(3, "[2, 2]"));
        execute("CREATE VIEW nearest AS SELECT id, vec <-> '[1, 0]' AS d FROM docs ORDER BY d LIMIT 2");
        assertThat(rows("SELECT id FROM nearest WHERE d < 0.5")).containsExactly(List.of(1));
    }

    @Test
    void namesOfWithHideViewsAndDoNotReachIntoThem() throws SQLException {
        assertThat(rows("WITH late AS (SELECT 7 AS id) SELECT id FROM late")).containsExactly(List.of(7));
        assertThat(rows("WITH docs AS (SELECT 7 AS id, 'x' AS title, NULL AS vec) SELECT count(*) FROM late"))
                .containsExactly(List.of(3L));
        assertThat(
                        rows(
                                "WITH docs AS (SELECT 8 AS id) SELECT docs.id, d2.id FROM docs CROSS JOIN PUBLIC.docs AS d2 WHERE d2.id = 1"))
                .containsExactly(List.of(8, 1));
        assertThat(rows("WITH late AS (SELECT id FROM late WHERE id < 3) SELECT id FROM late"))
                .containsExactly(List.of(2));
    }

    @Test
    void viewsAreReplacedAndDropped() throws SQLException {
        execute(
                "CREATE OR REPLACE VIEW late AS SELECT id, title, vec FROM docs WHERE id > 2",
                "CREATE VIEW IF NOT EXISTS late AS SELECT 1 AS x");
        assertThat(value("SELECT count(*) FROM late")).isEqualTo(2L);
        assertState("90038", () -> execute("CREATE VIEW late AS SELECT 1 AS x"));
        assertState("42P17", () -> execute("CREATE OR REPLACE VIEW late AS SELECT nr AS id FROM later"));
        assertState("90107", () -> execute("DROP VIEW late"));
        assertState("90107", () -> execute("DROP TABLE docs RESTRICT"));
        assertState("90037", () -> execute("DROP VIEW docs"));
        assertState("0A000", () -> execute("ALTER TABLE docs RENAME COLUMN id TO nr"));
        assertState("0A000", () -> execute("INSERT INTO late (id) VALUES (9)"));
        assertState("0A000", () -> execute("CREATE VIEW s AS SELECT * FROM VECTRA.STATS"));
        assertState("42S22", () -> execute("CREATE VIEW s AS SELECT nope FROM docs"));
        assertState("21S02", () -> execute("CREATE VIEW s (a, b) AS SELECT id FROM docs"));

        execute("DROP VIEW late CASCADE", "DROP VIEW IF EXISTS late");
        assertState("42S02", () -> execute("SELECT * FROM later"));
        execute("DROP TABLE docs");
    }

    @Test
    void aTableTakesItsViewsWithIt() throws SQLException {
        execute("DROP TABLE docs CASCADE");

        assertState("42S02", () -> execute("SELECT * FROM later"));
        execute("CREATE TABLE docs (id INT)", "CREATE VIEW late AS SELECT * FROM docs", "INSERT INTO docs VALUES (5)");
        assertThat(rows("SELECT * FROM late")).containsExactly(List.of(5));
    }

    @Test
    void aStarInAnyPartOfAViewMeansTheColumnsThatThereWere() throws SQLException {
        execute(
                "CREATE TABLE old (id INT, title VARCHAR(10), vec VECTOR(2))",
                "INSERT INTO old SELECT id + 10, 'old', vec FROM docs",
                "CREATE TABLE names (id INT, \"first \"\"Name\" VARCHAR(9))",
                "INSERT INTO names VALUES (1, 'Ann'), (2, 'Bob')");
        int columns = rows("SELECT * FROM docs").get(0).size();
        List<List<Object>> both = rows("SELECT id FROM docs UNION ALL SELECT id FROM old ORDER BY 1");
        execute(
                "CREATE VIEW united AS\n SELECT id, vec FROM (SELECT * FROM docs) d\r\n UNION ALL /* * */ SELECT * FROM (SELECT id, vec FROM old)",
                "CREATE VIEW ids (a, b) AS SELECT * FROM (SELECT n.* FROM names n) UNION (SELECT * FROM names WHERE id > 1)",
                "CREATE VIEW joined AS WITH n AS (SELECT * FROM names), u AS (SELECT * FROM united) "
                        + "SELECT *, (SELECT count(*) FROM (SELECT *, 2 * id FROM names)) AS c FROM n JOIN u USING (id)",
                "CREATE VIEW pairs AS SELECT a.*, 7 AS seven, b.* FROM names a, (SELECT id AS other FROM names) b "
                        + "WHERE EXISTS (SELECT * FROM docs WHERE docs.id = a.id) AND '*' = '*'",
                "ALTER TABLE docs ADD COLUMN extra INT DEFAULT 3",
                "ALTER TABLE old ADD COLUMN more VARCHAR DEFAULT 'x'",
                "ALTER TABLE names ADD COLUMN later INT DEFAULT 9");

        assertThat(rows("SELECT * FROM docs").get(0)).hasSize(columns + 1);
        assertThat(rows("SELECT id FROM united ORDER BY id")).isEqualTo(both);
        assertThat(rows("SELECT * FROM united").get(0)).hasSize(2);
        assertThat(rows("SELECT a, b FROM ids ORDER BY a")).containsExactly(List.of(1, "Ann"), List.of(2, "Bob"));
        assertThat(rows("SELECT * FROM joined WHERE id = 2").get(0))
                .hasSize(4)
                .startsWith(2, "Bob")
                .endsWith(2L);
        assertThat(rows("SELECT * FROM pairs ORDER BY id, other").get(1)).containsExactly(1, "Ann", 7, 2);
    }

    @Test
    void aStarMeansTheColumnsThatThereWere() throws SQLException {
        execute(
                "CREATE VIEW everything AS SELECT * FROM docs",
                "CREATE VIEW more AS SELECT d.*, d.id + 1 AS following FROM docs AS d WHERE d.id < 4 ORDER BY d.id LIMIT 9",
                "CREATE VIEW above AS SELECT * FROM everything WHERE id > 1",
                "ALTER TABLE docs ADD COLUMN extra INT DEFAULT 3");

        for (String view : List.of("everything", "more", "above")) {
            assertThat(rows("SELECT * FROM " + view + " WHERE id = 2").get(0))
                    .as(view)
                    .hasSize(view.equals("more") ? 4 : 3);
            assertThat(rows("SELECT v.id FROM " + view + " AS v ORDER BY v.vec <=> '[0, 2]' LIMIT 1"))
                    .as(view)
                    .containsExactly(List.of(2));
            assertState("42S22", () -> rows("SELECT extra FROM " + view));
        }
        assertThat(rows("EXPLAIN SELECT id FROM above ORDER BY vec <=> '[0, 2]' LIMIT 1")
                        .get(0)
                        .get(0)
                        .toString())
                .startsWith("Vector search: PUBLIC.DOCS.VEC");
        execute("CREATE OR REPLACE VIEW everything AS SELECT * FROM docs");
        assertThat(rows("SELECT * FROM everything").get(0)).hasSize(4);
    }

    @Test
    void columnsAreAddedBeneathViews() throws SQLException {
        execute("ALTER TABLE docs ADD COLUMN extra INT DEFAULT 3");

        assertThat(rows("SELECT nr FROM later ORDER BY place <=> '[0, 2]' LIMIT 1"))
                .containsExactly(List.of(3));
        assertState("90083", () -> execute("ALTER TABLE docs DROP COLUMN title"));
        assertThat(rows("SELECT id, title FROM late WHERE id = 2")).containsExactly(List.of(2, "two"));
        assertThat(value("SELECT id FROM docs ORDER BY vec <=> '[1, 0]' LIMIT 1"))
                .isEqualTo(1);
    }
}
