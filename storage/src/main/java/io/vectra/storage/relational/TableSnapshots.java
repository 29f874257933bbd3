package io.vectra.storage.relational;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.MVIndex;
import org.h2.mvstore.db.MVTable;
import org.h2.mvstore.tx.Transaction;
import org.h2.schema.Schema;
import org.h2.table.Table;
import org.h2.value.VersionedValue;

/**
 * Begins transactions that see some tables only. Under SNAPSHOT, H2 opens every table of the database for the first
 * statement of a transaction, some microseconds each, which is as much as a search takes where there are a hundred.
 *
 * <p>A table that is read without having been named is seen as of its first use. Thread rule: the connection's.
 */
final class TableSnapshots {
    /** How many queries' tables are remembered. */
    private static final int QUERIES_MAX = 256;

    private final SessionLocal session;
    private final Map<String, HashSet<MVMap<Object, VersionedValue<Object>>>> maps = new HashMap<>();
    /** H2's number of the definitions that {@link #maps} are of. */
    private long definitions = -1;

    TableSnapshots(SessionLocal session) {
        this.session = session;
    }

    /**
     * Begins a transaction that sees the state table, and all tables that a query names, as they are now.
     *
     * @param sql has the names of the tables as {@link MirrorSql#name(String, String)} writes them
     */
    void begin(String sql) {
        session.lock();
        try {
            Transaction transaction = session.getTransaction();
            if (!transaction.hasStatementDependencies()) {
                transaction.markStatementStart(maps(sql));
            }
        } finally {
            session.unlock();
        }
    }

    private HashSet<MVMap<Object, VersionedValue<Object>>> maps(String sql) {
        long now = session.getDatabase().getModificationMetaId();
        if (now != definitions || maps.size() == QUERIES_MAX) {
            maps.clear();
            definitions = now;
        }
        return maps.computeIfAbsent(sql, this::find);
    }

    private HashSet<MVMap<Object, VersionedValue<Object>>> find(String sql) {
        var found = new HashSet<MVMap<Object, VersionedValue<Object>>>();
        for (Schema schema : session.getDatabase().getAllSchemasNoMeta()) {
            for (Table table : schema.getAllTablesAndViews(null)) {
                boolean isNamed = sql.contains(MirrorSql.name(schema.getName(), table.getName()))
                        || MirrorLayout.STATE.equals(schema.getName() + '.' + table.getName());
                if (isNamed && table instanceof MVTable) {
                    table.getIndexes().forEach(index -> addMap(index, found));
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked") // The maps of all indexes are used like this by H2, too.
    private static void addMap(Index index, HashSet<MVMap<Object, VersionedValue<Object>>> found) {
        if (index instanceof MVIndex<?, ?> stored) {
            found.add((MVMap<Object, VersionedValue<Object>>) (MVMap<?, ?>) stored.getMVMap());
        }
    }
}
