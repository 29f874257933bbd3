package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.VectraStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A database in a folder of its own, which goes away with it.
 *
 * <p>Thread rule: as {@link VectraStore}.
 */
final class LoadedStore implements AutoCloseable {
    private final DataSet set;
    private final Settings settings;
    private final Path folder;
    private VectraStore store;

    /** Opens an empty database. */
    LoadedStore(DataSet set, Settings settings) throws IOException, SQLException {
        this.set = set;
        this.settings = settings;
        Path runs = Files.createDirectories(settings.folder().resolve("runs"));
        folder = Files.createTempDirectory(runs, "vectra-");
        store = new VectraStore(set, settings.metric(), folder);
    }

    VectraStore store() {
        return store;
    }

    /** Loads all rows in bulk and builds the index. */
    LoadedStore bulk(Report report) throws Exception {
        report.progress("loading " + set.count() + " rows");
        store.createTable();
        store.load(1_000);
        index(report);
        return this;
    }

    /** Creates the index, and waits for it. */
    void index(Report report) throws Exception {
        report.progress("building the index");
        try {
            store.createIndex(settings.m(), settings.efConstruction(), settings.indexOptions());
        } catch (SQLException refused) {
            throw new IllegalStateException(
                    "CREATE INDEX or VECTRA.PROGRESS is refused [" + refused.getSQLState() + "]: "
                            + refused.getMessage() + "; without an index there is nothing to measure here",
                    refused);
        }
    }

    /** Closes the database and opens it again. */
    void reopen() throws SQLException {
        store.close();
        store = new VectraStore(set, settings.metric(), folder);
    }

    /** Returns the bytes of all its files. */
    long diskBytes() throws IOException {
        return ProcessFigures.diskBytes(folder);
    }

    @Override
    public void close() throws SQLException, IOException {
        store.close();
        Folders.delete(folder);
    }
}
