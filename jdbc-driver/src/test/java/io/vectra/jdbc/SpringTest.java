package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.BeanPropertySqlParameterSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.core.support.SqlCharacterValue;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptStatementFailedException;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.jdbc.support.incrementer.H2SequenceMaxValueIncrementer;
import org.springframework.jdbc.support.rowset.SqlRowSet;

/** Spring's templates, inserts and scripts work with vectors as {@code float[]}. */
class SpringTest extends DatabaseTest {
    private static final float[] RED = {1, 0, 0};

    private DriverManagerDataSource source;
    private JdbcTemplate jdbc;
    private NamedParameterJdbcTemplate named;

    /** A row of the table. */
    record Doc(Long id, String title, Integer author, float[] vec) {
        Doc(String title, float... vec) {
            this(null, title, 1, vec);
        }
    }

    /** The same as a bean. */
    public static final class DocBean {
        private final String title;
        private final float[] vec;

        DocBean(String title, float... vec) {
            this.title = title;
            this.vec = vec;
        }

        /** Spring reads it. */
        public String getTitle() {
            return title;
        }

        /** Spring reads it. */
        public float[] getVec() {
            return vec;
        }
    }

    @BeforeEach
    void openTemplates() {
        source = new DriverManagerDataSource(url);
        var populator = new ResourceDatabasePopulator(new ClassPathResource("spring/schema.sql", SpringTest.class));
        populator.setIgnoreFailedDrops(true);
        populator.execute(source);
        jdbc = new JdbcTemplate(source);
        named = new NamedParameterJdbcTemplate(source);
    }

    private List<String> nearest(float[] query, int k) {
        return jdbc.queryForList("SELECT title FROM docs ORDER BY vec <=> ? LIMIT ?", String.class, query, k);
    }

    @Test
    void vectorsAreParametersAndResults() {
        float[] vec = jdbc.queryForObject("SELECT vec FROM docs WHERE title = ?", float[].class, "orange");
        Doc red = jdbc.queryForObject(
                "SELECT id, title, author, vec FROM docs ORDER BY vec <=> ? LIMIT 1",
                new DataClassRowMapper<>(Doc.class),
                (Object) RED);

        assertThat(vec).containsExactly(0.9f, 0.4f, 0);
        assertThat(red.title()).isEqualTo("red");
        assertThat(red.vec()).isEqualTo(RED);
        assertThat(nearest(RED, 2)).containsExactly("red", "orange");
        assertThatThrownBy(() -> jdbc.queryForObject("SELECT vec FROM docs WHERE id = 99", float[].class))
                .isInstanceOf(EmptyResultDataAccessException.class);
    }

