package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.Database;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The databases that this JVM has open: connections to the same folder share one, which is closed with the last of
 * them.
 *
 * <p>A folder may be open twice, once for writing and once read-only, as it may by two processes: connections with
 * {@code readonly=true} share one view, as of the moment when the first of them opened it. Memory databases are shared
 * by name; one without a name belongs to its connection.
 *
 * <p>Thread rule: any number of threads. Opening one database does not wait for the opening of another.
 */
final class OpenDatabases {
    private static final OpenDatabases OF_THIS_JVM = new OpenDatabases();

    private final ConcurrentMap<Key, Shared> open = new ConcurrentHashMap<>();
    private final AtomicLong privateDatabases = new AtomicLong();

    /** Returns the one registry; a second would not know what the first has open. */
    static OpenDatabases ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Opens a database, or joins those who have it open.
     *
     * @return a lease, to be closed with the connection
     * @throws SQLException [HY000] if it is open in this JVM with another {@code sync}
     * @throws StoreException as {@link Database#open}
     */
    Lease acquire(ConnectionUrl url) throws SQLException {
        Key key = key(url);
        while (true) {
            Shared shared = open.computeIfAbsent(key, Shared::new);
            synchronized (shared) {
                if (!shared.isRetired) {
                    return shared.join(url);
                }
            }
        }
    }

    /** Returns how many databases are open. */
    int count() {
        return open.size();
    }

    private Key key(ConnectionUrl url) {
        if (url.folder() != null) {
            return new Key(real(url.folder()), "", url.readOnly());
        }
        String name = url.memoryName() == null ? "" : url.memoryName();
        return name.isEmpty()
                ? new Key(null, "private " + privateDatabases.incrementAndGet(), false)
                : new Key(null, "named " + name, false);
    }

    /**
     * Returns the folder with its symbolic links resolved as far as it exists, so that two names of one folder are the
     * same.
     */
    private static Path real(Path folder) {
        for (Path existing = folder; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(folder));
            } catch (IOException e) {
                continue; // It does not exist yet: its parent may.
            }
        }
        return folder;
    }

    /** What makes two connections share a database. */
    private record Key(@Nullable Path folder, String memoryName, boolean readOnly) {}

    /** One open database and the number of its leases; guarded by its own monitor. */
    private final class Shared {
        private final Key key;
        private @Nullable SqlEngine engine;
        private SyncPolicy sync = SyncPolicy.COMMIT;
        private int leases;
        private boolean isRetired;

        Shared(Key key) {
            this.key = key;
        }

        Lease join(ConnectionUrl url) throws SQLException {
            if (engine == null) {
                engine = openEngine(url);
                sync = url.databaseOptions().sync();
            } else if (url.sync() != null && !url.sync().equals(sync)) {
                throw SqlErrors.of(
                        SqlErrors.GENERAL,
                        "The database is open in this JVM with sync=" + text(sync)
                                + ", and this connection asks for sync=" + text(url.sync())
                                + "; use the same value, or leave the option out");
            }
            leases++;
            return new Lease(this, engine);
        }

        private SqlEngine openEngine(ConnectionUrl url) {
            boolean isOpened = false;
            try {
                Database database =
                        key.folder() == null ? openInMemory(url) : Database.open(key.folder(), url.databaseOptions());
                var opened = new SqlEngine(database);
                opened.warmUp();
                isOpened = true;
                return opened;
            } finally {
                if (!isOpened) {
                    retire();
                }
            }
        }

        private static Database openInMemory(ConnectionUrl url) {
            if (!url.databaseOptions().create()) {
                throw new StoreException(
                        StoreError.DATABASE_NOT_FOUND,
                        "There is no memory database \"" + url.memoryName() + "\" in this JVM, and "
                                + (url.readOnly() ? "readonly=true" : "create=false") + " forbids to create it");
            }
            return Database.openInMemory();
        }

        synchronized void leave() {
            leases--;
            if (leases == 0 && engine != null) {
                try {
                    engine.database().close();
                } finally {
                    retire();
                }
            }
        }

        private void retire() {
            isRetired = true;
            open.remove(key, this);
        }

        private static String text(SyncPolicy policy) {
            return policy.isEveryCommit() ? "commit" : Integer.toString(policy.intervalMs());
        }
    }

    /** A connection's share of an open database. Closing it twice is harmless. */
    static final class Lease implements AutoCloseable {
        private final Shared shared;
        private final SqlEngine engine;
        private boolean isClosed;

        private Lease(Shared shared, SqlEngine engine) {
            this.shared = shared;
            this.engine = engine;
        }

        /** Returns the engine that all connections of this database share. */
        SqlEngine engine() {
            return engine;
        }

        /** Gives the share back; the last one closes the database. */
        @Override
        public void close() {
            synchronized (this) {
                if (isClosed) {
                    return;
                }
                isClosed = true;
            }
            shared.leave();
        }
    }
}
