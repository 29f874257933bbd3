package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ->}, {@code ->>} and FORMAT JSON. */
class JsonElementTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, meta JSON, vec VECTOR(2))",
                "INSERT INTO docs VALUES "
                        + "(1, JSON '{\"lang\": \"en\", \"year\": 2024, \"tags\": [\"a\", \"b\"], \"none\": null}', '[1,0]'), "
                        + "(2, '{\"lang\": \"de\", \"deep\": {\"x\": [{\"y\": true}]}}' FORMAT JSON, '[0,1]'), "
                        + "(3, NULL, '[1,1]')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            nullValues = "NULL",
            value = {
                "meta->>'lang' ~ en",
                "meta->>'year' ~ 2024",
                "meta->>'tags' ~ [\"a\",\"b\"]",
                "meta->'tags'->>0 ~ a",
                "meta->'tags'->>-1 ~ b",
                "meta->'tags'->>2 ~ NULL",
                "meta->'tags'->>'0' ~ NULL",
                "meta->>'none' ~ NULL",
                "meta->>'missing' ~ NULL",
                "meta->>0 ~ NULL",
                "meta->>NULL ~ NULL",
                "meta->'missing'->>'lang' ~ NULL",
                "CAST(meta->'lang' AS VARCHAR) ~ \"en\"",
                "meta->>'la' || 'ng' ~ NULL",
                "meta->>('la' || 'ng') ~ en",
                "'<' || (meta->>'lang') || '>' ~ <en>",
                "upper(meta->>'lang') ~ EN",
                "'{\"a\": 1.50}'->>'a' ~ 1.50",
            })
    void anElementIsFoundByNameOrNumber(String expression, String expected) throws SQLException {
        assertThat(rows("SELECT " + expression + " FROM docs WHERE id = 1"))
                .containsExactly(Arrays.asList((Object) expected));
    }

    @Test
    void elementsOfElementsAreFound() throws SQLException {
        assertThat(rows("SELECT meta->'deep'->'x'->0->>'y', (meta->>'year')::int IS NULL FROM docs WHERE id = 2"))
                .containsExactly(List.of("true", true));
        assertThat(rows("SELECT id FROM docs WHERE (meta->>'year')::int BETWEEN 2000 AND 2030"))
                .containsExactly(List.of(1));
    }

    @Test
    void searchesAreFilteredByThem() throws SQLException {
        String sql = "SELECT id FROM docs WHERE meta->>'lang' = ? ORDER BY vec <-> '[0,1]' LIMIT 5";

        assertThat(rows(sql, "en")).containsExactly(List.of(1));
        assertThat(rows(sql.replace("'lang'", "?"), "lang", "de")).containsExactly(List.of(2));
        assertThat(rows("EXPLAIN " + sql, "en").toString()).contains("Vector search");
    }

    @Test
    void aParameterIsJsonWhereItSaysSo() throws SQLException {
        update("UPDATE docs SET meta = ? FORMAT JSON WHERE id = 1", "{\"lang\": \"fr\"}");
        assertThat(value("SELECT meta->>'lang' FROM docs WHERE id = 1")).isEqualTo("fr");

        update("UPDATE docs SET meta = ? WHERE id = 1", "{\"lang\": \"fr\"}");
        assertThat(value("SELECT CAST(meta AS VARCHAR) FROM docs WHERE id = 1"))
                .isEqualTo("\"{\\\"lang\\\": \\\"fr\\\"}\"");
        assertThat(value("SELECT meta->>'lang' FROM docs WHERE id = 1")).isNull();
    }

    @Test
    void definitionsMayReadThem() throws SQLException {
        execute(
                "CREATE TABLE kept (meta JSON CHECK (meta->>'lang' <> 'xx'), "
                        + "lang VARCHAR(10) GENERATED ALWAYS AS (meta->>'lang'))",
                "CREATE INDEX kept_lang ON kept (lang)",
                "CREATE VIEW langs AS SELECT meta->>'lang' AS lang FROM kept",
                "INSERT INTO kept (meta) VALUES (JSON '{\"lang\": \"en\"}')");

        assertThat(rows("SELECT k.lang, l.lang FROM kept k, langs l")).containsExactly(List.of("en", "en"));
        assertState("23513", () -> execute("INSERT INTO kept (meta) VALUES (JSON '{\"lang\": \"xx\"}')"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertState("22023", () -> rows("SELECT 'abc'->>'a'")).hasMessageContaining("no JSON");
        assertState("42804", () -> rows("SELECT vec->>'a' FROM docs"));
        assertState("42000", () -> rows("SELECT meta-> FROM docs"));
    }
}
