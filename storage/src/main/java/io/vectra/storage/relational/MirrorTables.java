package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The definitions of the users' tables at one version of the schema, by number and by name. Immutable. */
public final class MirrorTables {
    /** No tables. */
    public static final MirrorTables NONE = new MirrorTables(java.util.List.of());

    private final Map<Integer, TableDefinition> byId = new HashMap<>();
    private final Map<String, Map<String, TableDefinition>> byName = new HashMap<>();

    /** Creates the set of these tables. */
    public MirrorTables(Collection<TableDefinition> tables) {
        for (TableDefinition table : tables) {
            byId.put(table.tableId(), table);
            byName.computeIfAbsent(table.schema(), schema -> new HashMap<>()).put(table.name(), table);
        }
    }

    /** Returns the table of this number, or null. */
    public @Nullable TableDefinition table(int tableId) {
        return byId.get(tableId);
    }

    /** Returns the table of exactly these names, or null. */
    public @Nullable TableDefinition table(String schema, String name) {
        Map<String, TableDefinition> tables = byName.get(schema);
        return tables == null ? null : tables.get(name);
    }

    /** Returns the table that an HNSW or full-text index of this name is of, or null. */
    @Nullable
    TableDefinition withIndex(String schema, String index) {
        return byName.getOrDefault(schema, Map.of()).values().stream()
                .filter(table -> table.hasIndex(index))
                .findFirst()
                .orElse(null);
    }

    /** Returns all tables, in no particular order. */
    public Collection<TableDefinition> all() {
        return java.util.Collections.unmodifiableCollection(byId.values());
    }
}
