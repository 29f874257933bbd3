package io.vectra.storage.relational;

import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.manifest.TableDefinition;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open mirror: the H2 database with its administrator's connection.
 *
 * <p>Thread rule: {@link #connect()}, {@link #tables()} from any thread; everything else is synchronised, and changes
 * ({@link #apply}, {@link #redo}, {@link #useTables}) are made by the holder of the writer lock only.
 */
public final class Mirror implements AutoCloseable {
    private Mirror() {}

    /**
     * Opens the mirror, or creates it with LSN 0.
     *
     * @param path the file without its ending {@code .mv.db}, or null for one in memory
     * @param secret the password of both H2 users; whoever knows it can read the file with H2 alone
     * @param create whether a missing file is created; in memory always
     * @throws SQLException if the file is missing, damaged, of another layout, locked, or of another secret; delete and
     *     rebuild it
     */
    public static Mirror open(@Nullable Path path, String secret, boolean create) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Removes the mirror's files; missing ones are no error.
     *
     * @param path as in {@link #open}
     */
    public static void delete(Path path) throws java.io.IOException {
        throw new AssertionError("not built yet");
    }

    /** Returns the LSN that was committed last. */
    public long lsn() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Opens a connection of the unprivileged user: no auto-commit, SNAPSHOT isolation. The caller closes it. */
    public MirrorConnection connect() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Returns the tables set by {@link #useTables}. */
    public MirrorTables tables() {
        throw new AssertionError("not built yet");
    }

    /**
     * Makes these the users' tables: creates the triggers and rights that they lack in the mirror. To be called after
     * {@link #open} and after each {@link #apply}; idempotent. Commits.
     *
     * @param tables all tables, not only new ones; each exists in the mirror
     */
    public void useTables(Collection<TableDefinition> tables) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Builds the catalog of the users' schemas from the mirror and the {@linkplain #useTables tables in use}.
     *
     * @param version the version to give it
     */
    public Catalog readCatalog(long version) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Works out what a schema change does, without doing it.
     *
     * @param nextTableId the number for a table that the change creates
     * @param nextColumnId the number for its first vector column; the others get the numbers that follow
     * @throws SQLException if the change cannot be made: a table exists or is missing, a column's type is not allowed
     */
    public SchemaPlan plan(SchemaChange change, int nextTableId, int nextColumnId) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Runs schema statements as administrator; each commits by itself. If one fails and it was not the first, the
     * message says how many were done: the mirror has then to be rebuilt.
     */
    public void apply(List<String> mirrorSql) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Makes the mirror what it was after these changes, in one transaction that also sets the LSN. No triggers fire, no
     * constraint is checked, nothing is computed: rows become exactly their images.
     */
    public void redo(RedoSet net, long lsn) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Returns the value that an identity hands out next, without taking it. From any thread.
     *
     * @param columnIndex an identity column of the table, from 0
     */
    public long nextIdentity(TableDefinition table, int columnIndex) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Returns which of the table's columns are identities, the hidden one included, from 0. */
    public int[] identityColumns(TableDefinition table) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Writes everything committed to the file and forces it. */
    public void checkpoint() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Ends all connections, writes everything committed, and closes the file. */
    @Override
    public void close() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Ends all connections and forgets what was not yet written, as a crash of the process would. */
    public void kill() {
        throw new AssertionError("not built yet");
    }
}
