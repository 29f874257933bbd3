package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Full-text indexes, {@code bm25} and {@code matches}. */
class FullTextTest extends DatabaseTest {
    @BeforeEach
    void createDocs() throws SQLException {
        execute("CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(100), body CLOB, price INT, vec VECTOR(2))");
        execute("INSERT INTO docs VALUES"
                + " (1, 'The sea', 'Ships sail the sea, and the sea is wide', 10, '[1, 0]'),"
                + " (2, 'The harbour', 'A ship rests in the harbour', 20, '[0, 1]'),"
                + " (3, 'Storm', 'The storm broke the mast of a sailing ship', 30, '[1, 1]'),"
                + " (4, 'Bread', 'Flour, water and salt', 40, '[-1, 0]'),"
                + " (5, NULL, NULL, 50, NULL),"
                + " (6, 'Sea salt', NULL, 60, '[0, -1]')");
        execute("CREATE INDEX docs_text ON docs USING FULLTEXT (title, body) WITH (analyzer = 'english')");
    }

    private List<Object> values(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Object> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getObject(1));
                }
            }
            return values;
        }
    }

    private List<Object> matching(String query) throws SQLException {
        return values("SELECT id FROM docs WHERE matches(title, body, ?) ORDER BY id", query);
    }

    @Test
    void wordsAreFoundByTheirStems() throws SQLException {
        assertThat(matching("ship")).containsExactly(1, 2, 3);
        assertThat(matching("sailing")).containsExactly(1, 3);
        assertThat(values("SELECT id FROM docs WHERE matches(title, 'sea') ORDER BY id"))
                .containsExactly(1, 6);
    }

    @Test
    void queriesHavePhrasesPrefixesFuzzyWordsAndOperators() throws SQLException {
        assertThat(matching("harbour storm")).containsExactly(2, 3);
        assertThat(matching("ship AND harbour")).containsExactly(2);
        assertThat(matching("ship -harbour")).containsExactly(1, 3);
        assertThat(matching("+ship sea")).containsExactly(1, 2, 3);
        assertThat(matching("ship AND NOT (harbour OR storm)")).containsExactly(1);
        assertThat(matching("NOT ship")).containsExactly(4, 6);
        assertThat(matching("\"sailing ship\"")).containsExactly(3);
        assertThat(matching("\"ships sea\"")).isEmpty();
        assertThat(matching("\"ships sea\"~3")).containsExactly(1);
        assertThat(matching("harb*")).containsExactly(2);
        assertThat(matching("habrour~")).containsExactly(2);
        assertThat(matching("hxxbour~1")).isEmpty();
        assertThat(matching("the")).isEmpty();
        assertThat(matching("the AND ship")).containsExactly(1, 2, 3);
        assertThat(matching("")).isEmpty();
        assertThat(matching("what is a ship?")).containsExactly(1, 2, 3);
    }

    @Test
    void matchesIsUnknownWithoutText() throws SQLException {
        assertThat(values("SELECT matches(title, body, 'sea') FROM docs ORDER BY id"))
                .containsExactly(true, false, false, false, null, true);
        assertThat(values("SELECT id FROM docs WHERE NOT matches(title, body, 'sea') ORDER BY id"))
                .containsExactly(2, 3, 4);
        assertThat(values("SELECT bm25(body, 'bread') FROM docs ORDER BY id"))
                .containsExactly(0.0, 0.0, 0.0, 0.0, null, null);
        assertThat(values("SELECT bm25(body, CAST(? AS VARCHAR)) FROM docs WHERE id = 1", (Object) null))
                .containsExactly((Object) null);
    }

    @Test
    void scoresAreThoseOfTheFormula() throws SQLException {
        // 4 bodies have 5 + 3 + 5 + 3 words without stop words; "sea" is in one of them, twice.
        double idf = Math.log(1 + (4 - 1 + 0.5) / (1 + 0.5));
        double length = 1.2 * (0.25 + 0.75 * 5 / (16 / 4.0));

        double score = (double)
                values("SELECT bm25(body, 'sea') FROM docs WHERE id = 1").get(0);

        assertThat(score).isCloseTo(idf * 2 / (2 + length), org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void functionsStandWhereExpressionsMay() throws SQLException {
        assertThat(values("SELECT MAX(bm25(title, body, 'sea')) > 0 FROM docs")).containsExactly(true);
        assertThat(values("SELECT d.id FROM docs d JOIN docs e ON e.id = d.id + 1 AND matches(e.body, 'mast')"))
                .containsExactly(2);
        assertThat(values("SELECT id FROM docs d WHERE EXISTS (SELECT 1 FROM docs e WHERE e.id = d.id + 1 AND"
                        + " matches(e.body, 'mast'))"))
                .containsExactly(2);
        assertThat(values(
                        "WITH found AS (SELECT id, bm25(body, ?) AS score FROM docs) SELECT id FROM found"
                                + " WHERE score > 0 ORDER BY score DESC",
                        "sea OR harbour"))
                .containsExactlyInAnyOrder(1, 2);
        assertThat(values("SELECT id FROM docs WHERE matches(body, 'sh' || 'ip') AND price > ? ORDER BY id", 10))
                .containsExactly(2, 3);
        assertThat(values("SELECT id FROM docs WHERE matches(body, 'ship') ORDER BY vec <=> ? LIMIT 2", "[0, 1]"))
                .containsExactly(2, 3);
        execute("UPDATE docs SET price = 0 WHERE matches(body, 'ship')");
        assertThat(values("SELECT id FROM docs WHERE price = 0 ORDER BY id")).containsExactly(1, 2, 3);
        execute("DELETE FROM docs WHERE matches(title, body, 'ship')");
        assertThat(values("SELECT id FROM docs ORDER BY id")).containsExactly(4, 5, 6);
    }

    @Test
    void theMirrorReadsOnlyTheRowsFound() throws SQLException {
        String join = "SELECT d.id FROM docs d LEFT JOIN docs e ON e.id = d.id + 1 WHERE matches(e.body, 'mast')";
        assertThat(rows("EXPLAIN " + join).toString()).contains("= ANY(");
        assertThat(values(join)).containsExactly(2);
        assertThat(rows("EXPLAIN DELETE FROM docs WHERE matches(body, 'mast')").toString())
                .contains("= ANY(");
        assertThat(rows("EXPLAIN SELECT id FROM docs WHERE matches(body, 'ship') ORDER BY vec <=> '[0, 1]' LIMIT 2")
                        .toString())
                .contains("Vector search")
                .contains("= ANY(");
        assertThat(values("SELECT id FROM docs WHERE matches(body, 'mast') OR id = 4 ORDER BY id"))
                .containsExactly(3, 4);
        execute("CREATE TABLE keyless (vectra_row VARCHAR, body VARCHAR)");
        execute("CREATE INDEX keyless_body ON keyless USING FULLTEXT (body)");
        execute("INSERT INTO keyless VALUES ('a', 'one two'), ('b', 'two three')");
        assertThat(values("SELECT vectra_row FROM keyless WHERE matches(body, 'three')"))
                .containsExactly("b");
        assertThat(values("SELECT vectra_row FROM keyless ORDER BY bm25(body, 'three') DESC LIMIT 1"))
                .containsExactly("b");
    }

    @Test
    void ownUncommittedRowsAreFound() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO docs (id, body) VALUES (7, 'another ship')");
        execute("UPDATE docs SET body = 'no vessel' WHERE id = 2");

        assertThat(matching("ship")).containsExactly(1, 3, 7);

        connection.rollback();
        assertThat(matching("ship")).containsExactly(1, 2, 3);
    }

    @Test
    void mistakesAreToldWithTheirPosition() {
        assertThatThrownBy(() -> matching("ship AND"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("at character 9")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("42601");
        assertThatThrownBy(() -> matching("(ship")).hasMessageContaining("at character 1");
        assertThatThrownBy(() -> matching("\"ship")).hasMessageContaining("no closing quotation mark");
        assertThatThrownBy(() -> matching("sh*ip")).hasMessageContaining("at the end of a word only");
        assertThatThrownBy(() -> matching("a )")).hasMessageContaining("at character 3");
        assertThatThrownBy(() -> values("SELECT bm25(price, 'a') FROM docs"))
                .hasMessageContaining("no full-text index on PRICE");
        assertThatThrownBy(() -> values("SELECT bm25(s.body, 'a') FROM (SELECT DISTINCT body FROM docs) s"))
                .hasMessageContaining("view or sub-query");
        assertThatThrownBy(() -> values("SELECT bm25(body, title) FROM docs")).hasMessageContaining("row to row");
        assertThatThrownBy(() -> values("SELECT bm25('a', 'b') FROM docs")).hasMessageContaining("takes columns");
    }

    @Test
    void queriesAreBoundedInWordsOnly() throws SQLException {
        assertThat(matching("+ship ".repeat(500) + "-" + "!!".repeat(100) + "storm"))
                .containsExactly(1, 2);
        assertThat(matching("-bread ".repeat(511))).containsExactly(1, 2, 3, 6);
        for (String clause : List.of("word ", "zzz* ", "zzz~ ", "-word ")) {
            for (int count : new int[] {1024, 1100}) {
                String query = clause.repeat(count) + "zzzz*";
                assertState("42601", () -> matching(query)).hasMessageContaining("more than 1024 different words");
            }
        }
        assertState("42601", () -> matching("-bread ".repeat(512)));
        assertState("42601", () -> matching("x".repeat(256) + "~")).hasMessageContaining("at most 255 letters");
        assertThat(matching("x".repeat(256))).isEmpty();
    }

    @Test
    void definitionsAreChecked() throws SQLException {
        assertThatThrownBy(() -> execute("CREATE INDEX x ON docs USING FULLTEXT (vec)"))
                .hasMessageContaining("columns of text");
        assertThatThrownBy(() -> execute("CREATE INDEX x ON docs USING FULLTEXT (nothing)"))
                .hasMessageContaining("NOTHING");
        assertThatThrownBy(() -> execute("CREATE INDEX x ON docs USING FULLTEXT (body) WITH (analyzer = 'klingon')"))
                .hasMessageContaining("english");
        assertThatThrownBy(() -> execute("CREATE INDEX x ON docs USING FULLTEXT (body) WITH (m = 3)"))
                .hasMessageContaining("only option is analyzer");
        assertThatThrownBy(() -> execute("CREATE INDEX docs_text ON docs USING FULLTEXT (body)"))
                .hasMessageContaining("already exists");
        execute("CREATE INDEX IF NOT EXISTS docs_text ON docs USING FULLTEXT (body)");
        assertThatThrownBy(() -> execute("CREATE VIEW v AS SELECT bm25(body, 'a') AS s FROM docs"))
                .isInstanceOf(SQLException.class);
        execute("DROP INDEX docs_text");
        assertThatThrownBy(() -> matching("ship")).hasMessageContaining("USING FULLTEXT");
    }

    @Test
    void anIndexServesItsColumnsInItsLanguage() throws SQLException {
        execute("CREATE TABLE texte (id INT PRIMARY KEY, body VARCHAR)");
        execute("INSERT INTO texte VALUES (1, 'Die Häuser am Hafen'), (2, 'Ein Schiff')");
        execute("CREATE INDEX texte_body ON texte USING FULLTEXT (body) WITH (analyzer = 'german')");
        execute("INSERT INTO texte VALUES (3, 'Das Haus'), (4, NULL)");

        assertThat(values("SELECT id FROM texte WHERE matches(body, 'haus') ORDER BY id"))
                .containsExactly(1, 3);
        execute("TRUNCATE TABLE texte");
        assertThat(values("SELECT id FROM texte WHERE matches(body, 'haus') ORDER BY id"))
                .isEmpty();
    }
}
