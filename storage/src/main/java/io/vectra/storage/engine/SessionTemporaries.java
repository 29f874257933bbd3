package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import io.vectra.storage.TemporaryTable.OnCommit;
import io.vectra.storage.engine.GlobalTemporaries.Entry;
import io.vectra.storage.relational.TemporaryTables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The temporary tables of a session: its local ones, and its own copies of the database's global ones, which it makes
 * before it first runs a statement that names them.
 *
 * <p>Thread rule: guarded by the session's monitor.
 */
final class SessionTemporaries {
    /** Versions of catalogs that one session sees are negative; no two are the same. */
    private static final AtomicLong VERSIONS = new AtomicLong();

    private final EngineDatabase database;
    private final TemporaryTables mirror;
    /** What is in the mirror, by name. */
    private final Map<String, Entry> held = new LinkedHashMap<>();
    /** The version of the global tables that {@link #dropGone} has seen. */
    private long globalVersion;

    private boolean hasChanges;
    private @Nullable Catalog base;
    private @Nullable Catalog own;

    SessionTemporaries(EngineDatabase database, TemporaryTables mirror) {
        this.database = database;
        this.mirror = mirror;
    }

    /** Returns the database's catalog with this session's local tables. */
    Catalog catalog() {
        Catalog shared = database.catalog();
        Catalog known = own;
        if (known == null || base != shared) {
            List<TableInfo> locals = locals();
            if (locals.isEmpty()) {
                known = shared;
            } else {
                List<TableInfo> all = new ArrayList<>(shared.tables());
                all.removeIf(table -> table.isTemporary() && held.containsKey(table.name()) && !isGlobal(table.name()));
                all.addAll(locals);
                known = new Catalog(VERSIONS.decrementAndGet(), shared.schemas(), all, shared.sequences());
            }
            base = shared;
            own = known;
        }
        return known;
    }

    private List<TableInfo> locals() {
        return held.values().stream()
                .filter(entry -> !entry.table().isGlobal())
                .map(Entry::info)
                .toList();
    }

    boolean holds(String name) {
        return held.containsKey(name);
    }

    private boolean isGlobal(String name) {
        Entry entry = held.get(name);
        return entry != null && entry.table().isGlobal();
    }

    /** Has the rows of this transaction kept or emptied at its end. */
    void rowsChanged() {
        hasChanges = true;
    }

    /** Returns whether the running transaction has changed rows of temporary tables. */
    boolean hasChanges() {
        return hasChanges;
    }

    /** Drops this session's copies of global tables that are gone; the mirror's transaction ends. */
    void dropGone() throws SQLException {
        GlobalTemporaries.Tables newest = database.globalTemporaries().tables();
        if (newest.version() == globalVersion) {
            return;
        }
        for (Entry entry : List.copyOf(held.values())) {
            String name = entry.table().name();
            if (entry.table().isGlobal() && newest.byName().get(name) != entry) {
                forget(name);
            }
        }
        globalVersion = newest.version();
    }

    /** Makes the session's copies of the global tables that a statement of the mirror names. */
    void require(String mirrorSql) throws SQLException {
        Map<String, Entry> globals = database.globalTemporaries().tables().byName();
        for (Entry entry : globals.values()) {
            String name = entry.table().name();
            if (held.get(name) != entry && TemporaryTables.isNamed(name, mirrorSql)) {
                require(entry);
            }
        }
    }

    private void require(Entry global) throws SQLException {
        String name = global.table().name();
        Entry known = held.get(name);
        if (known == null) {
            mirror.create(global.table());
            held.put(name, global);
        } else if (known != global && known.table().isGlobal()) {
            throw new StoreException(
                    StoreError.BAD_TRANSACTION_STATE,
                    "The global temporary table \"" + name + "\" was dropped and made again by another session while"
                            + " this transaction runs. Commit or roll back, then try again.");
        }
    }

    /** Makes a table, and for a global one its definition for all sessions; returns false if it is there already. */
    boolean create(TemporaryTable table) throws SQLException {
        String name = table.name();
        GlobalTemporaries globals = database.globalTemporaries();
        synchronized (globals) {
            Entry known = globals.tables().byName().get(name);
            if (known != null) {
                require(known);
            }
            if (held.containsKey(name) && table.definition().ifNotExists()) {
                return false;
            }
            Entry entry = new Entry(table, mirror.create(table));
            held.put(name, entry);
            own = null;
            if (table.isGlobal()) {
                globals.add(entry);
            }
            return true;
        }
    }

    /** Changes a table; the mirror has no transaction. */
    void change(SchemaChange change) throws SQLException {
        if (change instanceof SchemaChange.DropTable drop) {
            if (held.containsKey(drop.name())) {
                boolean wasGlobal = isGlobal(drop.name());
                forget(drop.name());
                if (!wasGlobal) {
                    return;
                }
            }
            database.globalTemporaries().remove(drop.name());
        } else if (change instanceof SchemaChange.Truncate truncate) {
            if (held.containsKey(truncate.name())) {
                mirror.truncate(truncate.name(), truncate.restartIdentity());
            }
        } else if (change instanceof SchemaChange.Relational index) {
            for (String sql : index.mirrorSql()) {
                mirror.createIndex(sql);
            }
        } else {
            throw new IllegalArgumentException("not a change of a temporary table: " + change);
        }
    }

    private void forget(String name) throws SQLException {
        mirror.drop(name);
        held.remove(name);
        own = null;
    }

    /** Empties and drops what does not outlive a transaction; the mirror has none. */
    void endTransaction() throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        boolean hadChanges = hasChanges;
        hasChanges = false;
        for (Entry entry : List.copyOf(held.values())) {
            OnCommit onCommit = entry.table().onCommit();
            if (onCommit == OnCommit.DELETE_ROWS && hadChanges) {
                mirror.truncate(entry.table().name(), false);
            } else if (onCommit == OnCommit.DROP) {
                forget(entry.table().name());
            }
        }
    }
}
