package io.vectra.storage.log;

import io.vectra.storage.manifest.TableDefinition;
import java.util.List;
import java.util.Objects;

/**
 * A change of the schema, as the log keeps it.
 *
 * @param sourceSql the statement as the user wrote it
 * @param mirrorSql the statements that make the change in the mirror, run by its administrator in this order
 * @param tables the definitions that were created or changed
 * @param droppedTables the ids of tables that are gone
 * @param truncatedTables the ids of tables that lost all rows
 * @param nextTableId the number that the next table gets
 * @param nextColumnId the number that the next vector column gets
 */
public record SchemaRecord(
        String sourceSql,
        List<String> mirrorSql,
        List<TableDefinition> tables,
        List<Integer> droppedTables,
        List<Integer> truncatedTables,
        int nextTableId,
        int nextColumnId) {
    public SchemaRecord {
        Objects.requireNonNull(sourceSql, "sourceSql");
        mirrorSql = List.copyOf(mirrorSql);
        tables = List.copyOf(tables);
        droppedTables = List.copyOf(droppedTables);
        truncatedTables = List.copyOf(truncatedTables);
    }
}
