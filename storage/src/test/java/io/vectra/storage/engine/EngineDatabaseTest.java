package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real disk, against a map. */
class EngineDatabaseTest {
    @TempDir
    private Path temp;

    private final long seed = Long.getLong("vectra.seed", System.nanoTime());

    private Database open() {
        return Database.open(temp.resolve("db"), DatabaseOptions.DEFAULT);
    }

    @Test
    void randomTransactionsEqualTheModelAfterEveryReopen() throws SQLException {
        System.out.println("engine model test: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        for (int round = 0; round < 6; round++) {
            try (Database database = open();
                    Session session = database.newSession()) {
                ModelDatabase.createTable(session);
                session.setAutoCommit(false);
                for (int transaction = 0; transaction < 12; transaction++) {
                    TreeMap<Integer, Integer> next = new TreeMap<>(model);
                    change(session, next, random);
                    if (random.nextInt(4) == 0) {
                        session.rollback();
                    } else {
                        session.commit();
                        model = next;
                    }
                }
                assertThat(ModelDatabase.read(database))
                        .as("-Dvectra.seed=" + seed)
                        .isEqualTo(model);
            }
            if (round == 3) {
                removeMirror();
            }
            try (Database database = open()) {
                assertThat(ModelDatabase.read(database))
                        .as("reopened, -Dvectra.seed=" + seed)
                        .isEqualTo(model);
            }
        }
    }

