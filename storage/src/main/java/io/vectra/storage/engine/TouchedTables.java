package io.vectra.storage.engine;

import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.relational.SchemaPlan;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables that a change of the schema touches in the mirror, by their names in its SQL. Immutable. */
final class TouchedTables {
    /** An index of the mirror holds the newest rows only. */
    private static final Pattern MAKES_INDEX = Pattern.compile("CREATE (UNIQUE )?INDEX .*", Pattern.DOTALL);

    private final SchemaPlan plan;
    private final Schema before;

    TouchedTables(SchemaPlan plan, Schema before) {
        this.plan = plan;
        this.before = before;
    }

    /** Returns the tables that no statement may read meanwhile. */
    Set<String> names() {
        return tables().map(Mirror::nameOf).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the ids of {@link #names}. */
    Set<Integer> ids() {
        return tables().map(TableDefinition::tableId).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<TableDefinition> tables() {
        List<String> sql = plan.mirrorSql();
        return before.tables().values().stream()
                .filter(table -> isChanged(table) && !sql.isEmpty()
                        || plan.unindexed().contains(table.tableId())
                        || sql.stream().anyMatch(each -> each.contains(Mirror.nameOf(table))));
    }

    /** Returns those of which the mirror has nothing left that snapshots before the change could read. */
    Set<String> unversioned() {
        boolean makesIndex = plan.mirrorSql().stream()
                .anyMatch(sql -> MAKES_INDEX.matcher(sql).matches());
        return makesIndex
                ? names()
                : before.tables().values().stream()
                        .filter(table -> isChanged(table) && !plan.mirrorSql().isEmpty())
                        .map(Mirror::nameOf)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isChanged(TableDefinition table) {
        int id = table.tableId();
        return plan.dropped().contains(id)
                || plan.truncated().contains(id)
                || plan.rewritten().contains(id)
                || plan.changed().stream().anyMatch(each -> each.tableId() == id);
    }
}
