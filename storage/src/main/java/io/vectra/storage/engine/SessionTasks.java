package io.vectra.storage.engine;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session does outside of transactions: definitions, VACUUM, REINDEX, BACKUP. The session has ended its
 * transaction before. Thread rule: guarded by the session.
 */
final class SessionTasks {
    private final EngineDatabase database;
    private final RunningStatement running;
    private final SessionLocks locks;

    SessionTasks(EngineDatabase database, RunningStatement running, SessionLocks locks) {
        this.database = database;
        this.running = running;
        this.locks = locks;
    }

    void change(SchemaChange change, int timeoutMs) throws SQLException {
        running.run(
                timeoutMs,
                change instanceof SchemaChange.CreateTextIndex text
                        ? () -> new TextIndexCreation(database, text).run(this::apply, running::isCancelled)
                        : () -> apply(change, running::isCancelled));
    }

    private void apply(SchemaChange change, BooleanSupplier cancelled) throws SQLException {
        locks.beginWriting(() -> database.schemaChanges().tables(change), cancelled);
        try {
            database.checkWritable();
            database.schemaChanges().apply(change, locks.timeoutMs(), cancelled);
        } finally {
            locks.endWriting();
        }
    }

    void vacuum(@Nullable TableInfo table, int timeoutMs) throws SQLException {
        int tableId = table == null ? 0 : table.tableId();
        String subject = table == null ? "all tables" : table.name();
        running.run(timeoutMs, () -> database.upkeepWork().vacuum(tableId, subject, running::isCancelled));
    }

    void reindex(String schema, String index, int timeoutMs) throws SQLException {
        Reindexing.Build build = Reindexing.of(database, schema, index);
        running.run(timeoutMs, () -> build.run(running::isCancelled));
    }

    void backup(Path folder, int timeoutMs) throws SQLException {
        running.run(timeoutMs, () -> database.backup(folder, running::isCancelled));
    }
}
