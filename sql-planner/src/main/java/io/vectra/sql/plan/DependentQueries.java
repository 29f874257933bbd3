package io.vectra.sql.plan;

import io.vectra.sql.validate.Failures;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a query in FROM or WITH that reads the row of a query around it, which the mirror computes without that row.
 */
final class DependentQueries extends SqlBasicVisitor<Void> {
    /** The aliases of the queries around what is visited. */
    private Set<String> around = Set.of();

    private DependentQueries(SqlNode statement) {
        if (statement instanceof SqlUpdate update) {
            around = target(update.getTargetTable(), update.getAlias());
        } else if (statement instanceof SqlDelete delete) {
            around = target(delete.getTargetTable(), delete.getAlias());
        }
    }

    /** Looks through a checked statement without LATERAL. */
    static void refuse(SqlNode statement) {
        Trees.visit(statement, new DependentQueries(statement));
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        Set<String> outside = around;
        if (call instanceof SqlWithItem item) {
            check(item.query, "\"" + item.name + "\" of WITH");
        } else if (call instanceof SqlSelect select) {
            for (SqlNode leaf : Trees.leaves(select.getFrom())) {
                SqlNode source = Trees.itemValue(leaf);
                if (source.isA(SqlKind.QUERY)) {
                    check(source, "The sub-query in FROM");
                }
            }
            around = new HashSet<>(outside);
            around.addAll(Trees.aliases(select.getFrom()));
        }
        super.visit(call);
        around = outside;
        return null;
    }

    private static Set<String> target(SqlNode table, @Nullable SqlIdentifier alias) {
        String name = alias == null ? Trees.alias(table) : alias.getSimple();
        return name == null ? Set.of() : Set.of(name);
    }

    private void check(SqlNode query, String what) {
        for (String alias : Trees.freeAliases(query)) {
            if (around.contains(alias)) {
                throw Failures.notSupported(
                        what + " reads " + alias
                                + ", the row outside, which is not supported there; read it in the query"
                                + " itself, as in WHERE, or join by it",
                        query.getParserPosition());
            }
        }
    }
}
