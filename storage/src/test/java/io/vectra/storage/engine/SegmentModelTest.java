package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import io.vectra.storage.UpkeepSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals, vacuums and index builds between random transactions change nothing that a reader sees. */
class SegmentModelTest {
    private static final int ROUNDS = 12;
    private static final int STEPS = 25;
    private static final int IDS = 40;

    @TempDir
    private Path temp;

    private EngineDatabase open() {
        EngineDatabase database = (EngineDatabase) Database.open(temp.resolve("db"), DatabaseOptions.DEFAULT);
        database.setUpkeep(new UpkeepSettings(false, 0.3, 8, 250_000, 0));
        return database;
    }

    @Test
    void segmentsHoldWhatTheLogHeld() throws Exception {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("segment model test: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String what = "round " + round + ", -Dvectra.seed=" + seed;
            try (EngineDatabase database = open();
                    Session session = database.newSession()) {
                ModelDatabase.createTable(session);
                assertThat(ModelDatabase.read(database)).as(what).isEqualTo(model);
                for (int step = 0; step < STEPS; step++) {
                    step(database, session, model, random);
                    assertThat(ModelDatabase.read(database)).as(what).isEqualTo(model);
                }
            }
            lose(random);
        }
    }

    private void step(EngineDatabase database, Session session, TreeMap<Integer, Integer> model, Random random)
            throws SQLException, IOException {
        switch (random.nextInt(14)) {
            case 12, 13 -> alter(database, session, random);
            case 0, 1 -> database.sealer().seal();
            case 2 -> session.vacuum(null);
            case 3 -> {
                if (database.indexes().isEmpty()) {
                    ModelDatabase.createIndex(session);
                } else if (random.nextInt(3) == 0) {
                    session.change(new SchemaChange.DropVectorIndex(Catalog.DEFAULT_SCHEMA, "T_VEC", "DROP INDEX"));
                } else {
                    session.reindex(Catalog.DEFAULT_SCHEMA, "T_VEC");
                }
            }
            case 4 -> {
                if (random.nextInt(6) == 0) {
                    session.change(new SchemaChange.Truncate(Catalog.DEFAULT_SCHEMA, "T", false, "TRUNCATE"));
                    model.clear();
                }
            }
            default -> change(session, model, random);
        }
    }

    /** Columns come and go, types change: what is read of the others stays. */
    private static void alter(EngineDatabase database, Session session, Random random) throws SQLException {
        TableInfo table = database.catalog().table(Catalog.DEFAULT_SCHEMA, ModelDatabase.TABLE);
        assertThat(table).isNotNull();
        SchemaChange.Alteration alteration;
        if (random.nextInt(3) == 0) {
            boolean isWide = table.column("VERSION").type().sql().equals("BIGINT");
            String type = isWide ? "INTEGER" : "BIGINT";
            alteration = new SchemaChange.ChangeType("VERSION", type, "ALTER COLUMN \"VERSION\" SET DATA TYPE " + type);
        } else if (table.column("EXTRA") == null) {
            alteration = new SchemaChange.AddColumns(
                    List.of(
                            new SchemaChange.ColumnDefinition("EXTRA", "INTEGER", 0, true, "DEFAULT 7"),
                            new SchemaChange.ColumnDefinition("EXTRA_VEC", "", 3, false, "")),
                    List.of());
        } else if (random.nextBoolean()) {
            alteration = new SchemaChange.DropColumns(List.of("EXTRA_VEC", "EXTRA"));
        } else {
            assertThat(session.<Integer>write(view -> {
                        try (PreparedStatement update =
                                view.prepare("UPDATE T SET EXTRA_VEC = ? WHERE EXTRA = 7 AND EXTRA_VEC IS NULL")) {
                            update.setLong(1, view.stage(new float[] {1, 2, 3}));
                            return update.executeUpdate();
                        }
                    }))
                    .isNotNegative();
            return;
        }
        ModelDatabase.alter(session, alteration);
    }

    private static void change(Session session, TreeMap<Integer, Integer> model, Random random) throws SQLException {
        for (int i = random.nextInt(8); i >= 0; i--) {
            int id = random.nextInt(IDS);
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
        }
    }

    /** Takes something that is derived away. */
    private void lose(Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> Files.delete(temp.resolve("db/relational.mv.db"));
            case 1 -> delete("vectors", "");
            case 2 -> delete("segments", ".graph.");
            default -> {}
        }
    }

    private void delete(String folder, String part) throws IOException {
        Path path = temp.resolve("db").resolve(folder);
        if (!Files.isDirectory(path)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(path)) {
            files = list.filter(file -> file.getFileName().toString().contains(part))
                    .toList();
        }
        for (Path file : files) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