    @Test
    void rowsAreMapsStreamsAndRowSets() {
        Map<String, Object> row = jdbc.queryForMap("SELECT * FROM docs WHERE title = 'red'");
        List<Object> distances = new ArrayList<>();
        jdbc.setFetchSize(1);
        jdbc.setMaxRows(2);
        try (var titles = jdbc.queryForStream(
                "SELECT title, vec <=> ? AS distance FROM docs ORDER BY distance",
                (result, number) -> result.getString("title") + number,
                (Object) RED)) {
            titles.forEach(distances::add);
        }
        SqlRowSet rows = jdbc.queryForRowSet("SELECT id, title, vec FROM docs ORDER BY id");

        assertThat(row).containsEntry("ID", 1L).containsEntry("vec", RED).containsEntry("kind", null);
        assertThat(row.get("created")).isInstanceOf(Timestamp.class);
        assertThat(distances).containsExactly("red0", "orange1");
        assertThat(rows.getMetaData().getColumnNames()).containsExactly("ID", "TITLE", "VEC");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject("vec")).isEqualTo(RED);
        assertThat(rows.last() && rows.getRow() == 2).isTrue();
    }

    @Test
    void nullsAndTypedValuesAreParameters() {
        LocalDateTime at = LocalDateTime.of(2026, 5, 1, 12, 30);
        int inserted = jdbc.update(
                "INSERT INTO docs (title, author, kind, created, body, tags, vec) VALUES (?, ?, ?, ?, ?, ?, ?)",
                "none",
                null,
                'x',
                at,
                new SqlCharacterValue("a long text"),
                new SqlArrayValue("VARCHAR", "a", "b"),
                null);
        jdbc.update(
                "INSERT INTO docs (title, author, created, vec) VALUES (?, ?, ?, ?)",
                new Object[] {"typed", null, at, new float[] {0, 0, 1}},
                new int[] {Types.VARCHAR, Types.INTEGER, Types.TIMESTAMP, Types.OTHER});
        jdbc.update(
                "UPDATE docs SET vec = ? WHERE title = ?",
                new SqlParameterValue(Types.ARRAY, new float[] {0, 1, 1}),
                new SqlParameterValue(Types.VARCHAR, "typed"));

        assertThat(inserted).isEqualTo(1);
        assertThat(jdbc.queryForMap("SELECT author, kind, body, vec, tags[2] AS tag FROM docs WHERE title = 'none'"))
                .containsEntry("AUTHOR", null)
                .containsEntry("KIND", "x")
                .containsEntry("BODY", "a long text")
                .containsEntry("VEC", null)
                .containsEntry("TAG", "b");
        assertThat(jdbc.queryForList("SELECT created FROM docs WHERE created = ?", LocalDateTime.class, at))
                .containsExactly(at, at);
        assertThat(jdbc.queryForObject("SELECT vec FROM docs WHERE title = 'typed'", float[].class))
                .containsExactly(0, 1, 1);
        assertThat(jdbc.queryForList(
                        "SELECT id FROM docs WHERE author IS NOT DISTINCT FROM ?", Long.class, (Object) null))
                .containsExactly(4L, 5L);
    }

    @Test
    void namedParametersMayBeLists() {
        var parameters = new MapSqlParameterSource("query", RED)
                .addValue("titles", List.of("green", "orange", "blue"))
                .addValue("pairs", List.of(new Object[] {1, "green"}, new Object[] {2, "red"}))
                .addValue("k", 5);

        assertThat(named.queryForList(
                        "SELECT title FROM docs WHERE title IN (:titles) ORDER BY vec <=> :query LIMIT :k",
                        parameters,
                        String.class))
                .containsExactly("orange", "green");
        assertThat(named.queryForList(
                        "SELECT title FROM docs WHERE (author, title) IN (:pairs) ORDER BY vec <=> :query",
                        parameters,
                        String.class))
                .containsExactly("green");
        assertThat(named.queryForObject(
                        "SELECT vec::varchar || ':k' FROM docs WHERE vec <=> :query < 0.01", parameters, String.class))
                .startsWith("[1")
                .endsWith(":k");
    }

    @Test
    void aClientReadsRecords() {
        JdbcClient client = JdbcClient.create(source);
        KeyHolder keys = new GeneratedKeyHolder();

        int inserted = client.sql("INSERT INTO docs (title, author, vec) VALUES (:title, :author, :vec)")
                .paramSource(new SimplePropertySqlParameterSource(new Doc("blue", 0, 0, 1)))
                .update(keys, "id");

        assertThat(inserted).isEqualTo(1);
        assertThat(keys.getKey()).isEqualTo(4L);
        assertThat(client.sql("SELECT id, title, author, vec FROM docs WHERE id IN (:ids) ORDER BY vec <-> :query")
                        .param("ids", List.of(1, 2, 4))
                        .param("query", new float[] {0, 0.1f, 1})
                        .query(Doc.class)
                        .list())
                .extracting(Doc::title)
                .containsExactly("blue", "green", "red");
        assertThat(client.sql("SELECT count(*) FROM docs WHERE author = ?")
                        .param(1)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void aSimpleInsertFindsColumnsAndKeys() {
        var insert = new SimpleJdbcInsert(source).withTableName("docs").usingGeneratedKeyColumns("id");
        Number key = insert.usingColumns("title", "author", "vec")
                .executeAndReturnKey(Map.of("title", "blue", "author", 2, "vec", new float[] {0, 0, 1}));
        KeyHolder keys = new SimpleJdbcInsert(source)
                .withSchemaName("public")
                .withTableName("DOCS")
                .usingColumns("title", "vec")
                .usingGeneratedKeyColumns("id", "created")
                .executeAndReturnKeyHolder(new BeanPropertySqlParameterSource(new DocBean("none", (float[]) null)));
        int[] batch = new SimpleJdbcInsert(source)
                .withTableName("docs")
                .usingColumns("title", "vec")
                .executeBatch(
                        SqlParameterSourceUtils.createBatch(new DocBean("a", 1, 1, 0), new DocBean("b", 1, 1, 1)));
        int all = new SimpleJdbcInsert(source).withTableName("authors").execute(Map.of("ID", 3, "name", "Cid"));

        assertThat(key.longValue()).isEqualTo(4);
        assertThat(keys.getKeys()).containsKeys("ID", "CREATED").containsEntry("ID", 5L);
        assertThat(batch).containsExactly(1, 1);
        assertThat(all).isEqualTo(1);
        assertThat(nearest(new float[] {1, 1, 0}, 1)).containsExactly("a");
    }

    @Test
    void batchesAreSentTogether() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            rows.add(new Object[] {"doc " + i, i % 2 == 0 ? null : new float[] {i, 1, 0}});
        }
        int[] arrays = jdbc.batchUpdate("INSERT INTO docs (title, vec) VALUES (?, ?)", rows);
        int[][] parts = jdbc.batchUpdate(
                "UPDATE docs SET vec = ? WHERE title = ?",
                List.of("red", "green", "nothing"),
                2,
                (statement, title) -> {
                    statement.setObject(1, new float[] {0, 0, 1});
                    statement.setString(2, title);
                });
        int[] beans =
                named.batchUpdate("INSERT INTO docs (title, vec) VALUES (:title, :vec)", new SqlParameterSource[] {
                    new BeanPropertySqlParameterSource(new DocBean("x", RED)),
                    new MapSqlParameterSource("title", "y").addValue("vec", null)
                });
        int[] statements = jdbc.batchUpdate("DELETE FROM docs WHERE title = 'x'", "UPDATE docs SET author = 2");

        assertThat(arrays).hasSize(25).containsOnly(1);
        assertThat(Arrays.deepToString(parts)).isEqualTo("[[1, 1], [0]]");
        assertThat(beans).containsExactly(1, 1);
        assertThat(statements).containsExactly(1, 29);
    }

    @Test
    void batchesReturnTheirKeys() {
        KeyHolder keys = new GeneratedKeyHolder();

        named.batchUpdate(
                "INSERT INTO docs (title, vec) VALUES (:title, :vec)",
                SqlParameterSourceUtils.createBatch(new DocBean("a", RED), new DocBean("b", RED)),
                keys,
                new String[] {"id"});

        assertThat(keys.getKeyList()).extracting(row -> row.get("ID")).containsExactly(4L, 5L);
    }

    @Test
    void aFailingBatchSaysWhy() {
        assertThatThrownBy(() -> jdbc.batchUpdate(
                        "INSERT INTO authors VALUES (?, ?)", List.of(new Object[] {3, "Cid"}, new Object[] {1, "Ann"})))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> jdbc.batchUpdate("UPDATE docs SET author = 1", "UPDATE docs SET author = 9"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("UPDATE docs SET author = 9");
    }

    @Test
    void sequencesAreCounted() {
        var numbers = new H2SequenceMaxValueIncrementer(source, "doc_numbers");

        assertThat(numbers.nextLongValue()).isEqualTo(7);
        assertThat(numbers.nextStringValue()).isEqualTo("8");
    }

    @Test
    void scriptsStopAtTheirFirstFailureOrGoOn() throws SQLException {
        Resource script = script("INSERT INTO authors VALUES (3, 'Cid');\nINSERT INTO authors VALUES (1, 'again');\n"
                + "INSERT INTO authors VALUES (4, 'Dan; Dana')");
        Resource slashes = script("INSERT INTO authors VALUES (5, 'Eve')\n/\nDELETE FROM docs\n/\n");

        assertThatThrownBy(() -> ScriptUtils.executeSqlScript(connection, script))
                .isInstanceOf(ScriptStatementFailedException.class)
                .hasMessageContaining("#2")
                .hasRootCauseInstanceOf(SQLException.class);
        var goingOn = new ResourceDatabasePopulator(true, false, "UTF-8", script);
        goingOn.populate(connection);
        var slashed = new ResourceDatabasePopulator(slashes);
        slashed.setSeparator("/");
        slashed.execute(source);

        assertThat(jdbc.queryForList("SELECT name FROM authors ORDER BY id", String.class))
                .containsExactly("Ann; Anna", "Bob", "Cid", "Dan; Dana", "Eve");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM docs", Integer.class))
                .isZero();
    }

    private static Resource script(String text) {
        return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
    }
}
