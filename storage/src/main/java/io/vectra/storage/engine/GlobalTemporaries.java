package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The global temporary tables of an open database: definitions only, each session makes a table of its own from them.
 * Nothing of them is stored.
 *
 * <p>Thread rule: any number of threads; changes are guarded by the monitor.
 */
final class GlobalTemporaries {
    private volatile Tables tables = new Tables(0, Map.of());
    private volatile @Nullable Extended extended;

    /** A table with its description. */
    record Entry(TemporaryTable table, TableInfo info) {}

    /**
     * The tables by name.
     *
     * @param version how many changes there were
     */
    record Tables(long version, Map<String, Entry> byName) {
        Tables {
            byName = Map.copyOf(byName);
        }
    }

    /** A catalog with the tables in it. */
    private record Extended(Catalog base, Tables tables, Catalog catalog) {}

    Tables tables() {
        return tables;
    }

    /** Adds a table unless there is one of its name; returns whether it was added. */
    synchronized boolean add(Entry entry) {
        Map<String, Entry> after = new LinkedHashMap<>(tables.byName());
        if (after.putIfAbsent(entry.table().name(), entry) != null) {
            return false;
        }
        tables = new Tables(tables.version() + 1, after);
        return true;
    }

    synchronized void remove(String name) {
        Map<String, Entry> after = new LinkedHashMap<>(tables.byName());
        if (after.remove(name) != null) {
            tables = new Tables(tables.version() + 1, after);
        }
    }

    /** Returns a catalog with these tables; its version rises with every change of either. */
    Catalog in(Catalog base) {
        Tables now = tables;
        if (now.version() == 0) {
            return base;
        }
        Extended known = extended;
        if (known == null || known.base() != base || known.tables() != now) {
            known = new Extended(base, now, extend(base, now));
            extended = known;
        }
        return known.catalog();
    }

    private static Catalog extend(Catalog base, Tables tables) {
        List<TableInfo> all = new ArrayList<>(base.tables());
        tables.byName().values().forEach(entry -> all.add(entry.info()));
        return new Catalog(base.version() + tables.version(), base.schemas(), all, base.sequences());
    }
}
