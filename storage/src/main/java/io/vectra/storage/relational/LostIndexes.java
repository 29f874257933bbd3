package io.vectra.storage.relational;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.h2.constraint.Constraint;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.schema.Schema;
import org.h2.table.Table;

/**
 * Finds the tables that lose an index by a change that is not theirs: that of an index which is dropped by its own
 * name, and those whose foreign keys go with the table that they refer to. H2 finds an index empty once it is dropped,
 * so that who reads through it has to be kept apart from that like from any other change of the table.
 */
final class LostIndexes {
    private final SessionLocal session;
    private final MirrorTables tables;

    LostIndexes(SessionLocal session, MirrorTables tables) {
        this.session = session;
        this.tables = tables;
    }

    /** Returns the numbers of the tables, each once or more. */
    List<Integer> tables(SchemaChange change, SchemaPlan plan) {
        List<Integer> found = new ArrayList<>();
        if (change instanceof SchemaChange.DropIndex drop) {
            Schema schema = session.getDatabase().findSchema(drop.schema());
            Index index = schema == null ? null : schema.findIndex(session, drop.name());
            if (index != null) {
                add(index.getTable(), found);
            }
        }
        for (int dropped : plan.dropped()) {
            TableDefinition definition = tables.table(dropped);
            if (definition != null) {
                addReferring(definition, found);
            }
        }
        return found;
    }

    private void addReferring(TableDefinition dropped, List<Integer> found) {
        Schema schema = session.getDatabase().findSchema(dropped.schema());
        Table table = schema == null ? null : schema.findTableOrView(session, dropped.name());
        if (table == null) {
            return;
        }
        for (Constraint constraint : table.getConstraints()) {
            if (constraint.getConstraintType() == Constraint.Type.REFERENTIAL) {
                add(constraint.getTable(), found);
            }
        }
    }

    private void add(Table table, List<Integer> found) {
        TableDefinition definition = tables.table(table.getSchema().getName(), table.getName());
        if (definition != null) {
            found.add(definition.tableId());
        }
    }
}
