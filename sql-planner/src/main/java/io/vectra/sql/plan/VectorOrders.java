package io.vectra.sql.plan;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorFunction.Nearest;
import io.vectra.sql.function.VectorFunction.Ordering;
import io.vectra.sql.validate.SearchHints;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a checked query that ask for nearest rows, and says in words why others cannot be searched for.
 */
final class VectorOrders extends SqlBasicVisitor<Void> {
    private final Validated query;
    private final List<VectorOrder> found = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final Set<SqlSelect> examined = Collections.newSetFromMap(new IdentityHashMap<>());

    private VectorOrders(Validated query) {
        this.query = query;
    }

    static VectorOrders in(Validated query) {
        VectorOrders orders = new VectorOrders(query);
        query.node().accept(orders);
        return orders;
    }

    /** Returns the parts that can be searched for. */
    List<VectorOrder> found() {
        return found;
    }

    /** Returns why others cannot. */
    List<String> reasons() {
        return reasons;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && examined.add(select)) {
            examine(select);
        }
        return super.visit(call);
    }

    private void examine(SqlSelect select) {
        SqlNodeList order = select.getOrderList();
        SqlNode key = order == null || order.isEmpty()
                ? null
                : query.validator().expandOrderExpr(select, Trees.withoutDirection(order.get(0)));
        if (order == null || key == null || !Trees.hasVectorFunction(key)) {
            refuseHint(select);
            return;
        }
        try {
            found.add(recognize(select, order, key));
        } catch (NotSearchable e) {
            reasons.add(e.getMessage());
        }
    }

    /** A hint says how hard to search, so there must be something to search for. */
    private static void refuseHint(SqlSelect select) {
        SqlNode where = select.getWhere();
        if (select.hasHints() && (where == null || !Trees.hasVectorFunction(where))) {
            SqlNode hint = select.getHints().get(0);
            throw new SqlFailure(
                    "42000",
                    "The hint " + ((SqlHint) hint).getName()
                            + " is for a SELECT that orders by a distance, or compares one in its WHERE; write it right"
                            + " after that SELECT",
                    hint.getParserPosition().getLineNum(),
                    hint.getParserPosition().getColumnNum(),
                    null);
        }
    }

    private VectorOrder recognize(SqlSelect select, SqlNodeList order, SqlNode key) throws NotSearchable {
        if (select.getFetch() == null) {
            throw new NotSearchable("there is no LIMIT, so all rows are wanted");
        }
        String alias = checkShape(select);
        TableInfo table = table(select.getFrom());
        boolean isNegated = key.getKind() == SqlKind.MINUS_PREFIX;
        SqlNode distance = isNegated ? ((SqlCall) key).operand(0) : key;
        if (!(distance instanceof SqlCall call)
                || !(call.getOperator() instanceof VectorFunction function)
                || function.ordering() == null) {
            throw new NotSearchable("ORDER BY " + key + " is not a distance alone");
        }
        Ordering ordering = function.ordering();
        checkDirection(order.get(0), ordering, isNegated);
        boolean isLeft = column(call.operand(0), alias, table) != null;
        ColumnInfo column = column(call.operand(isLeft ? 0 : 1), alias, table);
        SqlNode vector = call.operand(isLeft ? 1 : 0);
        if (column == null) {
            throw new NotSearchable("neither side of the distance is a column of " + table.name());
        }
        if (!Trees.freeAliases(vector).isEmpty()) {
            throw new NotSearchable("the query vector differs from row to row");
        }
        return new VectorOrder(
                select,
                table,
                alias,
                column,
                key,
                ordering,
                isNegated,
                vector,
                List.copyOf(order.subList(1, order.size())),
                SearchHints.of(select));
    }

    /** Returns the alias of the one table that the part reads. */
    private String checkShape(SqlSelect select) throws NotSearchable {
        if (select.getGroup() != null
                || select.getHaving() != null
                || query.validator().isAggregate(select)) {
            throw new NotSearchable("the rows are grouped before they are ordered");
        }
        if (select.isDistinct()) {
            throw new NotSearchable("DISTINCT is computed before the order");
        }
        if (select.getQualify() != null || Trees.hasWindow(select.getSelectList())) {
            throw new NotSearchable("window functions are computed over all rows before the order");
        }
        if (!(select.getFrom() instanceof SqlCall from)
                || from.getKind() != SqlKind.AS
                || from.operandCount() != 2
                || !(from.operand(0) instanceof SqlIdentifier)) {
            throw new NotSearchable("the distance is ordered over something else than one table");
        }
        if (!Trees.freeAliases(select).isEmpty()) {
            throw new NotSearchable("the sub-query depends on the row outside of it");
        }
        return ((SqlIdentifier) from.operand(1)).getSimple();
    }

    private TableInfo table(@Nullable SqlNode from) throws NotSearchable {
        SqlIdentifier name = from == null ? null : ((SqlCall) from).operand(0);
        TableInfo table =
                name == null || name.names.size() != 2 ? null : query.catalog().table(name);
        if (table == null || table.isView()) {
            throw new NotSearchable("the distance is ordered over something else than one table");
        }
        return table;
    }

    private static void checkDirection(SqlNode item, Ordering ordering, boolean isNegated) throws NotSearchable {
        if (Trees.hasKind(item, SqlKind.NULLS_FIRST)) {
            throw new NotSearchable("NULLS FIRST wants the rows without a vector first");
        }
        boolean isDescending = Trees.hasKind(item, SqlKind.DESCENDING);
        boolean wantsLargest = isDescending != isNegated;
        if (wantsLargest != (ordering.nearest() == Nearest.LARGEST)) {
            throw new NotSearchable("the farthest rows are wanted first");
        }
    }

    private static @Nullable ColumnInfo column(SqlNode node, String alias, TableInfo table) {
        if (node instanceof SqlIdentifier name
                && name.names.size() == 2
                && name.names.get(0).equals(alias)) {
            ColumnInfo column = table.column(name.names.get(1));
            return column != null && column.isVector() ? column : null;
        }
        return null;
    }

    /** Says why a part cannot be searched for. */
    private static final class NotSearchable extends Exception {
        private static final long serialVersionUID = 1L;

        NotSearchable(String reason) {
            super(reason, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
