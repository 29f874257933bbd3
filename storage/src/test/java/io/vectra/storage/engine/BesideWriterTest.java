package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.io.HookedDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader opens the folder while a writer replaces the files that the reader is about to open. */
class BesideWriterTest {
    private static final DatabaseOptions READ_ONLY = new DatabaseOptions(false, true, SyncPolicy.COMMIT);

    @TempDir
    private Path temp;

    private EngineDatabase writer;
    private Session session;

    @BeforeEach
    void seal() throws Exception {
        writer = EngineDatabase.openUntended(new DiskDirectory(temp.resolve("db"), false), DatabaseOptions.DEFAULT);
        session = writer.newSession();
        ModelDatabase.createTable(session);
        ModelDatabase.insert(session, 1, 1);
        writer.sealer().seal();
        ModelDatabase.insert(session, 2, 1);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        writer.close();
    }

    private Directory reader(String operation, String folder, HookedDirectory.Action action) {
        return HookedDirectory.before(
                new DiskDirectory(temp.resolve("db"), true), operation, name -> name.startsWith(folder), action);
    }

    private void replaceFiles() throws Exception {
        ModelDatabase.update(session, 1, 2);
        session.vacuum(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log/", "segments/"})
    void theNewestFilesAreOpenedWhereAWriterReplacesThem(String folder) throws SQLException {
        Directory directory = reader("size", folder, this::replaceFiles);

        try (Database database = EngineDatabase.open(directory, READ_ONLY)) {
            assertThat(ModelDatabase.read(database)).isEqualTo(new TreeMap<>(Map.of(1, 2, 2, 1)));
        }
    }

    @Test
    void whatIsMissingWithoutAWriterIsAnError() {
        Directory directory = reader("size", "segments/", () -> {
            try (var files = Files.newDirectoryStream(temp.resolve("db/segments"), "*.rows")) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        });

        assertThatThrownBy(() -> EngineDatabase.open(directory, READ_ONLY)).isInstanceOf(StoreException.class);
    }
}
