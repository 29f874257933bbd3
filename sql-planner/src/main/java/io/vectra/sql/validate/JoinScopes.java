package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a join condition that names a table before the comma: in {@code a, b JOIN c ON …} only {@code b} and
 * {@code c} are joined by it. Calcite would let it through, and the mirror fails on it.
 */
final class JoinScopes extends SqlBasicVisitor<Void> {
    private final CatalogView catalog;

    JoinScopes(CatalogView catalog) {
        this.catalog = catalog;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && select.getFrom() instanceof SqlJoin join) {
            Set<String> all = new HashSet<>();
            collect(join, all);
            check(join, all);
        }
        return super.visit(call);
    }

    private void check(SqlNode node, Set<String> all) {
        if (!(node instanceof SqlJoin join)) {
            refuseColumns(node, all);
            return;
        }
        check(join.getLeft(), all);
        check(join.getRight(), all);
        SqlNode condition = join.getCondition();
        if (join.getJoinType() != JoinType.COMMA
                && join.getConditionType() == JoinConditionType.ON
                && condition != null) {
            Set<String> others = new HashSet<>(all);
            Set<String> joined = new HashSet<>();
            collect(join, joined);
            others.removeAll(joined);
            if (!others.isEmpty()) {
                condition.accept(new Names(others));
            }
        }
    }

    /** The mirror computes the arrays of UNNEST before it reads any table. */
    private static void refuseColumns(SqlNode table, Set<String> others) {
        if (table.getKind() != SqlKind.AS || ((SqlCall) table).operand(0).getKind() != SqlKind.UNNEST) {
            return;
        }
        ((SqlCall) table).operand(0).accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier id) {
                if (id.names.size() > 1 && others.contains(id.names.get(0))) {
                    throw Failures.notSupported(
                            "UNNEST of a column of a table in the same FROM is not supported; read the array first",
                            id.getParserPosition());
                }
                return null;
            }

            @Override
            public @Nullable Void visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? null : super.visit(call);
            }
        });
    }

    private static void collect(SqlNode node, Set<String> aliases) {
        if (node instanceof SqlJoin join) {
            collect(join.getLeft(), aliases);
            collect(join.getRight(), aliases);
        } else if (node.getKind() == SqlKind.AS && ((SqlCall) node).operand(1) instanceof SqlIdentifier alias) {
            aliases.add(alias.getSimple());
        }
    }

    /**
     * Looks for columns of tables that are out of sight, but not inside sub-queries, which may use their names again.
     */
    private final class Names extends SqlBasicVisitor<Void> {
        private final Set<String> others;

        Names(Set<String> others) {
            this.others = others;
        }

        @Override
        public @Nullable Void visit(SqlIdentifier id) {
            if (id.names.size() > 1 && others.contains(id.names.get(0))) {
                throw Failures.unknownColumn(String.join(".", id.names), catalog, id.getParserPosition());
            }
            return null;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
        }
    }
}
