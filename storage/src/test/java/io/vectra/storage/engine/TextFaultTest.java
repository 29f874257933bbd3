package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.FaultyDirectory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every file operation of making, sealing, merging and searching full-text indexes go wrong once, in every way,
 * and finds in what is left exactly what the rows say.
 */
class TextFaultTest {
    private final long seed = Long.getLong("vectra.seed", 42);

    @ParameterizedTest
    @EnumSource
    void everyOperationMayGoWrongAndSearchesFindWhatTheRowsSay(FaultTest.Disaster disaster) throws SQLException {
        int operation = 0;
        boolean isFinished;
        do {
            operation += disaster.ordinal() == 0 ? 1 : 2;
            FaultyDirectory directory = new FaultyDirectory(seed + operation);
            disaster.arm(directory, operation);
            isFinished = work(directory, operation);
            check(directory.crash(disaster.cut()), disaster + " at operation " + operation + ", -Dvectra.seed=" + seed);
        } while (!isFinished);
        assertThat(operation).as("operations that went wrong").isGreaterThan(100);
    }

    /** Returns whether nothing has gone wrong. */
    private boolean work(FaultyDirectory directory, int faultAt) throws SQLException {
        Random random = new Random(seed);
        try {
            EngineDatabase database = EngineDatabase.openUntended(directory, DatabaseOptions.DEFAULT);
            try (Session session = database.newSession()) {
                TextTable.create(session, false);
                change(session, random);
                database.sealer().seal();
                TextTable.createIndex(session, "TEXTS_BOTH", "TITLE", "BODY");
                change(session, random);
                TextTable.check(session, random, "before a fault");
                session.vacuum(null);
                change(session, random);
            } finally {
                close(database, directory, faultAt);
            }
            return directory.operationCount() < faultAt;
        } catch (StoreException | IOException e) {
            if (directory.operationCount() < faultAt) {
                throw new AssertionError(e);
            }
            return false;
        }
    }

    private static void change(Session session, Random random) throws SQLException {
        for (int i = 0; i < 6; i++) {
            TextTable.put(session, random.nextInt(20), TextTable.text(random), TextTable.text(random));
        }
        TextTable.delete(session, random.nextInt(20));
    }

    private static void close(EngineDatabase database, FaultyDirectory directory, int faultAt) {
        try {
            database.close();
        } catch (StoreException e) {
            if (directory.operationCount() < faultAt) {
                throw e;
            }
        }
    }

    private void check(FaultyDirectory directory, String when) throws SQLException {
        try (EngineDatabase database = EngineDatabase.openUntended(directory, DatabaseOptions.DEFAULT);
                Session session = database.newSession()) {
            TextTable.check(session, new Random(seed), when);
            TextTable.check(session, new Random(seed + 1), when);
        }
    }
}
