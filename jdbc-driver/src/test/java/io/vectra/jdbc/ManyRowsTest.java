package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches that find more rows than an array of the mirror takes. */
class ManyRowsTest extends DatabaseTest {
    private static final int SIDE = 320;

    @BeforeEach
    void createDocs() throws SQLException {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < SIDE; i++) {
            numbers.add("(" + i + ")");
        }
        execute(
                "CREATE TABLE n (x INT)",
                "INSERT INTO n VALUES " + String.join(", ", numbers),
                "CREATE TABLE docs (id INT PRIMARY KEY, body VARCHAR, price INT, vec VECTOR(2))",
                "INSERT INTO docs SELECT a.x * 320 + b.x, 'common', b.x, NULL FROM n a, n b",
                "UPDATE docs SET body = 'common common' WHERE id = 77777",
                "CREATE INDEX docs_text ON docs USING FULLTEXT (body)");
    }

    @Test
    void matchesIsForAnyNumberOfRows() throws SQLException {
        assertThat(value("SELECT COUNT(*) FROM docs WHERE matches(body, 'common')"))
                .isEqualTo(102_400L);
        assertThat(value("SELECT COUNT(*) FROM docs d JOIN n ON n.x = d.id WHERE matches(d.body, 'common')"))
                .isEqualTo(320L);
        assertThat(value("SELECT COUNT(*) FROM docs d WHERE MOD(price, 2) = 1 AND matches(body, ?)", "common"))
                .isEqualTo(51_200L);
        assertThat(update("UPDATE docs SET price = -1 WHERE matches(body, 'common') AND id < 2"))
                .isEqualTo(2);
        assertThat(rows("DELETE FROM docs WHERE matches(body, 'common') RETURNING id"))
                .hasSize(102_400);
    }

    @Test
    void scoresAreOrderedAmongAnyNumberOfRows() throws SQLException {
        execute("UPDATE docs SET vec = '[1, 0]' WHERE id = 88888");
        String ranks = " ORDER BY hybrid(vec, '[1, 0]', body, 'common', 0.5, 'rrf') DESC LIMIT 2";
        String weighted = " ORDER BY hybrid(vec, '[1, 0]', body, 'common') DESC LIMIT 2";

        assertThat(rows("SELECT id FROM docs" + ranks)).containsExactly(List.of(77777), List.of(88888));
        assertThat(rows("SELECT id FROM docs WHERE MOD(price, 2) = 1" + ranks))
                .containsExactly(List.of(77777), List.of(1));
        execute("DELETE FROM docs WHERE id >= 90000");
        assertThat(rows("SELECT id FROM docs WHERE MOD(price, 2) = 0 OR id = 77777" + weighted))
                .containsExactly(List.of(88888), List.of(77777));
    }

    @Test
    void nearestRowsAreReadInAnyNumber() throws SQLException {
        execute("UPDATE docs SET vec = CAST('[' || price || ', 1]' AS VECTOR(2)) WHERE id < 80000");

        assertThat(rows("SELECT id, body FROM docs ORDER BY vec <-> '[0, 1]' LIMIT 70000 OFFSET 69999"))
                .hasSize(32_401)
                .startsWith(rows("SELECT id, body FROM docs ORDER BY ABS(vec <-> '[0, 1]'), id LIMIT 1 OFFSET 69999")
                        .get(0));
        assertThat(value("SELECT COUNT(*) FROM (SELECT d.id FROM docs d JOIN n ON n.x = d.price"
                        + " ORDER BY vec <-> '[0, 1]' LIMIT 70000) t"))
                .isEqualTo(70_000L);
    }
}
