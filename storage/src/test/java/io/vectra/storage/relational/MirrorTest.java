package io.vectra.storage.relational;

import static io.vectra.storage.relational.MirrorFixture.SECRET;
import static io.vectra.storage.relational.MirrorFixture.column;
import static io.vectra.storage.relational.MirrorFixture.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {
    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("relational");
    }

    private Path file() {
        return folder.resolve("relational.mv.db");
    }

    @Test
    void freshMirrorHasLsnZero() throws SQLException {
        try (Mirror mirror = Mirror.open(path(), SECRET, true)) {
            assertThat(mirror.lsn()).isZero();
        }
    }

    @Test
    void missingMirrorIsRefusedUnlessItMayBeCreated() {
        assertThatThrownBy(() -> Mirror.open(path(), SECRET, false)).isInstanceOf(SQLException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void otherSecretIsRefused() throws SQLException {
        Mirror.open(path(), SECRET, true).close();

        assertThatThrownBy(() -> Mirror.open(path(), "other", false)).isInstanceOf(SQLException.class);

        Mirror.open(path(), SECRET, false).close();
    }

    @Test
    void deletedMirrorIsGone() throws SQLException, IOException {
        Mirror.open(path(), SECRET, true).close();
        Files.writeString(folder.resolve("relational.pending"), "");
        Files.writeString(folder.resolve("relational2.mv.db"), "");

        Mirror.delete(path());
        Mirror.delete(path());

        assertThat(file()).doesNotExist();
        assertThat(folder.resolve("relational.pending")).exists();
        assertThat(folder.resolve("relational2.mv.db")).exists();
    }

    @Test
    void pathThatH2WouldMisreadIsRefused() {
        assertThatThrownBy(() -> Mirror.open(folder.resolve("a;INIT=x").resolve("m"), SECRET, true))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.error()).isEqualTo(StoreError.BAD_ARGUMENT));
    }

    @Test
    void folderWithUnusualNameWorks() throws SQLException, IOException {
        Path unusual =
                Files.createDirectories(folder.resolve("a b=c ~'\"%20ä#?x")).resolve("relational");

        try (Mirror mirror = Mirror.open(unusual, SECRET, true);
                MirrorConnection connection = mirror.connect()) {
            assertThat(connection.snapshotLsn()).isZero();
        }
        assertThat(unusual.resolveSibling("relational.mv.db")).exists();
        Mirror.delete(unusual);
        assertThat(unusual.resolveSibling("relational.mv.db")).doesNotExist();
    }

    @Test
    void rowsAndLsnCommitTogether() throws SQLException {
        try (var fixture = new MirrorFixture(path());
                MirrorConnection reader = fixture.mirror.connect()) {
            fixture.create("T", "ID", column("ID", "INT"));
            fixture.update("INSERT INTO T VALUES(1)");
            fixture.connection.setLsn(5);
            assertThat(reader.snapshotLsn()).isZero();
            reader.commit();

            fixture.connection.commit();

            assertThat(reader.snapshotLsn()).isEqualTo(5);
            assertThat(fixture.mirror.lsn()).isEqualTo(5);
        }
    }

    @Test
    void rolledBackLsnIsForgotten() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            fixture.connection.setLsn(5);
            fixture.connection.rollback();

            assertThat(fixture.mirror.lsn()).isZero();
        }
    }

    @Test
    void snapshotBeginsWithTheLsn() throws SQLException {
        try (var fixture = new MirrorFixture();
                MirrorConnection reader = fixture.mirror.connect()) {
            TableDefinition table = fixture.create("T", "ID", column("ID", "INT"));
            assertThat(reader.snapshotLsn()).isZero();

            fixture.update("INSERT INTO T VALUES(1)");
            fixture.connection.setLsn(1);
            fixture.connection.commit();

            assertThat(reader.readRow(table, 1)).isNull();
            assertThat(reader.snapshotLsn()).isZero();
            reader.commit();
            assertThat(reader.snapshotLsn()).isEqualTo(1);
            assertThat(reader.readRow(table, 1)).containsExactly(1);
        }
    }

    @Test
    void closedMirrorKeepsEverything() throws SQLException {
        TableDefinition table;
        try (var fixture = new MirrorFixture(path())) {
            table = fixture.create("T", "ID", column("ID", "INT"), vector("V", 1));
            fixture.update("INSERT INTO T VALUES(1, ?)", new float[] {1});
            fixture.connection.setLsn(3);
            fixture.connection.commit();
        }
        try (var again = new MirrorFixture(Mirror.open(path(), SECRET, false))) {
            again.mirror.useTables(List.of(table));

            assertThat(again.mirror.lsn()).isEqualTo(3);
            assertThat(again.connection.readRow(table, 1)).containsExactly(1, 1L << 43);
            again.update("INSERT INTO T VALUES(2, NULL)");
            assertThat(again.changeTexts()).containsExactly("insert T 2[2, null]");
        }
    }

    @Test
    void killedMirrorKeepsWhatWasCheckpointed() throws SQLException {
        var fixture = new MirrorFixture(path());
        TableDefinition table = fixture.create("T", "ID", column("ID", "INT"));
        fixture.update("INSERT INTO T VALUES(1)");
        fixture.connection.setLsn(1);
        fixture.connection.commit();
        fixture.mirror.checkpoint();
        fixture.update("INSERT INTO T VALUES(2)");
        fixture.mirror.kill();

        try (Mirror mirror = Mirror.open(path(), SECRET, false);
                MirrorConnection connection = mirror.connect()) {
            assertThat(mirror.lsn()).isEqualTo(1);
            assertThat(connection.readRow(table, 1)).containsExactly(1);
            assertThat(connection.readRow(table, 2)).isNull();
        }
    }

    @Test
    void killedMirrorKeepsIdentitiesThroughAChangeOfDefinitions() throws SQLException {
        var fixture = new MirrorFixture(path());
        TableDefinition table = fixture.create("T", null, column("CODE", "VARCHAR(5)"));
        fixture.update("INSERT INTO T(CODE) VALUES('a')");
        fixture.connection.commit();
        fixture.mirror.apply(List.of("ALTER TABLE T ALTER COLUMN CODE RENAME TO NAME"));
        fixture.update("INSERT INTO T(NAME) VALUES('b'), ('c')");
        fixture.connection.commit();
        fixture.mirror.checkpoint();
        fixture.mirror.kill();

        try (Mirror mirror = Mirror.open(path(), SECRET, false)) {
            assertThat(mirror.nextIdentity(table, table.rowIdIndex())).isGreaterThan(3);
        }
    }

    @Test
    void closingTwiceIsHarmless() throws SQLException {
        Mirror mirror = Mirror.open(path(), SECRET, true);
        mirror.close();
        mirror.close();
        mirror.kill();

        assertThatThrownBy(mirror::connect).isInstanceOf(SQLException.class);
    }

    @Test
    void closingEndsOpenConnections() throws SQLException {
        Mirror mirror = Mirror.open(path(), SECRET, true);
        MirrorConnection connection = mirror.connect();

        mirror.close();

        assertThatThrownBy(connection::snapshotLsn).isInstanceOf(SQLException.class);
        connection.close();
    }

    @Test
    void interruptLeavesTheFileUsable() throws SQLException {
        try (var fixture = new MirrorFixture(path())) {
            fixture.create("T", "ID", column("ID", "INT"));
            Thread.currentThread().interrupt();
            fixture.update("INSERT INTO T VALUES(1)");
            fixture.connection.commit();
            fixture.mirror.checkpoint();
            fixture.mirror.compact();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(fixture.query("SELECT ID FROM T")).containsExactly(List.of(1));
        }
    }

    @Test
    void tablesThatDoNotFitTheManifestAreRefused() throws SQLException {
        try (var fixture = new MirrorFixture()) {
            TableDefinition table = fixture.create("T", "ID", column("ID", "INT"), column("X", "INT"));
            var other =
                    new TableDefinition(2, "PUBLIC", "T", table.columns().subList(0, 1), 0, table.primaryKey(), null);

            assertThatThrownBy(() -> fixture.mirror.useTables(List.of()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("rebuilt");
            assertThatThrownBy(() -> fixture.mirror.useTables(List.of(other)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("rebuilt");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.05, 0.3, 0.6, 0.9, 0.99})
    void cutFileIsReportedOrHarmless(double kept) throws SQLException, IOException {
        writeSomeRows();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, (int) (whole.length * kept)), StandardOpenOption.TRUNCATE_EXISTING);

        lsnUnlessReported().ifPresent(lsn -> assertThat(lsn).isBetween(0L, 7L));
    }

    @Test
    void randomBytesAreReported() throws SQLException, IOException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        writeSomeRows();
        byte[] whole = Files.readAllBytes(file());
        for (int round = 0; round < 5; round++) {
            byte[] noise = new byte[whole.length];
            random.nextBytes(noise);
            Files.write(file(), noise);

            assertThatThrownBy(() -> Mirror.open(path(), SECRET, false)).isInstanceOf(SQLException.class);
        }
        for (int round = 0; round < 20; round++) {
            byte[] damaged = whole.clone();
            int start = random.nextInt(damaged.length);
            byte[] noise = new byte[Math.min(damaged.length - start, 1 + random.nextInt(8192))];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, start, noise.length);
            Files.write(file(), damaged);

            lsnUnlessReported().ifPresent(lsn -> assertThat(lsn).isBetween(0L, 7L));
        }
    }

    @Test
    void olderCopyOfTheFileOpensWithItsLsn() throws SQLException, IOException {
        writeSomeRows();
        Files.copy(file(), folder.resolve("old"), StandardCopyOption.REPLACE_EXISTING);
        try (Mirror mirror = Mirror.open(path(), SECRET, false)) {
            mirror.redo(new RedoSet(List.of()), 99);
        }
        Files.copy(folder.resolve("old"), file(), StandardCopyOption.REPLACE_EXISTING);

        try (Mirror mirror = Mirror.open(path(), SECRET, false)) {
            assertThat(mirror.lsn()).isEqualTo(7);
        }
    }

    private void writeSomeRows() throws SQLException {
        try (var fixture = new MirrorFixture(path())) {
            fixture.create("T", "ID", column("ID", "INT"), column("X", "VARCHAR"));
            for (int i = 0; i < 20; i++) {
                fixture.update(
                        "INSERT INTO T SELECT X, REPEAT('abc', 10) FROM SYSTEM_RANGE(?, ?)", i * 50, i * 50 + 49);
                fixture.connection.commit();
                fixture.mirror.checkpoint();
            }
            fixture.connection.setLsn(7);
            fixture.connection.commit();
        }
    }

    /** Returns the LSN, or empty if the damage is reported; anything but an SQLException fails the test. */
    private OptionalLong lsnUnlessReported() {
        try (Mirror mirror = Mirror.open(path(), SECRET, false)) {
            return OptionalLong.of(mirror.lsn());
        } catch (SQLException e) {
            return OptionalLong.empty();
        }
    }
}
