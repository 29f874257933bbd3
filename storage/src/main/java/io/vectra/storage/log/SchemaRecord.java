package io.vectra.storage.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.vectra.storage.manifest.TableDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the schema, as the log keeps it.
 *
 * @param sourceSql the statement as the user wrote it
 * @param mirrorSql the statements that make the change in the mirror, run by its administrator in this order
 * @param tables the definitions that were created or changed
 * @param droppedTables the ids of tables that are gone
 * @param truncatedTables the ids of tables that lost all rows
 * @param rewrittenTables the ids of tables whose rows all change their shape; the frame holds every row anew, with the
 *     vectors that it had
 * @param droppedColumns the numbers of vector columns that are gone, while their table stays
 * @param nextTableId the number that the next table gets
 * @param nextColumnId the number that the next vector column gets
 */
public record SchemaRecord(
        String sourceSql,
        List<String> mirrorSql,
        List<TableDefinition> tables,
        List<Integer> droppedTables,
        List<Integer> truncatedTables,
        List<Integer> rewrittenTables,
        List<Integer> droppedColumns,
        int nextTableId,
        int nextColumnId) {
    @JsonCreator
    public SchemaRecord {
        Objects.requireNonNull(sourceSql, "sourceSql");
        mirrorSql = List.copyOf(mirrorSql);
        tables = List.copyOf(tables);
        droppedTables = List.copyOf(droppedTables);
        truncatedTables = List.copyOf(truncatedTables);
        rewrittenTables = listOf(rewrittenTables);
        droppedColumns = listOf(droppedColumns);
    }

    /** Describes a change that leaves the rows of all tables in their shape. */
    public SchemaRecord(
            String sourceSql,
            List<String> mirrorSql,
            List<TableDefinition> tables,
            List<Integer> droppedTables,
            List<Integer> truncatedTables,
            int nextTableId,
            int nextColumnId) {
        this(
                sourceSql,
                mirrorSql,
                tables,
                droppedTables,
                truncatedTables,
                List.of(),
                List.of(),
                nextTableId,
                nextColumnId);
    }

    /** Older logs do not have every list. */
    private static List<Integer> listOf(@Nullable List<Integer> numbers) {
        return numbers == null ? List.of() : List.copyOf(numbers);
    }
}
