package io.vectra.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Session;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.io.HookedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making a full-text index while something else happens to its segment. */
class TextBuildsTest {
    private static final String FOLDER = "segments";

    @TempDir
    private Path temp;

    private Directory disk() {
        return new DiskDirectory(temp.resolve("db"), false);
    }

    private static boolean isText(String name) {
        return name.contains(".text.");
    }

    /** Fills a segment with rows, one of them dead, and loses its index, as a crash may. */
    private void writeWithoutIndex() throws SQLException, IOException {
        try (EngineDatabase database = EngineDatabase.openUntended(disk(), DatabaseOptions.DEFAULT);
                Session session = database.newSession()) {
            TextTable.create(session, false);
            TextTable.createIndex(session, "TEXTS_BOTH", "TITLE", "BODY");
            for (int id = 0; id < 20; id++) {
                TextTable.put(session, id, TextTable.word(new Random(id)), "sea " + id);
            }
            database.sealer().seal();
            TextTable.delete(session, 7);
        }
        for (String file : disk().list(FOLDER)) {
            if (isText(file)) {
                disk().delete(FOLDER + "/" + file);
            }
        }
    }

    @Test
    void theIndexOfASegmentThatIsMergedAwayMeanwhileIsMadeInMemory() throws Exception {
        writeWithoutIndex();
        var vacuum = new AtomicReference<HookedDirectory.Action>();
        // The file is whole and about to be opened.
        Directory directory = HookedDirectory.before(
                disk(), "size", TextBuildsTest::isText, () -> vacuum.get().run());

        try (EngineDatabase database = EngineDatabase.openUntended(directory, DatabaseOptions.DEFAULT);
                Session reader = database.newSession();
                Session other = database.newSession()) {
            var segment = database.state().segments().sealed();
            vacuum.set(() -> {
                vacuum.set(null);
                other.vacuum(null);
            });

            TextTable.check(reader, new Random(1), "its segment was merged away");

            assertThat(vacuum.get()).as("the vacuum ran inside the search").isNull();
            assertThat(database.state().segments().sealed()).isNotEqualTo(segment);
            TextTable.check(reader, new Random(2), "after that");
        }
    }
}
