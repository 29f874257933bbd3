package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of PostgreSQL, pgvector and H2 type by habit: it means the same here, or is refused with advice. */
class ForeignFormsTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE items (id bigserial PRIMARY KEY, name VARCHAR(10), embedding vector(3))",
                "INSERT INTO items (name, embedding) VALUES ('a', '[1,2,3]'), ('b', '[4,5,6]'), ('c', NULL)");
    }

    @Test
    void serialColumnsCount() throws SQLException {
        execute(
                "CREATE TABLE s (a SERIAL PRIMARY KEY, n INT)",
                "CREATE TABLE t (a SMALLSERIAL, n INT)",
                "ALTER TABLE t ADD COLUMN b BIGSERIAL",
                "INSERT INTO t (n) VALUES (7)");

        assertThat(rows("INSERT INTO s (n) VALUES (1), (2) RETURNING a")).containsExactly(List.of(1), List.of(2));
        assertThat(rows("SELECT * FROM t")).containsExactly(List.of(1, 7, 1L));
        assertThat(rows("SELECT id FROM items ORDER BY id")).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void anOperatorClassNamesTheMetric() throws SQLException {
        execute(
                "CREATE INDEX l2 ON items USING hnsw (embedding vector_l2_ops) WITH (m = 16, ef_construction = 64)",
                "CREATE INDEX ip ON items USING hnsw (embedding vector_ip_ops)",
                "CREATE INDEX cos ON items USING hnsw (embedding vector_cosine_ops)",
                "CREATE INDEX l1 ON items USING hnsw (embedding vector_l1_ops)");

        assertThat(rows("SELECT index_name, metric FROM VECTRA.INDEXES ORDER BY 1"))
                .containsExactly(
                        List.of("COS", "cosine"),
                        List.of("IP", "dot_product"),
                        List.of("L1", "manhattan"),
                        List.of("L2", "euclidean"));
        assertState("42P17", () -> execute("CREATE INDEX i ON items USING hnsw (embedding bit_hamming_ops)"))
                .hasMessageContaining("vector_cosine_ops");
        assertState(
                        "42P17",
                        () -> execute(
                                "CREATE INDEX i ON items USING hnsw (embedding vector_l2_ops) WITH (metric = 'cosine')"))
                .hasMessageContaining("metric is given twice");
        assertState("42P17", () -> execute("CREATE INDEX i ON items (name vector_l2_ops)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'5'::INT + 1 | 6",
                "-'5'::INT | -5",
                "CONCAT((2 + 3)::VARCHAR, 'x') | 5x",
                "CAST('1' AS INT)::VARCHAR::INT | 1",
                "('[1,2]'::vector <-> '[1,0]'::vector(2))::INT | 2",
                "'[1,2]'::vector::text | [1, 2]",
            })
    void twoColonsCast(String expression, String expected) throws SQLException {
        assertThat(value("SELECT (" + expression + ")::VARCHAR")).isEqualTo(expected);
        assertThat(value("SELECT CAST(" + expression + " AS VARCHAR)")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?::vector", "?::vector(3)", "CAST(? AS VECTOR(3))", "CAST(CAST(? AS VECTOR) AS VECTOR)"})
    void aCastQueryVectorIsSearchedAsItIs(String vector) throws SQLException {
        String sql = "SELECT id FROM items ORDER BY embedding <-> " + vector + " LIMIT 1";

        assertThat(rows(sql, "[4,5,5]")).containsExactly(List.of(2L));
        assertThat(rows(sql, (Object) new float[] {1, 2, 2})).containsExactly(List.of(1L));
        assertThat(rows("EXPLAIN " + sql, "[4,5,5]").toString())
                .contains("Vector search")
                .doesNotContain("Query vector");
        assertThat(rows(sql.replace("?", "'[4,5,5]'"))).containsExactly(List.of(2L));
        assertState(vector.contains("3") ? "22000" : "42804", () -> rows(sql, "[1,2]"))
                .hasMessageContaining("2")
                .hasMessageContaining("3");
    }

    @Test
    void anUnknownTypeIsNamed() {
        assertState("90120", () -> rows("SELECT id::geography FROM items"))
                .hasMessage("Type \"GEOGRAPHY\" not found (line 1, column 12)");
        assertState("90120", () -> rows("SELECT CAST(id AS widget) FROM items"));
    }

    @Test
    void severalColumnsAreSetAtOnce() throws SQLException {
        assertThat(rows(
                        "UPDATE items SET (name, embedding) = (?, embedding * ?) WHERE id = 1 RETURNING name, embedding::text",
                        "x",
                        2))
                .containsExactly(List.of("x", "[2, 4, 6]"));
        assertThat(rows("INSERT INTO items (id, name) VALUES (1, 'y') "
                        + "ON CONFLICT (id) DO UPDATE SET (name, embedding) = (EXCLUDED.name, NULL) RETURNING name"))
                .containsExactly(List.of("y"));
        assertThat(update("UPDATE items SET (name) = ('z'), embedding = NULL WHERE id = 2"))
                .isEqualTo(1);
        assertState("42000", () -> execute("UPDATE items SET (name, embedding) = ('x')"))
                .hasMessageContaining("2 columns, but found 1");
        assertState("0A000", () -> execute("UPDATE items SET (name, id) = (SELECT 'x', 1 UNION SELECT 'y', 2)"))
                .hasMessageContaining("a sub-query for each column");
    }

    @Test
    void aVectorIsScaledByAParameter() throws SQLException {
        assertThat(rows("SELECT (embedding * ?)::text, (? * embedding)::text FROM items WHERE id = 1", 2, 0.5))
                .containsExactly(List.of("[2, 4, 6]", "[0.5, 1, 1.5]"));
        assertThat(rows("SELECT id FROM items ORDER BY embedding * ? <-> '[8,10,12]' LIMIT 1", 2))
                .containsExactly(List.of(2L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LIMIT 1, 2 | [[2], [3]]",
                "FETCH FIRST ROW ONLY | [[1]]",
                "OFFSET 1 ROW FETCH NEXT ROW ONLY | [[2]]"
            })
    void otherWordsForRowCounts(String limit, String expected) throws SQLException {
        assertThat(rows("SELECT id FROM items ORDER BY id " + limit)).hasToString(expected);
        assertThat(rows("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' " + limit))
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_000", "0xFF", "1.5abc", "1e3x"})
    void aNumberDoesNotGoOnAsAName(String number) {
        assertState("42000", () -> rows("SELECT " + number))
                .hasMessage("Syntax error: \"" + number
                        + "\" is no number; write its digits only, or a blank before the word (line 1, column 8)");
    }

    @Test
    void aSchemaThatIsNotThereIsNamed() {
        for (String sql : List.of(
                "SELECT * FROM pg_catalog.pg_class",
                "INSERT INTO pg_catalog.pg_class VALUES (1)",
                "DELETE FROM pg_catalog.pg_class")) {
            assertState("90079", () -> execute(sql)).hasMessageContaining("Schema \"PG_CATALOG\" not found");
        }
        assertState("42S02", () -> rows("SELECT * FROM \"no such table\""));
        assertState("42S02", () -> rows("SELECT * FROM public.missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE EXTENSION IF NOT EXISTS vector",
                "CREATE ROLE x",
                "CREATE DOMAIN d AS INT",
                "CREATE TYPE mood AS ENUM ('a')",
                "CREATE MATERIALIZED VIEW v AS SELECT 1",
                "CREATE FUNCTION f() RETURNS INT",
                "DROP ALL OBJECTS",
                "GRANT SELECT ON items TO public",
            })
    void statementsThatAreMissingAreNamedWithAdvice(String sql) {
        String start = sql.substring(0, sql.indexOf(' '));
        assertState("0A000", () -> execute(sql))
                .hasMessageStartingWith(start)
                .hasMessageContaining(" is not supported: ");
    }

    @Test
    void whatThePlannerCallsIsNoFunctionOfUsers() {
        for (String call :
                List.of("vector_key(embedding)", "vector_add(embedding, embedding)", "text_share(name, 'x')")) {
            assertState("90022", () -> rows("SELECT " + call + " FROM items")).hasMessageContaining("not found");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "md5('a') | RAWTOHEX(HASH('MD5', 'a')) | 0cc175b9c0f1b6a831c399e269772661",
                "split_part('a,b,c', ',', 2) | REGEXP_SUBSTR('a,b,c', '[^,]+', 1, 2) | b",
                "strpos('abc', 'b') | LOCATE('b', 'abc') | 2",
                "date_part('year', DATE '2024-05-06') | EXTRACT(YEAR FROM DATE '2024-05-06') | 2024",
                "date_format(DATE '2024-05-06', '%Y') | TO_CHAR(DATE '2024-05-06', 'YYYY-MM-DD') | 2024-05-06",
                "json_build_object('name', 1) | JSON_OBJECT('name': 1) | {\"name\":1}",
                "json_extract(JSON '{}', '$.name') | JSON '{\"name\": \"x\"}'->>'name' | x",
                "starts_with('abc', 'a') | 'abc' LIKE 'a%' | TRUE",
                "regexp_match('abc', 'b.') | REGEXP_SUBSTR('abc', 'b.') | bc",
                "l2_norm(ARRAY[3, 4]) | vector_norm(ARRAY[3, 4]) | 5.0",
                "iif(TRUE, 1, 2) | CASE WHEN TRUE THEN 1 ELSE 2 END | 1",
            })
    void functionsThatAreMissingSayWhatToWrite(String call, String here, String value) throws SQLException {
        String name = call.substring(0, call.indexOf('('));
        assertState("90022", () -> rows("SELECT " + call + " FROM items"))
                .hasMessageMatching("(?i)Function \"" + name + "\" not found; write .*");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + here + " FROM items")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void columnsOfAStarKeepTheirNames() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT *, b.id AS id0 FROM items a JOIN items b ON a.id = b.id WHERE a.id = 1")) {
            ResultSetMetaData columns = query.executeQuery().getMetaData();

            assertThat(columns.getColumnLabel(1)).isEqualTo("ID");
            assertThat(columns.getColumnLabel(4)).isEqualTo("ID");
            assertThat(columns.getColumnLabel(5)).isEqualTo("NAME");
            assertThat(columns.getColumnLabel(7)).isEqualTo("ID0");
        }
    }

    @Test
    void aQueryInTheSelectListIsNamedByItsText() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT (SELECT id FROM items ORDER BY embedding <-> ? LIMIT 1), (SELECT max(id) FROM items)")) {
            ResultSetMetaData columns = query.getMetaData();

            assertThat(columns.getColumnLabel(1)).startsWith("SELECT ID FROM PUBLIC.ITEMS ORDER BY EUCLIDEAN(");
            assertThat(columns.getColumnLabel(2)).isEqualTo("SELECT MAX(ID) FROM PUBLIC.ITEMS");
        }
    }

    @Test
    void aParameterAloneHasNoTypeBeforeItsValue() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id, ? AS tag FROM items ORDER BY id")) {
            ResultSetMetaData before = query.getMetaData();
            assertThat(before.getColumnType(1)).isEqualTo(Types.BIGINT);
            assertThat(before.getColumnType(2)).isEqualTo(Types.OTHER);
            assertThat(before.getColumnLabel(2)).isEqualTo("TAG");

            query.setString(1, "x");
            assertThat(query.executeQuery().getMetaData().getColumnType(2)).isEqualTo(Types.VARCHAR);
        }
    }

    @Test
    void jsonArraysHaveAnOrder() throws SQLException {
        assertThat(value("SELECT CAST(JSON_ARRAYAGG(name ORDER BY id DESC) AS VARCHAR) FROM items"))
                .isEqualTo("[\"c\",\"b\",\"a\"]");
        assertThat(value("SELECT CAST(JSON_ARRAYAGG(NULLIF(name, 'b') ORDER BY name, id NULL ON NULL) AS VARCHAR) "
                        + "FROM items"))
                .isEqualTo("[\"a\",null,\"c\"]");
        assertThat(value("SELECT CAST(JSON_ARRAYAGG(NULLIF(name, 'b') NULL ON NULL) AS VARCHAR) FROM items"))
                .isEqualTo("[\"a\",null,\"c\"]");
        assertThat(value("SELECT CAST(JSON_OBJECTAGG(name: NULLIF(id, 2) ABSENT ON NULL) AS VARCHAR) FROM items"))
                .isEqualTo("{\"a\":1,\"c\":3}");
    }

    @Test
    void anIndexNeedsNoNameAndNoKind() throws SQLException {
        execute(
                "CREATE INDEX ON items USING hnsw (embedding vector_l2_ops)",
                "CREATE INDEX CONCURRENTLY ON items USING hnsw (embedding vector_cosine_ops)",
                "CREATE INDEX ON items USING FULLTEXT (name)",
                "CREATE INDEX ON items USING btree (name)",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS named ON items (name)");

        assertThat(rows("SELECT index_name FROM VECTRA.INDEXES ORDER BY 1"))
                .containsExactly(
                        List.of("ITEMS_EMBEDDING_IDX"), List.of("ITEMS_EMBEDDING_IDX1"), List.of("ITEMS_NAME_IDX"));
        assertThat(value("SELECT count(*) FROM INFORMATION_SCHEMA.INDEXES WHERE index_name = 'NAMED'"))
                .isEqualTo(1L);
        execute(
                "REINDEX INDEX CONCURRENTLY items_embedding_idx",
                "DROP INDEX CONCURRENTLY IF EXISTS items_embedding_idx",
                "CREATE INDEX concurrently ON items USING hnsw (embedding)");
        assertThat(rows("SELECT index_name FROM VECTRA.INDEXES ORDER BY 1"))
                .contains(List.of("ITEMS_EMBEDDING_IDX"))
                .hasSize(3);
        assertState("42000", () -> execute("CREATE INDEX IF NOT EXISTS ON items USING hnsw (embedding)"))
                .hasMessageContaining("needs the name");
    }

    @Test
    void howManyCandidatesAreKeptIsSetByPgvectorsName() throws SQLException {
        execute("SET hnsw.ef_search = 77");

        assertThat(value("SHOW ef_search")).isEqualTo("77");
        assertThat(value("SHOW hnsw.ef_search")).isEqualTo("77");
        execute("RESET hnsw.ef_search");
        assertThat(value("SHOW ef_search")).isEqualTo("default");
        assertState("42704", () -> execute("SET hnsw.iterative_scan = strict_order"))
                .hasMessageContaining("\"hnsw.iterative_scan\" not found");
    }

    @Test
    void aSequenceIsReadByNextValue() throws SQLException {
        execute("CREATE SEQUENCE numbers");

        assertState("42S02", () -> rows("SELECT numbers.NEXTVAL")).hasMessageContaining("NEXT VALUE FOR NUMBERS");
        assertState("42S02", () -> rows("SELECT * FROM numbers")).hasMessageContaining("is a sequence");
    }

    @Test
    void aVectorHasOneText() throws SQLException {
        assertThat(rows("SELECT embedding::text FROM items WHERE id = 1")).containsExactly(List.of("[1, 2, 3]"));
        try (PreparedStatement query = connection.prepareStatement("SELECT embedding * 0.5 FROM items WHERE id = 1");
                var found = query.executeQuery()) {
            found.next();
            assertThat(found.getString(1)).isEqualTo("[0.5, 1, 1.5]");
            assertThat(found.getArray(1)).hasToString("[0.5, 1, 1.5]");
        }
    }

    @Test
    void partsOfDatesAreNamesOfColumnsToo() throws SQLException {
        execute(
                "CREATE TABLE days (year INT, month INT, day DATE, hour INT, minute INT, second INT)",
                "INSERT INTO days VALUES (2024, 2, DATE '2024-02-03', 5, 6, 7)",
                "CREATE INDEX ON days (year, month DESC)");

        assertThat(rows("SELECT d.year, max(month) OVER (), -hour, day day, second FROM days d "
                        + "WHERE year = 2024 AND month IN (1, 2) ORDER BY minute"))
                .hasToString("[[2024, 2, -5, 2024-02-03, 7]]");
        assertThat(rows(
                        "SELECT EXTRACT(YEAR FROM day), DATEADD(MONTH, month, day), DATEDIFF(DAY, day, DATE '2024-02-05'), "
                                + "day + INTERVAL '1' DAY, MONTH(day), CAST(DATE_TRUNC('year', day) AS DATE), "
                                + "CAST(DATE_TRUNC(day, MONTH) AS DATE) FROM days"))
                .hasToString("[[2024, 2024-04-03, 2, 2024-02-04, 2, 2024-01-01, 2024-02-01]]");
        assertThat(update("UPDATE days SET year = year + 1, second = DEFAULT WHERE day = DATE '2024-02-03'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AS MATERIALIZED", "AS NOT MATERIALIZED", "AS"})
    void aCommonTableMayBeMaterialized(String as) throws SQLException {
        String sql = "WITH near " + as + " (SELECT id, embedding <-> '[4,5,5]' AS distance FROM items "
                + "ORDER BY distance LIMIT 5) SELECT id FROM near WHERE distance < 3 ORDER BY distance";

        assertThat(rows(sql)).containsExactly(List.of(2L));
        assertThat(rows("EXPLAIN " + sql).toString()).contains("Vector search");
    }

    @Test
    void typesAndDefaultsOfPostgresqlAreTaken() throws SQLException {
        execute(
                "CREATE TABLE docs (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), meta jsonb, tags text[], "
                        + "made timestamptz(3) DEFAULT now(), daily timetz, twice INT GENERATED ALWAYS AS (2 * n) STORED, "
                        + "n INT, year INT)",
                "INSERT INTO docs (tags, n, year) VALUES (ARRAY['a', 'b'], 4, 2024)");

        assertThat(rows("SELECT tags[2], twice, year, now() - made < INTERVAL '1 day' FROM docs WHERE year = 2024"))
                .containsExactly(List.of("b", 8, 2024, true));
        assertThat(value("SELECT data_type || datetime_precision FROM INFORMATION_SCHEMA.COLUMNS "
                        + "WHERE table_name = 'DOCS' AND column_name = 'MADE'"))
                .isEqualTo("TIMESTAMP WITH TIME ZONE3");
        assertThat(value("SELECT id::text FROM docs").toString()).hasSize(36);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "halfvec(3) | VECTOR(n)",
                "sparsevec(5) | VECTOR(n)",
                "citext | VARCHAR_IGNORECASE",
                "intt | \"INT\"",
                "intt ARRAY | \"INT\"",
                "widget(3) | Type \"WIDGET\" not found",
            })
    void aTypeThatIsMissingIsRefusedWithItsPlace(String type, String advice) {
        assertState("90120", () -> execute("CREATE TABLE t (a " + type + ")"))
                .hasMessageContaining(advice)
                .hasMessageContaining("(line 1, column 19)");
        assertState("90120", () -> execute("ALTER TABLE items ADD COLUMN a " + type))
                .hasMessageContaining(advice);
        assertState("0A000", () -> execute("CREATE TABLE t (a BIT(3))")).hasMessageContaining("BIT(3)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INTERVAL '7 days' | INTERVAL '7' DAY",
                "INTERVAL '2 weeks' | INTERVAL '14' DAY",
                "INTERVAL '-90 minutes' | INTERVAL '-90' MINUTE",
                "INTERVAL - '1 month' | INTERVAL '-1' MONTH",
                "INTERVAL '1000 days' | INTERVAL '1000' DAY",
                "INTERVAL '2' HOUR | INTERVAL '2' HOUR",
                "DATE '2024-03-01' - INTERVAL '1 day' | 2024-02-29",
            })
    void anIntervalNamesItsUnitInItsText(String expression, String expected) throws SQLException {
        assertThat(value("SELECT CAST(" + expression + " AS VARCHAR)")).isEqualTo(expected);
    }

    @Test
    void returningKnowsTheAlias() throws SQLException {
        assertThat(rows("UPDATE items i SET name = 'x' WHERE i.id = 1 RETURNING i.id, i.name"))
                .containsExactly(List.of(1L, "x"));
        assertThat(rows("UPDATE items AS i SET name = 'y' WHERE i.id = 1 RETURNING i.*, id"))
                .hasSize(1);
        assertThat(rows("DELETE FROM items i WHERE i.id = 1 RETURNING i.name")).containsExactly(List.of("y"));
        assertThat(rows("MERGE INTO items AS i USING (VALUES (2)) AS s (id) ON i.id = s.id "
                        + "WHEN MATCHED THEN UPDATE SET name = 'm' RETURNING i.id, i.name"))
                .containsExactly(List.of(2L, "m"));
        assertState("42S02", () -> rows("DELETE FROM items i WHERE i.id = 2 RETURNING items.name"));
        assertThat(rows("DELETE FROM items WHERE id = 2 RETURNING items.name")).containsExactly(List.of("m"));
    }

    @Test
    void distancesHaveTheNamesOfPgvector() throws SQLException {
        execute("CREATE INDEX cos ON items USING hnsw (embedding vector_cosine_ops)");

        assertThat(rows("SELECT id FROM items ORDER BY cosine_distance(embedding, '[4,5,6]') LIMIT 1"))
                .containsExactly(List.of(2L));
        assertThat(rows("EXPLAIN SELECT id FROM items ORDER BY cosine_distance(embedding, '[4,5,6]') LIMIT 1")
                        .toString())
                .contains("metric cosine");
        assertThat(rows("SELECT l1_distance(embedding, '[1,2,4]'), l2_normalize('[3,4]'::vector)::text FROM items "
                        + "WHERE id = 1"))
                .containsExactly(List.of(1.0, "[0.6, 0.8]"));
    }

    @Test
    void words() throws SQLException {
        execute("TRUNCATE items", "BEGIN", "COMMIT TRANSACTION", "BEGIN", "ROLLBACK TRANSACTION");

        assertThat(value("SELECT count(*) FROM items")).isEqualTo(0L);
        assertThat(value("SELECT TRUNCATE(1.23, 1)").toString()).isEqualTo("1.2");
        assertThat(value("SELECT year(DATE '2024-02-03') + month(DATE '2024-02-03') + day(DATE '2024-02-03') AS day"))
                .isEqualTo(2029);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UPDATE items i SET name = 'x' FROM items j WHERE i.id = j.id | MERGE",
                "DELETE FROM items USING items j WHERE items.id = j.id | EXISTS",
                "INSERT INTO items (id) VALUES (1) ON CONFLICT ON CONSTRAINT items_pkey DO NOTHING | columns",
                "INSERT INTO items (id) VALUES (1) ON DUPLICATE KEY UPDATE name = 'x' | ON CONFLICT",
                "CREATE INDEX ON items USING hnsw (embedding) WHERE (id = 1) | leave WHERE out",
                "SET LOCAL hnsw.ef_search = 100 | EF_SEARCH(200)",
                "DROP TABLE items, docs | a statement for each",
                "ALTER TABLE items ADD COLUMN a INT, ADD COLUMN b INT | ADD (a INT, b INT)",
                "COPY items FROM 'x.csv' | addBatch",
                "DESCRIBE items | INFORMATION_SCHEMA.COLUMNS",
                "LOCK TABLE items | other writers",
                "INSERT IGNORE INTO items (id) VALUES (1) | ON CONFLICT",
                "VACUUM FULL items | gives the space back",
                "SET AUTOCOMMIT FALSE | setAutoCommit",
                "DO $$ BEGIN NULL; END $$ | no code",
            })
    void formsOfOthersAreRefusedWithWhatToWrite(String sql, String advice) {
        assertState("0A000", () -> execute(sql)).hasMessageContaining(advice).hasMessageContaining("(line 1, column ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELEC * FROM items | found \"SELEC\" (line 1, column 1)",
                "SELECT name ~ 'x' FROM items | the character \"~\" has no meaning here; REGEXP_LIKE",
                "\\d items | the character \"\\\" has no meaning here; commands of psql",
                "SELECT id, @x FROM items | the character \"@\" has no meaning here (line 1, column 12)",
                "SELECT 1 AS user | as a name, it is written \"USER\" (line 1, column 13)",
                "SELECT name RESEMBLES 'x' FROM items | found \"'x'\"",
                "SELECT 'a' /* b | the statement ends inside",
                "SELECT name [ FROM items | expected (, ,, ;, an identifier, an operator (line 1, column 13)",
            })
    void syntaxErrorsSayWhatAndWhere(String sql, String message) {
        assertState("42000", () -> execute(sql)).hasMessageContaining(message).hasMessageContaining("(line ");
    }
}
