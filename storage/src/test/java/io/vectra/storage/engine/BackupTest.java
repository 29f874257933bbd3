package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    private Path temp;

    @Test
    @Timeout(60)
    void aTransactionDoesNotWaitForASealThatWaitsForIt() throws Exception {
        Path copy = temp.resolve("copy");
        try (EngineDatabase database = EngineDatabase.openUntended(new HeapDirectory(), DatabaseOptions.DEFAULT);
                Session session = database.newSession()) {
            ModelDatabase.createTable(session);
            session.setAutoCommit(false);
            ModelDatabase.insert(session, 1, 1);
            Thread sealer = new Thread(() -> seal(database));
            sealer.start();
            while (!database.writerLock().isContended()) {
                Thread.onSpinWait();
            }

            session.backup(copy);

            sealer.join();
        }
        try (Database database = EngineDatabase.open(copy, DatabaseOptions.DEFAULT)) {
            assertThat(ModelDatabase.read(database)).isEqualTo(new TreeMap<>(Map.of(1, 1)));
        }
    }

    private static void seal(EngineDatabase database) {
        try {
            database.sealer().seal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
