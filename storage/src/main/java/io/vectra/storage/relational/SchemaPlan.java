package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import java.util.List;

/**
 * What a schema change does: the statements for the mirror, with the tables that come, go, or lose their rows.
 *
 * @param mirrorSql the statements for {@link Mirror#apply} in order; empty if there is nothing to do there. The log
 *     keeps them, so that a rebuilt mirror is the same
 * @param created the definitions of new tables
 * @param changed the new definitions of tables that stay
 * @param dropped the numbers of tables that go
 * @param truncated the numbers of tables whose rows all go
 * @param rewritten the numbers of tables whose rows change their shape
 * @param droppedColumns the numbers of vector columns that go, while their table stays
 * @param unindexed the numbers of other tables that lose an index, which the statements may not name
 * @param undoSql the statements that take back what some of the statements did before one of them failed; empty if only
 *     a rebuild does
 */
public record SchemaPlan(
        List<String> mirrorSql,
        List<TableDefinition> created,
        List<TableDefinition> changed,
        List<Integer> dropped,
        List<Integer> truncated,
        List<Integer> rewritten,
        List<Integer> droppedColumns,
        List<Integer> unindexed,
        List<String> undoSql) {
    /** Nothing to do. */
    public static final SchemaPlan EMPTY = new SchemaPlan(List.of(), List.of(), List.of(), List.of(), List.of());

    public SchemaPlan {
        mirrorSql = List.copyOf(mirrorSql);
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        dropped = List.copyOf(dropped);
        truncated = List.copyOf(truncated);
        rewritten = List.copyOf(rewritten);
        droppedColumns = List.copyOf(droppedColumns);
        unindexed = List.copyOf(unindexed);
        undoSql = List.copyOf(undoSql);
    }

    /** A plan that leaves the rows of all tables in their shape. */
    public SchemaPlan(
            List<String> mirrorSql,
            List<TableDefinition> created,
            List<TableDefinition> changed,
            List<Integer> dropped,
            List<Integer> truncated) {
        this(mirrorSql, created, changed, dropped, truncated, List.of(), List.of(), List.of(), List.of());
    }

    /** Returns the same plan with tables that lose an index. */
    SchemaPlan withUnindexed(List<Integer> tables) {
        return new SchemaPlan(
                mirrorSql, created, changed, dropped, truncated, rewritten, droppedColumns, tables, undoSql);
    }

    /** Returns the same plan with a way back. */
    SchemaPlan withUndo(List<String> sql) {
        return new SchemaPlan(
                mirrorSql, created, changed, dropped, truncated, rewritten, droppedColumns, unindexed, sql);
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return mirrorSql.isEmpty() && changed.isEmpty();
    }
}
