package io.vectra.sql.plan;

import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Makes orders by distances complete: rows without a vector come last unless NULLS FIRST is written, and rows of one
 * table at the same distance come in the order of their row ids, as in a vector search.
 */
final class OrderCompletion extends SqlBasicVisitor<Void> {
    private final Validated query;
    private final Set<SqlSelect> completed = Collections.newSetFromMap(new IdentityHashMap<>());

    private OrderCompletion(Validated query) {
        this.query = query;
    }

    /** Changes the tree. */
    static void complete(Validated query) {
        query.node().accept(new OrderCompletion(query));
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && select.getOrderList() != null && completed.add(select)) {
            complete(select, select.getOrderList());
        }
        return super.visit(call);
    }

    private void complete(SqlSelect select, SqlNodeList order) {
        boolean hasDistance = false;
        for (int i = 0; i < order.size(); i++) {
            SqlNode item = order.get(i);
            SqlNode key = query.validator().expandOrderExpr(select, Trees.withoutDirection(item));
            if (Trees.hasVectorFunction(key)) {
                hasDistance = true;
                boolean isExplicit =
                        Trees.hasKind(item, SqlKind.NULLS_FIRST) || Trees.hasKind(item, SqlKind.NULLS_LAST);
                if (!isExplicit) {
                    order.set(i, SqlStdOperatorTable.NULLS_LAST.createCall(item.getParserPosition(), item));
                }
            }
        }
        String alias = hasDistance ? tableAlias(select) : null;
        if (alias != null) {
            order.add(new RowIdNode(alias));
        }
    }

    /** Returns the alias of the one table whose rows are ordered, or null if there is none. */
    private @Nullable String tableAlias(SqlSelect select) {
        boolean isPlain = !select.isDistinct()
                && select.getGroup() == null
                && !query.validator().isAggregate(select);
        if (isPlain
                && select.getFrom() instanceof SqlCall from
                && from.getKind() == SqlKind.AS
                && from.operand(0) instanceof SqlIdentifier name
                && name.names.size() == 2) {
            TableInfo table = query.catalog().table(name);
            return table == null || table.isView() ? null : ((SqlIdentifier) from.operand(1)).getSimple();
        }
        return null;
    }
}
