package io.vectra.storage.relational;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.h2.jdbc.JdbcConnection;
import org.h2.store.FileLister;
import org.h2.store.fs.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where a mirror lies, as H2 addresses it.
 *
 * <p>The settings: H2 writes when it is told to (the log makes commits durable), and does not tidy up in the
 * background; a thread's interrupt does not close the file ({@code async:}); no trace file, which would hold users'
 * SQL.
 */
final class MirrorFile {
    /**
     * Results are not used again: under SNAPSHOT isolation H2 gives a query that ran inside a snapshot its old result
     * after the snapshot has ended (see {@code EngineDatabaseTest.aSnapshotStaysWhatItWas}).
     */
    private static final String SETTINGS =
            ";WRITE_DELAY=2000000000;AUTO_COMPACT_FILL_RATE=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=256"
                    + ";OPTIMIZE_REUSE_RESULTS=FALSE"
                    + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;CACHE_SIZE="
                    + cacheSizeKib(Runtime.getRuntime().maxMemory());

    private final String url;
    private final boolean isInMemory;
    private final String secret;

    private MirrorFile(String url, boolean isInMemory, String secret) {
        this.url = url;
        this.isInMemory = isInMemory;
        this.secret = secret;
    }

    /**
     * Addresses a mirror.
     *
     * @param path the file without its ending, or null for a new one in memory
     * @throws StoreException ({@link StoreError#BAD_ARGUMENT}) if H2 cannot address the path
     */
    static MirrorFile of(@Nullable Path path, String secret) {
        if (path == null) {
            return new MirrorFile("jdbc:h2:mem:" + UUID.randomUUID(), true, secret);
        }
        String name = path.toAbsolutePath().normalize().toString();
        if (name.indexOf(';') >= 0) {
            throw new StoreException(
                    StoreError.BAD_ARGUMENT,
                    "The folder \"" + path.toAbsolutePath().getParent()
                            + "\" has a semicolon in its path, which is not supported; use a folder without one.");
        }
        return new MirrorFile("jdbc:h2:async:" + name, false, secret);
    }

    /**
     * Returns the size of H2's page cache: an eighth of the heap, between 16 MiB, H2's own default, and 256 MiB. A
     * table that does not fit is scanned about six times slower.
     */
    static long cacheSizeKib(long heapBytesMax) {
        return Math.max(16 << 10, Math.min(256 << 10, heapBytesMax / 8 >> 10));
    }

    /** Opens the file with the administrator's first connection. */
    JdbcConnection open(boolean create) throws SQLException {
        String existing = create || isInMemory ? "" : ";IFEXISTS=TRUE";
        return connect(url + SETTINGS + existing, MirrorLayout.ADMINISTRATOR);
    }

    /** Connects the unprivileged user to the open file. */
    JdbcConnection connect() throws SQLException {
        return connect(url, MirrorLayout.USER);
    }

    private JdbcConnection connect(String address, String user) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", secret);
        // Not through H2's driver, which would register itself for everybody's DriverManager.
        return new JdbcConnection(address, properties, null, null, false);
    }

    /** Removes the files of a mirror. */
    static void delete(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        List<String> files = FileLister.getDatabaseFiles(
                String.valueOf(absolute.getParent()), String.valueOf(absolute.getFileName()), true);
        for (String file : files) {
            FileUtils.delete(file);
        }
    }
}
