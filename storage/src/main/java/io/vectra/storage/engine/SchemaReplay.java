package io.vectra.storage.engine;

import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.manifest.TableDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Follows the table definitions through the log's schema frames. Thread rule: not thread-safe. */
final class SchemaReplay {
    private final Map<Integer, TableDefinition> tables = new LinkedHashMap<>();
    private int nextTableId;
    private int nextColumnId;

    SchemaReplay(Collection<TableDefinition> tables, int nextTableId, int nextColumnId) {
        tables.forEach(table -> this.tables.put(table.tableId(), table));
        this.nextTableId = nextTableId;
        this.nextColumnId = nextColumnId;
    }

    /** Starts from an empty database. */
    static SchemaReplay empty() {
        return new SchemaReplay(java.util.List.of(), 1, 1);
    }

    void apply(SchemaRecord record) {
        record.droppedTables().forEach(tables::remove);
        record.tables().forEach(table -> tables.put(table.tableId(), table));
        nextTableId = record.nextTableId();
        nextColumnId = record.nextColumnId();
    }

    Map<Integer, TableDefinition> tables() {
        return tables;
    }

    int nextTableId() {
        return nextTableId;
    }

    int nextColumnId() {
        return nextColumnId;
    }
}
