package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.UpkeepSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full-text searches find, with the score of the formula, what the rows say, whatever becomes of rows and files. */
class TextModelTest {
    private static final int ROUNDS = 10;
    private static final int STEPS = 25;
    private static final int IDS = 60;

    @TempDir
    private Path temp;

    private EngineDatabase open() {
        EngineDatabase database = (EngineDatabase) Database.open(temp.resolve("db"), DatabaseOptions.DEFAULT);
        database.setUpkeep(new UpkeepSettings(false, 0.3, 8, 250_000, 0));
        return database;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void searchesFindWhatTheRowsSay(boolean hasVectors) throws Exception {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("text model test: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (EngineDatabase database = open();
                    Session session = database.newSession();
                    Session reader = database.newSession()) {
                TextTable.create(session, hasVectors);
                for (int step = 0; step < STEPS; step++) {
                    String when = "round " + round + ", step " + step + ", -Dvectra.seed=" + seed;
                    step(database, session, random);
                    TextTable.check(session, random, when);
                    TextTable.check(reader, random, when + ", other session");
                }
                session.rollback();
            }
            lose(random);
        }
    }

    private static void step(EngineDatabase database, Session session, Random random) throws SQLException, IOException {
        switch (random.nextInt(14)) {
            case 0, 1 -> {
                if (!session.isInTransaction()) {
                    database.sealer().seal();
                }
            }
            case 2 -> session.vacuum(null);
            case 3 -> {
                TextTable.createIndex(session, "TEXTS_BOTH", "TITLE", "BODY");
                TextTable.createIndex(session, "TEXTS_BODY", "BODY");
            }
            case 4 -> {
                boolean isThere = database.schema().tables().values().stream()
                        .anyMatch(table -> table.textIndexes().size() == 2);
                if (isThere && random.nextInt(3) == 0) {
                    TextTable.dropIndex(session, random.nextBoolean() ? "TEXTS_BOTH" : "TEXTS_BODY");
                }
            }
            case 5 -> {
                if (random.nextInt(5) == 0) {
                    session.change(
                            new SchemaChange.Truncate(Catalog.DEFAULT_SCHEMA, TextTable.TABLE, false, "TRUNCATE"));
                }
            }
            case 6 -> session.setAutoCommit(random.nextBoolean());
            case 7 -> session.rollback();
            case 8 -> session.commit();
            default -> change(session, random);
        }
    }

    private static void change(Session session, Random random) throws SQLException {
        for (int i = random.nextInt(10); i >= 0; i--) {
            int id = random.nextInt(IDS);
            if (random.nextInt(4) == 0) {
                TextTable.delete(session, id);
            } else {
                TextTable.put(session, id, TextTable.text(random), TextTable.text(random));
            }
        }
    }

    /** Takes files away, or changes a bit of each. */
    private void lose(Random random) throws IOException {
        int what = random.nextInt(4);
        Path segments = temp.resolve("db/segments");
        if (what == 0 || !Files.exists(segments)) {
            return; // The folder comes with the first seal.
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(segments)) {
            files = list.filter(file -> file.getFileName().toString().contains(".text."))
                    .toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            if (what == 1) {
                Files.delete(file);
            } else if (what == 2) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
            } else {
                Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            }
        }
    }
}
