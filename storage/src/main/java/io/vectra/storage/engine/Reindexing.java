package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.manifest.TableDefinition;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Finds the index that is to be built anew. Thread rule: stateless. */
final class Reindexing {
    private Reindexing() {}

    /** Builds an HNSW or full-text index. */
    @FunctionalInterface
    interface Build {
        void run(BooleanSupplier cancelled) throws IOException;
    }

    /** @throws StoreException ({@link StoreError#NOT_FOUND}) if there is no such index */
    static Build of(EngineDatabase database, String schema, String index) {
        List<TableDefinition> tables = database.schema().tables().values().stream()
                .filter(table -> table.schema().equals(schema))
                .toList();
        for (TableDefinition table : tables) {
            for (VectorIndexInfo each : table.vectorIndexes()) {
                if (each.name().equals(index)) {
                    return cancelled -> database.upkeepWork().reindex(table, each, cancelled);
                }
            }
            for (TextIndexInfo each : table.textIndexes()) {
                if (each.name().equals(index)) {
                    return cancelled -> database.upkeepWork().reindex(table, each, cancelled);
                }
            }
        }
        throw new StoreException(
                StoreError.NOT_FOUND,
                "There is no HNSW or full-text index \"" + index + "\" in schema \"" + schema + "\".");
    }
}
