package io.vectra.sql.plan;

import io.vectra.sql.mirror.Invariants;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Sub-queries that ask nothing of the queries around them, and give the same each time. */
final class UncorrelatedQueries implements Invariants.Rule {
    private final Validated statement;
    private final CommonTables common;
    /** The JDBC types of indexed columns, by alias and name. */
    private final Map<List<String>, Integer> indexed = new HashMap<>();

    private UncorrelatedQueries(Validated statement) {
        this.statement = statement;
        this.common = CommonTables.of(statement);
        SqlNode node = statement.node();
        if (node instanceof SqlUpdate update) {
            addIndexed(update.getTargetTable(), update.getAlias());
        } else if (node instanceof SqlDelete delete) {
            addIndexed(delete.getTargetTable(), delete.getAlias());
        }
        Trees.visit(node, new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.AS && call.operand(1) instanceof SqlIdentifier alias) {
                    addIndexed(call.operand(0), alias);
                }
                return super.visit(call);
            }
        });
    }

    /** Returns what is known of a statement's sub-queries before it is printed. */
    static Invariants of(Validated statement) {
        return new Invariants(new UncorrelatedQueries(statement));
    }

    private void addIndexed(SqlNode source, @Nullable SqlIdentifier alias) {
        TableInfo table =
                source instanceof SqlIdentifier name ? statement.catalog().table(name) : null;
        if (table != null) {
            String name = alias == null ? table.name() : alias.getSimple();
            for (ColumnInfo column : table.columns()) {
                if (table.indexedColumns().contains(column.name())) {
                    indexed.merge(
                            List.of(name, column.name()),
                            column.type().jdbcType(),
                            (one, other) -> one.equals(other) ? one : Types.OTHER);
                }
            }
        }
    }

    @Override
    public @Nullable Integer indexedType(SqlNode expression) {
        return expression instanceof SqlIdentifier column ? indexed.get(column.names) : null;
    }

    @Override
    public @Nullable SqlNode alone(SqlNode query) {
        return Trees.isVolatile(query) || !Trees.freeAliases(query).isEmpty() || readsItself(query)
                ? null
                : common.inlined(query);
    }

    /** Returns whether a query of WITH that reads itself is read: inside of itself that is only its last rows. */
    private boolean readsItself(SqlNode query) {
        boolean[] found = {false};
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call.getKind() == SqlKind.AS && common.isNamed(call) && common.query(call) == null;
                return super.visit(call);
            }
        });
        return found[0];
    }
}