    private void change(Session session, TreeMap<Integer, Integer> model, Random random) throws SQLException {
        Session.SavepointMark savepoint = null;
        Map<Integer, Integer> atSavepoint = Map.of();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int id = random.nextInt(40);
            int version = model.getOrDefault(id, 0);
            if (version == 0) {
                ModelDatabase.insert(session, id, 1);
                model.put(id, 1);
            } else if (random.nextInt(3) == 0) {
                ModelDatabase.delete(session, id);
                model.remove(id);
            } else {
                ModelDatabase.update(session, id, version + 1);
                model.put(id, version + 1);
            }
            if (random.nextInt(5) == 0) {
                savepoint = session.setSavepoint("s");
                atSavepoint = new TreeMap<>(model);
            }
        }
        if (savepoint != null && random.nextBoolean()) {
            session.rollbackTo(savepoint);
            model.clear();
            model.putAll(atSavepoint);
        }
    }

    private void removeMirror() {
        try {
            Files.delete(temp.resolve("db").resolve("relational.mv.db"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRefusedStatementLeavesNothingInRowsOrVectors() throws SQLException {
        try (Database database = open();
                Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            ModelDatabase.insert(session, 1, 1);
            session.setAutoCommit(false);
            ModelDatabase.insert(session, 2, 1);

            assertThatThrownBy(() -> session.write(view -> {
                        try (var insert = view.prepare("INSERT INTO \"T\" SELECT \"ID\" + 1, 7, \"VEC\" FROM \"T\"")) {
                            return insert.executeUpdate();
                        }
                    }))
                    .isInstanceOf(SQLException.class);

            ModelDatabase.insert(session, 3, 1);
            session.commit();
            assertThat(ModelDatabase.read(database)).isEqualTo(new TreeMap<>(Map.of(1, 1, 2, 1, 3, 1)));
        }
    }

    @Test
    void rowsWhoseKeysShiftKeepTheirVectors() throws SQLException {
        try (Database database = open();
                Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            for (int id = 1; id <= 4; id++) {
                ModelDatabase.insert(session, id, 1);
            }
            session.write(view -> {
                try (var update = view.prepare("UPDATE \"T\" SET \"ID\" = \"ID\" + 5, \"VERSION\" = 1")) {
                    return update.executeUpdate();
                }
            });
        }
        try (Database database = open()) {
            try (Session session = database.newSession()) {
                TreeMap<Integer, float[]> found = new TreeMap<>();
                session.read(view -> {
                    try (var select = view.prepare("SELECT \"ID\", \"VEC\" FROM \"T\"");
                            var rows = select.executeQuery()) {
                        while (rows.next()) {
                            long reference = rows.getLong(2);
                            float[] vector =
                                    rows.wasNull() ? null : view.vectors().vector(reference);
                            found.put(rows.getInt(1), vector);
                        }
                    }
                    return null;
                });
                assertThat(found.keySet()).containsExactly(6, 7, 8, 9);
                found.forEach((id, vector) -> assertThat(vector).isEqualTo(ModelDatabase.vector(id - 5, 1)));
            }
        }
    }

    @Test
    void aTransactionFindsItsOwnVectorsAndOthersDoNot() throws SQLException {
        try (Database database = open();
                Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            ModelDatabase.insert(session, 1, 1);
            session.setAutoCommit(false);
            ModelDatabase.update(session, 1, 2);
            ModelDatabase.insert(session, 2, 1);

            assertThat(ModelDatabase.read(database)).isEqualTo(new TreeMap<>(Map.of(1, 1)));
            assertThat(session.read(ModelDatabase::readRows)).isEqualTo(new TreeMap<>(Map.of(1, 2, 2, 1)));
        }
    }

    @Test
    void aSecondWriterWaitsAndIsToldAfterTheTimeout() throws SQLException {
        try (Database database = open();
                Session first = database.newSession();
                Session second = database.newSession()) {
            ModelDatabase.createTable(first);
            first.setAutoCommit(false);
            ModelDatabase.insert(first, 1, 1);
            second.setLockTimeoutMs(20);

            assertThatThrownBy(() -> ModelDatabase.insert(second, 2, 1))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.LOCK_TIMEOUT));

            first.commit();
            ModelDatabase.insert(second, 2, 1);
            assertThat(ModelDatabase.read(database)).isEqualTo(new TreeMap<>(Map.of(1, 1, 2, 1)));
        }
    }

    @Test
    void aSnapshotStaysWhatItWas() throws SQLException {
        try (Database database = open();
                Session writer = database.newSession();
                Session reader = database.newSession()) {
            ModelDatabase.createTable(writer);
            ModelDatabase.insert(writer, 1, 1);
            reader.setAutoCommit(false);
            reader.setIsolation(io.vectra.storage.Isolation.SNAPSHOT);
            reader.read(ModelDatabase::readRows);
            ModelDatabase.update(writer, 1, 2);
            ModelDatabase.insert(writer, 2, 1);

            assertThat(reader.read(ModelDatabase::readRows)).isEqualTo(new TreeMap<>(Map.of(1, 1)));
            reader.commit();
            assertThat(reader.read(ModelDatabase::readRows)).isEqualTo(new TreeMap<>(Map.of(1, 2, 2, 1)));
        }
    }

    @Test
    void readOnlySeesTheLastCommitBesideAWriterAndWritesNothing() throws Exception {
        try (Database database = open();
                Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            ModelDatabase.insert(session, 1, 1);
            Map<String, Long> before = files();
            try (Database reader =
                    Database.open(temp.resolve("db"), new DatabaseOptions(false, true, SyncPolicy.COMMIT))) {
                assertThat(ModelDatabase.read(reader)).isEqualTo(new TreeMap<>(Map.of(1, 1)));
                assertThatThrownBy(() -> ModelDatabase.insert(reader.newSession(), 2, 1))
                        .isInstanceOfSatisfying(
                                StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.READ_ONLY));
            }
            assertThat(files()).isEqualTo(before);
        }
    }

    private Map<String, Long> files() throws java.io.IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (var files = Files.walk(temp.resolve("db"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file.toString(), Files.size(file));
            }
        }
        return sizes;
    }

    @Test
    void aMissingDatabaseIsNotCreatedWhenNotAskedFor() {
        Path missing = temp.resolve("missing");

        assertThatThrownBy(() -> Database.open(missing, new DatabaseOptions(false, false, SyncPolicy.COMMIT)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.DATABASE_NOT_FOUND));
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFolderIsOpenedOnce() {
        try (Database database = open()) {
            assertThat(database.isClosed()).isFalse();
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.DATABASE_IN_USE));
        }
        open().close();
    }
}
