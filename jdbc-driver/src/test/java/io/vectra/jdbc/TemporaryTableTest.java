package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary tables: each connection has rows of its own, and nothing of them is kept. */
class TemporaryTableTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, lang VARCHAR(2), vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'de', '[1, 0]'), (2, 'en', '[0.9, 0.1]'), (3, 'de', '[0, 1]'),"
                        + " (4, 'fr', '[-1, 0]')");
    }

    private static void run(Connection used, String... statements) throws SQLException {
        try (Statement statement = used.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void rowsAreWrittenReadChangedAndJoined() throws SQLException {
        execute(
                "create local temporary table if not exists hte_x (id bigint not null, note varchar(20), rn_ integer not"
                        + " null, primary key (rn_)) transactional",
                "create local temporary table if not exists hte_x (other int) transactional");
        assertThat(update("insert into hte_x (id, note, rn_) select id, lang, id * 10 from docs where id < ?", 4))
                .isEqualTo(3);
        assertThat(update("update hte_x set note = note || '!' where id in (select id from docs where lang = 'de')"))
                .isEqualTo(2);
        assertThat(update("delete from hte_x where rn_ = 20")).isEqualTo(1);
        assertThat(rows("select t.note, d.lang from hte_x t join docs d on d.id = t.id order by t.id"))
                .containsExactly(List.of("de!", "de"), List.of("de!", "de"));
        assertThat(update("merge into hte_x (rn_, id, note) key (rn_) values (10, 7, 'm'), (50, 8, 'n')"))
                .isEqualTo(2);
        assertThat(update("insert into hte_x values (9, 'o', 50) on conflict (rn_) do update set note = excluded.note"))
                .isEqualTo(1);
        assertThat(rows("delete from hte_x where rn_ = 50 returning id, note")).containsExactly(List.of(8L, "o"));
        assertState("23505", () -> update("insert into hte_x values (1, 'twice', 10)"));
        assertThat(
                        rows(
                                "select hte_x.id from hte_x where exists (select 1 from docs where docs.id = hte_x.id) for update"))
                .containsExactly(List.of(3L));
    }

    @Test
    void ordinaryRowsAreChangedByThem() throws SQLException {
        execute("create temporary table ht_x (id int) on commit delete rows");
        connection.setAutoCommit(false);
        assertThat(update("insert into ht_x select id from docs where lang = 'de'"))
                .isEqualTo(2);
        assertThat(update("update docs set lang = 'xx' where id in (select id from ht_x)"))
                .isEqualTo(2);
        assertThat(update("delete from docs where id in (select id from ht_x) and id > 1"))
                .isEqualTo(1);
        connection.commit();
        assertThat(rows("select * from ht_x")).isEmpty();
        assertThat(rows("select id, lang from docs order by id"))
                .containsExactly(List.of(1, "xx"), List.of(2, "en"), List.of(4, "fr"));
    }

    @Test
    void localTablesOfOneNameAreDifferentForTwoConnections() throws SQLException {
        try (Connection other = another()) {
            execute("create local temporary table t (a int constraint pk primary key)", "insert into t values (1)");
            assertState("42S02", () -> rows(other, "select * from t"));
            run(other, "create local temporary table t (b varchar(9) constraint pk primary key, c int unique)");
            run(other, "insert into t values ('x', 5)");
            for (int i = 0; i < 3; i++) {
                assertThat(rows("select * from t")).containsExactly(List.of(1));
                assertThat(rows(other, "select * from t")).containsExactly(List.of("x", 5));
            }
            execute("drop table t");
            assertState("42S02", () -> rows("select * from t"));
            assertThat(rows(other, "select * from t")).containsExactly(List.of("x", 5));
            execute("create table t (d int)", "insert into t values (7)");
            assertThat(rows("select * from t")).containsExactly(List.of(7));
            assertThat(rows(other, "select * from t")).containsExactly(List.of("x", 5));
            run(other, "drop table t");
            assertThat(rows(other, "select * from t")).containsExactly(List.of(7));
        }
        execute("create local temporary table t2 (a int)", "insert into t2 values (1)", "drop table t2");
        execute("create local temporary table t2 (b varchar(9))", "insert into t2 values ('y')");
        assertThat(rows("select * from t2")).containsExactly(List.of("y"));
    }

    @Test
    void globalTablesAreSeenByAllWithRowsOfTheirOwn() throws SQLException {
        execute("create global temporary table ht_g (id int not null, primary key (id)) on commit delete rows"
                + " transactional");
        assertState("42S01", () -> execute("create global temporary table ht_g (id int)"));
        execute("create global temporary table if not exists ht_g (id int)");
        try (Connection other = another()) {
            run(other, "create global temporary table if not exists ht_g (id int)");
            assertState("42S01", () -> run(other, "create local temporary table ht_g (id int)"));
            assertThat(rows(other, "select * from ht_g")).isEmpty();
            connection.setAutoCommit(false);
            execute("insert into ht_g values (1), (2)");
            assertThat(rows(other, "select * from ht_g")).isEmpty();
            assertThat(rows("select count(*) from docs where id in (select id from ht_g)"))
                    .containsExactly(List.of(2L));
            connection.commit();
            assertThat(rows("select * from ht_g")).isEmpty();
            connection.setAutoCommit(true);

            run(other, "drop table ht_g");
            assertState("42S02", () -> rows("select * from ht_g"));
            run(other, "create global temporary table ht_g (name varchar(9))");
            update("insert into ht_g values ('again')");
            assertThat(rows("select * from ht_g")).containsExactly(List.of("again"));
            assertThat(rows(other, "select * from ht_g")).isEmpty();
        }
        execute("drop table if exists ht_g", "drop table if exists ht_g");
    }

    @Test
    void aTableMadeAgainDuringATransactionIsRefusedUntilItEnds() throws SQLException {
        execute("create global temporary table g (a int)");
        connection.setAutoCommit(false);
        update("insert into g values (1)");
        try (Connection other = another()) {
            run(other, "drop table g", "create global temporary table g (b int, c int)");
            assertState("25000", () -> rows("select * from g"));
            connection.rollback();
            assertThat(update("insert into g values (1, 2)")).isEqualTo(1);
            connection.commit();
            assertThat(rows("select * from g")).containsExactly(List.of(1, 2));
        }
    }

    @Test
    void rollbackTakesTheRowsAndLeavesTheTable() throws SQLException {
        connection.setAutoCommit(false);
        update("insert into docs (id) values (10)");
        execute("create local temporary table t (id int primary key, v int) transactional");
        update("insert into t values (1, 1)");
        connection.rollback();
        assertThat(rows("select * from t")).isEmpty();
        assertThat(rows("select id from docs where id = 10")).isEmpty();

        update("insert into t values (2, 2)");
        connection.commit();
        update("insert into t values (3, 3)");
        Savepoint savepoint = connection.setSavepoint();
        update("insert into t values (4, 4)");
        update("update docs set lang = 'zz' where id = 1");
        connection.rollback(savepoint);
        assertState("23505", () -> update("insert into t values (5, 5), (2, 2)"));
        connection.commit();
        assertThat(rows("select id from t order by id")).containsExactly(List.of(2), List.of(3));
        assertThat(value("select lang from docs where id = 1")).isEqualTo("de");

        update("insert into docs (id) values (11)");
        execute("create local temporary table u (id int)");
        connection.rollback();
        assertThat(rows("select id from docs where id = 11")).hasSize(1);
    }

    @Test
    void aFailedStatementKeepsWhatTheTransactionDidBefore() throws SQLException {
        execute("create temporary table t (id int primary key)");
        connection.setAutoCommit(false);
        update("insert into t values (1)");
        assertState("23505", () -> update("insert into t values (2), (1)"));
        assertState("23505", () -> update("insert into docs (id) values (1)"));
        update("insert into docs (id) values (20)");
        assertState("23505", () -> update("insert into t values (3), (1)"));
        connection.commit();
        assertThat(rows("select id from t")).containsExactly(List.of(1));
        assertThat(rows("select id from docs where id = 20")).hasSize(1);
    }

    @Test
    void theEndOfATransactionEmptiesOrDrops() throws SQLException {
        connection.setAutoCommit(false);
        execute(
                "create temporary table kept (id int) on commit preserve rows transactional",
                "create temporary table emptied (id int) on commit delete rows transactional",
                "create temporary table dropped (id int) on commit drop transactional",
                "create temp table copied on commit drop as select id from docs",
                "insert into kept values (1)",
                "insert into emptied values (1)");
        assertState("42S02", () -> rows("select * from dropped"));
        assertThat(rows("select count(*) from copied")).containsExactly(List.of(4L));
        connection.commit();
        assertState("42S02", () -> rows("select * from copied"));
        assertThat(rows("select * from kept")).hasSize(1);
        assertThat(rows("select * from emptied")).isEmpty();
        execute("create temp table dropped (id int) on commit drop");
        execute("insert into dropped values (1)");
        assertThat(rows("select * from dropped")).hasSize(1);
        connection.rollback();
        assertState("42S02", () -> rows("select * from dropped"));
        connection.setAutoCommit(true);
        execute("insert into emptied values (1)");
        assertThat(rows("select * from emptied")).isEmpty();
        execute(
                "create temp table dropped (id int) on commit drop",
                "create temp table dropped (id int) on commit drop");
        execute("create temp table dropped on commit drop as select 1 as a");
        connection.setAutoCommit(false);
        execute("create global temporary table dropped (a int) on commit drop");
        assertThat(rows("select * from dropped")).isEmpty();
        connection.commit();
        assertState("42S02", () -> rows("select * from dropped"));
    }

    @Test
    void readOnlyConnectionsAndSnapshotsHaveThemToo() throws SQLException {
        connection.setReadOnly(true);
        execute("create temporary table t (id int)", "insert into t select id from docs");
        assertState("90097", () -> update("delete from docs where id in (select id from t)"));
        connection.setAutoCommit(false);
        assertThat(update("delete from t where id > 2")).isEqualTo(2);
        assertState("90097", () -> update("delete from docs"));
        connection.rollback();
        assertThat(rows("select count(*) from t")).containsExactly(List.of(4L));
        connection.commit();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(rows("select count(*) from docs")).containsExactly(List.of(4L));
        try (Connection other = another()) {
            run(other, "insert into docs (id) values (30)");
            execute("create temporary table u (id int primary key) transactional");
            assertThat(rows("select count(*) from docs")).containsExactly(List.of(4L));
            assertThat(rows("select * from u")).isEmpty();
            update("insert into u select id from docs");
            assertThat(rows("select count(*) from u")).containsExactly(List.of(4L));
            connection.commit();
            assertThat(rows("select count(*) from docs")).containsExactly(List.of(5L));
            assertThat(rows("select count(*) from u")).containsExactly(List.of(4L));
        }
    }

    @Test
    void aPooledConnectionKeepsThemUntilItIsClosed() throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        try (var pool = new HikariDataSource(config)) {
            try (Connection first = pool.getConnection()) {
                run(first, "create temporary table t (id int)", "insert into t values (1)");
            }
            try (Connection second = pool.getConnection()) {
                run(second, "create temporary table if not exists t (id int)");
                assertThat(rows(second, "select * from t")).hasSize(1);
            }
        }
        assertState("42S02", () -> rows("select * from t"));
        for (int i = 0; i < 3; i++) {
            try (Connection other = another()) {
                run(
                        other,
                        "create temporary table t (id int generated by default as identity primary key, b int unique)");
                run(other, "insert into t (b) values (1), (2)");
                assertThat(rows(other, "select id from t order by b")).containsExactly(List.of(1), List.of(2));
            }
        }
    }

    @Test
    void nothingOfThemIsInTheFilesOrABackup(@TempDir Path temp) throws SQLException, IOException {
        String disk = "jdbc:vectra:" + temp.resolve("db");
        try (Connection used = DriverManager.getConnection(disk)) {
            run(
                    used,
                    "create table d (id int primary key, v varchar(90))",
                    "insert into d values (1, 'permanent')",
                    "create global temporary table g (v varchar(90))",
                    "create local temporary table t (id int generated by default as identity, v varchar(90) unique)",
                    "insert into t (v) select 'unmistakable' || x from unnest(array[1, 2, 3]) as n(x)",
                    "insert into g select v from t");
            used.setAutoCommit(false);
            run(used, "insert into t (v) values ('unmistakable')", "insert into d values (2, 'permanent too')");
            used.commit();
            run(used, "backup to '" + temp.resolve("copy") + "'");
            assertThat(filesWith(temp, "permanent too")).isNotEmpty();
            assertThat(filesWith(temp, "unmistakable")).isEmpty();
            assertThat(rows(used, "select count(*) from t")).containsExactly(List.of(4L));
        }
        assertThat(filesWith(temp, "unmistakable")).isEmpty();
        for (String folder : List.of("db", "copy")) {
            try (Connection used = DriverManager.getConnection("jdbc:vectra:" + temp.resolve(folder))) {
                assertThat(rows(used, "select id from d order by id")).containsExactly(List.of(1), List.of(2));
                assertState("42S02", () -> rows(used, "select * from t"));
                assertState("42S02", () -> rows(used, "select * from g"));
            }
        }
        try (Connection used = DriverManager.getConnection(disk + ";readonly=true")) {
            run(used, "create temporary table t (id int)", "insert into t select id from d");
            assertThat(rows(used, "select d.v from d join t on t.id = d.id where t.id = 2"))
                    .containsExactly(List.of("permanent too"));
            assertState("90097", () -> run(used, "insert into d values (3, '')"));
        }
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void theyHideATableThatStaysButNotInsideViews() throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement("select count(*) from docs")) {
            assertThat(rows(prepared.executeQuery())).containsExactly(List.of(4L));
            execute("create view v as select id, lang from docs", "create temporary table docs (lang varchar(9))");
            assertThat(rows(prepared.executeQuery())).containsExactly(List.of(0L));
            assertThat(rows("select count(*) from public.docs")).containsExactly(List.of(4L));
            assertThat(rows("select count(*) from v")).containsExactly(List.of(4L));
            assertThat(rows("select v.id from v join docs on docs.lang = v.lang"))
                    .isEmpty();
            update("insert into docs select lang from public.docs where id = 1");
            assertThat(rows("select docs.lang, count(*) from docs join v using (lang) group by docs.lang"))
                    .containsExactly(List.of("de", 2L));
            execute("drop table docs");
            assertThat(rows(prepared.executeQuery())).containsExactly(List.of(4L));
        }
        execute("create temporary table public.q (id int)", "insert into public.q values (1)");
        assertThat(rows("select public.q.id, q.id from public.q")).containsExactly(List.of(1, 1));
        execute("create global temporary table public.g (id int)");
        try (Connection other = another()) {
            assertThat(rows(other, "select g.id from public.g")).isEmpty();
            run(other, "insert into public.g values (1)", "update \"PUBLIC\".\"G\" set id = 2");
            assertThat(rows(other, "select g.id from public.g")).containsExactly(List.of(2));
            run(other, "drop table public.g");
        }
    }

    @Test
    void searchesGoOnUnderThem() throws SQLException {
        execute("create temporary table wanted (id int primary key, w int)");
        execute("insert into wanted values (2, 20), (3, 30), (4, 40)");
        assertThat(rows("select d.id, t.w from docs d join wanted t on t.id = d.id order by cosine(d.vec, '[1, 0]')"
                        + " limit 2"))
                .containsExactly(List.of(2, 20), List.of(3, 30));
        assertThat(rows("select id from docs where id in (select id from wanted) order by cosine(vec, '[1, 0]')"
                        + " limit 1"))
                .containsExactly(List.of(2));
        assertThat(String.valueOf(rows("explain select d.id from docs d where d.id in (select id from wanted) order by"
                        + " cosine(d.vec, '[1, 0]') limit 2")))
                .contains("Vector search");
        assertThat(update("insert into wanted select id, 0 from docs where id = 1 order by cosine(vec, '[1, 0]')"
                        + " limit 1"))
                .isEqualTo(1);
        assertThat(update("update wanted set w = 1 where id in (select id from docs order by cosine(vec, '[0, 1]')"
                        + " limit 1)"))
                .isEqualTo(1);
        assertThat(rows("select id from wanted where w = 1")).containsExactly(List.of(3));
        execute("create temporary table asked (name varchar(9), near int)");
        execute("insert into asked values ('a', 1), ('b', 3)");
        assertThat(rows(
                        "select a.name, n.id from asked a cross join lateral (select d.id from docs d where d.lang <> 'fr'"
                                + " order by cosine(d.vec, (select o.vec from docs o where o.id = a.near)) limit 2) n"
                                + " order by a.name, n.id"))
                .containsExactly(List.of("a", 1), List.of("a", 2), List.of("b", 2), List.of("b", 3));
        execute("create index d_vec on docs using hnsw (vec)");
        assertThat(rows("select d.id from docs d join wanted t on t.id = d.id where t.w > 0 order by cosine(d.vec,"
                        + " '[1, 0]') limit 2"))
                .containsExactly(List.of(2), List.of(3));
    }

    @Test
    void aSearchThatIsRunAgainSeesTheirNewRows() throws SQLException {
        execute("create temporary table wanted (id int primary key)");
        try (PreparedStatement joined = connection.prepareStatement(
                        "select d.id from docs d join wanted w on w.id = d.id order by cosine(d.vec, '[1, 0]') limit 1");
                PreparedStatement listed = connection.prepareStatement(
                        "select id from docs where id in (select id from wanted) order by cosine(vec, '[1, 0]') limit 1")) {
            for (int i = 0; i < 40; i++) {
                int id = i % 4 + 1;
                execute("delete from wanted", "insert into wanted values (" + id + ")");
                assertThat(rows(joined.executeQuery())).containsExactly(List.of(id));
                assertThat(rows(listed.executeQuery())).containsExactly(List.of(id));
            }
        }
    }

    @Test
    void theyAreMadeFromQueries() throws SQLException {
        execute("create temporary table best as select id, cosine(vec, '[1, 0]') as d from docs order by d limit 2");
        assertThat(rows("select id from best order by d")).containsExactly(List.of(1), List.of(2));
        execute("create temporary table if not exists best as select 1 as one");
        assertState("42S01", () -> execute("create temporary table best as select 1 as one"));
        execute("create local temporary table empty_copy (a, b) as select id, lang from docs with no data");
        assertThat(rows("select a, b from empty_copy")).isEmpty();
        execute("create table stays as select id from best", "drop table best");
        assertThat(rows("select count(*) from stays")).containsExactly(List.of(2L));
        assertState("0A000", () -> execute("create temporary table x as select vec from docs"));
        assertState("22012", () -> execute("create temporary table x as select 1 / (id - 1) as q from docs"));
        assertState("42S02", () -> rows("select * from x"));
        try (PreparedStatement copy =
                connection.prepareStatement("create temporary table x as select id from docs where id < ?")) {
            copy.setInt(1, 3);
            copy.execute();
        }
        assertThat(rows("select count(*) from x")).containsExactly(List.of(2L));
    }

    @Test
    void indexesAndTruncateAreForLocalOnes() throws SQLException {
        execute(
                "create temporary table t (a int, b varchar(9), c int default 5, check (a > 0))",
                "create index t_b on t (b)",
                "create unique index if not exists t_a on t (a desc)",
                "insert into t (a, b) values (1, 'x')");
        assertState("23505", () -> execute("insert into t (a) values (1)")).hasMessageNotContaining("VECTRA_TEMPORARY");
        assertState("22004", () -> execute("insert into t (a) values (12345678901)"))
                .hasMessageNotContaining("VECTRA_TEMPORARY");
        assertState("23513", () -> execute("insert into t (a) values (-1)"));
        execute("truncate table t");
        assertThat(rows("select * from t")).isEmpty();
    }

    @Test
    void whatTheyCannotHaveIsRefused() throws SQLException {
        assertState("0A000", () -> execute("create temporary table t (id int, v vector(3))"))
                .hasMessageContaining("keep the vectors in a table that stays");
        assertState("0A000", () -> execute("create temporary table t (id int references docs (id))"));
        assertState("0A000", () -> execute("create schema s; create temporary table s.t (id int)"));
        assertState("90079", () -> execute("create table vectra_temporary.t (id int)"));
        assertState("0A000", () -> execute("create temporary table t as select 1 as a transactional"));
        execute("create temporary table t (id int primary key, body varchar(99))");
        assertState("0A000", () -> execute("create table c (id int references t (id))"));
        assertState("0A000", () -> execute("create index i on t using fulltext (body)"));
        assertState("0A000", () -> execute("create index i on t using hnsw (id)"));
        assertState("0A000", () -> execute("alter table t add column x int"));
        assertState("0A000", () -> execute("comment on table t is 'x'"));
        assertState("0A000", () -> execute("comment on column t.id is 'x'"));
        assertState("0A000", () -> execute("create view v as select * from t"));
        assertState("0A000", () -> execute("create view v as select * from public.t"));
        assertState("0A000", () -> execute("vacuum t"));
        assertState("0A000", () -> execute("analyze t"));
        execute("create global temporary table g (id int)");
        assertState("0A000", () -> execute("create index i on g (id)"));
    }

    @Test
    void metadataTellsThem() throws SQLException {
        execute("create global temporary table g (id int)", "create temporary table t (id int primary key, b int)");
        var metadata = connection.getMetaData();
        assertThat(names(metadata.getTables(null, "PUBLIC", "%", null)))
                .containsExactlyInAnyOrder("G GLOBAL TEMPORARY", "T LOCAL TEMPORARY", "DOCS TABLE");
        assertThat(names(metadata.getTables(null, null, "%", new String[] {"LOCAL TEMPORARY"})))
                .containsExactly("T LOCAL TEMPORARY");
        assertThat(rows(metadata.getColumns(null, "PUBLIC", "T", "%"))).hasSize(2);
        assertThat(rows(metadata.getPrimaryKeys(null, "PUBLIC", "T"))).hasSize(1);
        assertThat(rows(metadata.getIndexInfo(null, "PUBLIC", "T", true, true))).hasSize(1);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select b from t")) {
            assertThat(result.getMetaData().getSchemaName(1)).isEqualTo("PUBLIC");
        }
        try (Connection other = another()) {
            assertThat(names(other.getMetaData().getTables(null, "PUBLIC", "%", null)))
                    .containsExactlyInAnyOrder("G GLOBAL TEMPORARY", "DOCS TABLE");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into t values (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.setInt(2, i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void manyConnectionsUseThemWhileTheSchemaChanges() throws Exception {
        execute("create global temporary table g (id int primary key) on commit delete rows");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int thread = i;
                runs.add(threads.submit(() -> {
                    for (int turn = 0; turn < 10; turn++) {
                        useThem(thread, turn);
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 10; i++) {
                execute("create table extra (id int primary key, note varchar(9))", "create index e on extra (note)");
                execute("alter table extra add column more int", "drop table extra");
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(value("select count(*) from docs")).isEqualTo(44L);
    }

    private void useThem(int thread, int turn) throws SQLException {
        try (Connection used = another()) {
            used.setAutoCommit(false);
            run(used, "create temporary table t (id int generated by default as identity primary key, v int unique)");
            run(used, "insert into t (v) values (" + turn + ")", "insert into g select id from t");
            run(used, "insert into docs (id) select " + (100 * thread + turn + 1000) + " from t");
            assertThat(rows(used, "select v from t join g on g.id = t.id")).containsExactly(List.of(turn));
            used.commit();
            assertThat(rows(used, "select count(*) from g")).containsExactly(List.of(0L));
            if (turn % 2 == 0) {
                run(used, "drop table t");
            }
        }
    }

    private static List<String> names(ResultSet tables) throws SQLException {
        return rows(tables).stream().map(row -> row.get(2) + " " + row.get(3)).toList();
    }
}
