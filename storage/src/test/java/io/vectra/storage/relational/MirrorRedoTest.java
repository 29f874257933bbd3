package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.column;
import static io.vectra.storage.relational.MirrorFixture.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.manifest.TableDefinition;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorRedoTest {
    private static final Object[][] NONE = {};

    private static RedoSet redo(TableDefinition table, long[] rowIds, Object[]... rows) {
        return new RedoSet(List.of(new RedoSet.TableRedo(table, rowIds, List.of(rows), List.of())));
    }

    private static RedoSet identity(TableDefinition table, int columnIndex, long next) {
        var position = new RedoSet.IdentityPosition(columnIndex, next);
        return new RedoSet(List.of(new RedoSet.TableRedo(table, new long[0], List.of(), List.of(position))));
    }

    @Test
    void rowsBecomeTheirImagesWithTheLsn() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table = fixture.create("T", "ID", column("ID", "BIGINT"), vector("V", 3));
            fixture.update("INSERT INTO T VALUES(1, ?), (2, NULL), (3, NULL)", new float[3]);
            fixture.connection.commit();
            fixture.changes.clear();

            fixture.mirror.redo(redo(table, new long[] {4, 2, 1}, new Object[] {4L, 77L}, new Object[] {1L, 78L}), 9);

            assertThat(fixture.query("SELECT ID, V FROM T WHERE V IS NOT NULL"))
                    .containsExactly(List.of(1L, 78L), List.of(4L, 77L));
            assertThat(fixture.query("SELECT COUNT(*) FROM T")).containsExactly(List.of(3L));
            assertThat(fixture.mirror.lsn()).isEqualTo(9);
            assertThat(fixture.changes).as("captured").isEmpty();
        }
    }

    @Test
    void hiddenRowIdsAndIndexesAreRestored() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table =
                    fixture.create("T", "A", column("A", "VARCHAR(10)"), column("B", "INT"), "UNIQUE (B)");

            fixture.mirror.redo(redo(table, new long[0], new Object[] {"x", 1, 5L}, new Object[] {"y", 2, 3L}), 1);
            fixture.mirror.redo(redo(table, new long[] {5}, new Object[] {"z", 1, 5L}), 2);

            assertThat(fixture.query("SELECT _ROWID_, A FROM T WHERE B = 1")).containsExactly(List.of(5L, "z"));
            assertThat(fixture.query("SELECT B FROM T WHERE A = 'x'")).isEmpty();
            assertThatThrownBy(() -> fixture.update("INSERT INTO T VALUES('y', 9)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void constraintsAndExpressionsAreNotEvaluated() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            fixture.create("P", "ID", column("ID", "INT"));
            TableDefinition table = fixture.create(
                    "T",
                    "ID",
                    column("ID", "INT", "GENERATED ALWAYS AS IDENTITY"),
                    column("P", "INT"),
                    column("N", "NUMERIC(5, 2)"),
                    column("G", "NUMERIC(8, 2)", "GENERATED ALWAYS AS (N * 2)"),
                    "FOREIGN KEY (P) REFERENCES P(ID)",
                    "CHECK (N > RAND() + 1)");
            var image = new Object[] {3, 42, new BigDecimal("0.10"), new BigDecimal("7.77")};

            fixture.mirror.redo(redo(table, new long[0], image), 1);

            assertThat(fixture.connection.readRow(table, 3)).containsExactly(image);
        }
    }

    @Test
    void failedRedoChangesNothing() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table = fixture.create("T", "ID", column("ID", "INT"), column("X", "INT"), "UNIQUE (X)");
            fixture.update("INSERT INTO T VALUES(1, 1)");
            fixture.connection.commit();

            assertThatThrownBy(() -> fixture.mirror.redo(
                            redo(table, new long[] {1}, new Object[] {2, 5}, new Object[] {3, 5}), 4))
                    .isInstanceOf(SQLException.class);

            assertThat(fixture.query("SELECT ID FROM T")).containsExactly(List.of(1));
            assertThat(fixture.mirror.lsn()).isZero();
            fixture.mirror.redo(redo(table, new long[] {1}, NONE), 5);
            fixture.connection.commit();
            assertThat(fixture.query("SELECT ID FROM T")).isEmpty();
        }
    }

    @Test
    void openReaderKeepsItsSnapshot() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table = fixture.create("T", "ID", column("ID", "INT"));
            assertThat(fixture.connection.snapshotLsn()).isZero();

            fixture.mirror.redo(redo(table, new long[0], new Object[] {1}), 1);

            assertThat(fixture.query("SELECT ID FROM T")).isEmpty();
            fixture.connection.commit();
            assertThat(fixture.query("SELECT ID FROM T")).hasSize(1);
        }
    }

    @Test
    void identityGoesOnWhereItWasLogged() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table =
                    fixture.create("T", null, column("X", "INT", "GENERATED BY DEFAULT AS IDENTITY(INCREMENT BY 10)"));
            fixture.update("INSERT INTO T VALUES(DEFAULT), (DEFAULT)");
            assertThat(fixture.mirror.identityColumns(table)).containsExactly(0, 1);
            assertThat(fixture.mirror.nextIdentity(table, 0)).isEqualTo(21);
            assertThat(fixture.mirror.nextIdentity(table, 1)).isEqualTo(3);

            fixture.mirror.redo(identity(table, 0, 101), 1);
            fixture.mirror.redo(identity(table, 0, 51), 1);
            fixture.mirror.redo(identity(table, 1, 7), 1);

            fixture.update("INSERT INTO T VALUES(DEFAULT)");
            assertThat(fixture.query("SELECT X, _ROWID_ FROM T WHERE X > 20")).containsExactly(List.of(101, 7L));
        }
    }

    @Test
    void fallingIdentityGoesOn() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table = fixture.create(
                    "T",
                    "ID",
                    column("ID", "INT", "GENERATED BY DEFAULT AS IDENTITY(START WITH 5 INCREMENT BY -1 MAXVALUE 9)"));

            fixture.mirror.redo(identity(table, 0, -3), 1);
            fixture.mirror.redo(identity(table, 0, 2), 1);

            assertThat(fixture.mirror.nextIdentity(table, 0)).isEqualTo(-3);
        }
    }

    @Test
    void exhaustedIdentityStaysExhausted() throws SQLException {
        try (var source = new MirrorFixture();
                var copy = new MirrorFixture()) {
            TableDefinition table = null;
            for (MirrorFixture fixture : List.of(source, copy)) {
                table = fixture.create("T", null, column("X", "TINYINT", "GENERATED BY DEFAULT AS IDENTITY"));
            }
            for (int i = 0; i < 127; i++) {
                source.update("INSERT INTO T VALUES(DEFAULT)");
            }
            assertThat(source.mirror.nextIdentity(table, 0)).isEqualTo(128);

            copy.mirror.redo(identity(table, 0, 128), 1);

            assertThatThrownBy(() -> copy.update("INSERT INTO T VALUES(DEFAULT)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("run out");
        }
    }

    @Test
    void restartedIdentitySurvivesReopening(@TempDir Path folder) throws SQLException {
        TableDefinition table;
        var fixture = new MirrorFixture(folder.resolve("m"));
        table = fixture.create("T", "ID", column("ID", "BIGINT", "GENERATED BY DEFAULT AS IDENTITY"));
        fixture.mirror.redo(identity(table, 0, 500), 1);
        fixture.mirror.checkpoint();
        fixture.mirror.kill();

        try (Mirror mirror = Mirror.open(folder.resolve("m"), MirrorFixture.SECRET, false)) {
            assertThat(mirror.nextIdentity(table, 0)).isEqualTo(500);
        }
    }

    /** Applies random statements to one mirror, and their net effect to a copy that had got any part of them. */
    @Test
    void netEffectRepairsAnyLaterState() throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            try (var source = new MirrorFixture();
                    var copy = new MirrorFixture()) {
                List<TableDefinition> tables = List.of();
                for (MirrorFixture fixture : List.of(source, copy)) {
                    tables = List.of(
                            fixture.create("A", "ID", column("ID", "INT"), column("X", "INT"), "UNIQUE (X)"),
                            fixture.create(
                                    "B",
                                    "N",
                                    column("N", "VARCHAR(9)"),
                                    column("A", "INT"),
                                    "FOREIGN KEY (A) REFERENCES A(ID) ON DELETE SET NULL ON UPDATE CASCADE"));
                }
                int kept = random.nextInt(20);
                for (int i = 0; i < 40; i++) {
                    String sql = randomStatement(random);
                    tryBoth(source, copy, sql, i < kept);
                }

                copy.mirror.redo(netEffect(source, tables), 1);
                copy.connection.commit();

                for (TableDefinition table : tables) {
                    assertThat(texts(copy.images(table))).isEqualTo(texts(source.images(table)));
                }
            }
        }
    }

    /** A statement that fails takes identities all the same, so the copy runs it too. */
    private static void tryBoth(MirrorFixture source, MirrorFixture copy, String sql, boolean alsoCopy)
            throws SQLException {
        for (MirrorFixture fixture : alsoCopy ? List.of(source, copy) : List.of(source)) {
            int before = fixture.changes.size();
            try {
                fixture.update(sql);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as(sql).matches("23...|22001");
                fixture.changes.subList(before, fixture.changes.size()).clear();
            }
            fixture.connection.commit();
        }
    }

    private static String randomStatement(Random random) {
        int id = random.nextInt(12);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "INSERT INTO A VALUES(" + id + ", " + random.nextInt(30) + ")";
            case 3, 4 -> "INSERT INTO B VALUES('" + random.nextInt(20) + "', " + id + ")";
            case 5 -> "DELETE FROM A WHERE ID = " + id;
            case 6 -> "UPDATE A SET ID = ID + 1, X = X + 1 WHERE ID > " + id;
            default -> "UPDATE B SET N = N || '1' WHERE A < " + id;
        };
    }

    /** As the engine does: every touched row, and what there is of it now. */
    private static RedoSet netEffect(MirrorFixture source, Collection<TableDefinition> tables) throws SQLException {
        var redos = new ArrayList<RedoSet.TableRedo>();
        for (TableDefinition table : tables) {
            Set<Long> touched = new LinkedHashSet<>();
            for (MirrorFixture.Change change : source.changes) {
                if (change.table().name().equals(table.name())) {
                    if (change.oldRow() != null) {
                        touched.add(change.oldId());
                    }
                    if (change.newRow() != null) {
                        touched.add(change.newId());
                    }
                }
            }
            var rows = new ArrayList<Object[]>();
            for (long rowId : touched) {
                Object[] row = source.connection.readRow(table, rowId);
                if (row != null) {
                    rows.add(row);
                }
            }
            long[] rowIds = touched.stream().mapToLong(Long::longValue).toArray();
            redos.add(new RedoSet.TableRedo(table, rowIds, rows, List.of()));
        }
        return new RedoSet(redos);
    }

    private static Map<Long, String> texts(Map<Long, List<Object>> images) {
        var texts = new TreeMap<Long, String>();
        images.forEach((rowId, image) -> texts.put(rowId, image.toString()));
        return texts;
    }
}
