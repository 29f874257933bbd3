package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Catalog;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Isolation;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which segments a statement reads while others are put in place. */
class ReadStateTest {
    @Test
    void aSnapshotThatBeganBesideASealIsSearchedAfterAnother() throws Exception {
        try (EngineDatabase database = EngineDatabase.openUntended(new HeapDirectory(), DatabaseOptions.DEFAULT);
                Session writer = database.newSession();
                Session reader = database.newSession()) {
            ModelDatabase.createTable(writer);
            reader.setAutoCommit(false);
            reader.setIsolation(Isolation.SNAPSHOT);

            // The statement has begun, and has asked for nothing yet.
            reader.read(view -> {
                insertAndSeal(database, writer, 1);
                ModelDatabase.insert(writer, 2, 1);
                return view.lsn();
            });
            insertAndSeal(database, writer, 5);

            assertThat(reader.read(ModelDatabase::readRows))
                    .as("rows of the snapshot, each of which a search has found")
                    .isEqualTo(new TreeMap<>(Map.of(1, 1, 2, 1)));
        }
    }

    @Test
    void aStateDoesNotHoldTheChangeOfDefinitionsThatReplacedIt() throws Exception {
        try (EngineDatabase database = EngineDatabase.openUntended(new HeapDirectory(), DatabaseOptions.DEFAULT);
                Session writer = database.newSession()) {
            ModelDatabase.createTable(writer);
            ModelDatabase.insert(writer, 1, 1);
            ReadState before = database.state();
            long lsn = database.lsn();

            writer.change(
                    new SchemaChange.Truncate(Catalog.DEFAULT_SCHEMA, ModelDatabase.TABLE, false, "TRUNCATE TABLE t"));

            assertThat(before.rightAt(lsn)).as("a snapshot of before").isSameAs(before);
            assertThat(before.rightAt(lsn + 1))
                    .as("a statement that waited for the change")
                    .isNotSameAs(before);
        }
    }

    private static void insertAndSeal(EngineDatabase database, Session writer, int id) throws SQLException {
        ModelDatabase.insert(writer, id, 1);
        try {
            database.sealer().seal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
