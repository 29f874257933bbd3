package io.vectra.sql.plan;

import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Makes orders by distances and scores complete: rows without a vector or text come last unless NULLS FIRST is written,
 * and rows at the same distance or score come in the order of their row ids, as in a search. Plain sub-queries hand the
 * row ids on in columns that no user sees.
 */
final class OrderCompletion extends SqlBasicVisitor<Void> {
    private static final SqlParserPos POS = SqlParserPos.ZERO;
    private static final String HIDDEN = "VECTRA_ROW_";

    private final Validated query;
    private final CommonTables common;
    private final Set<SqlSelect> completed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<SqlSelect, List<String>> exposed = new IdentityHashMap<>();
    /** The query that is being visited, in which windows stand. */
    private @Nullable SqlSelect around;

    private OrderCompletion(Validated query) {
        this.query = query;
        this.common = CommonTables.of(query);
    }

    /** Changes the tree. */
    static void complete(Validated query) {
        Trees.visit(query.node(), new OrderCompletion(query));
    }

    /** Changes the order of one part. */
    static void complete(Validated query, SqlSelect select) {
        if (select.getOrderList() != null) {
            new OrderCompletion(query).complete(select, select.getOrderList());
        }
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (around != null) {
            SqlSelect select = around;
            innerOrder(call).ifPresent(order -> putNullsLast(select, order, UnaryOperator.identity()));
        }
        if (!(call instanceof SqlSelect select)) {
            return super.visit(call);
        }
        if (select.getOrderList() != null && completed.add(select)) {
            complete(select, select.getOrderList());
        }
        SqlSelect outer = around;
        around = select;
        super.visit(call);
        around = outer;
        return null;
    }

    /** Returns the order of a window's or an aggregate's rows. */
    private static Optional<SqlNodeList> innerOrder(SqlCall call) {
        if (call instanceof SqlWindow window) {
            return Optional.of(window.getOrderList());
        }
        boolean hasOrder =
                call.getKind() == SqlKind.WITHIN_GROUP || call.getOperator().isAggregator();
        return call.getOperandList().stream()
                .filter(operand -> hasOrder && operand instanceof SqlNodeList)
                .map(operand -> (SqlNodeList) operand)
                .findFirst();
    }

    private void complete(SqlSelect select, SqlNodeList order) {
        boolean hasDistance =
                putNullsLast(select, order, key -> query.validator().expandOrderExpr(select, key));
        boolean isPlain = !select.isDistinct()
                && select.getGroup() == null
                && !query.validator().isAggregate(select);
        if (hasDistance && isPlain) {
            rowIds(select).forEach(order::add);
        }
    }

    /**
     * Puts rows without a vector or text last.
     *
     * @param meaning what a key stands for, such as an item of the select list
     * @return whether there is an order by a distance or score
     */
    private boolean putNullsLast(SqlSelect select, SqlNodeList order, UnaryOperator<SqlNode> meaning) {
        boolean hasDistance = false;
        for (int i = 0; i < order.size(); i++) {
            SqlNode item = order.get(i);
            if (isDistance(meaning.apply(Trees.withoutDirection(item)), select)) {
                hasDistance = true;
                boolean isExplicit =
                        Trees.hasKind(item, SqlKind.NULLS_FIRST) || Trees.hasKind(item, SqlKind.NULLS_LAST);
                if (!isExplicit) {
                    order.set(i, SqlStdOperatorTable.NULLS_LAST.createCall(item.getParserPosition(), item));
                }
            }
        }
        return hasDistance;
    }

    /**
     * Returns whether a distance or score is computed in an expression, or in the sub-queries whose columns it names.
     */
    private boolean isDistance(SqlNode expression, SqlSelect select) {
        return common.computes(
                expression,
                select,
                inner -> true,
                each -> Trees.hasVectorFunction(each) || Trees.hasTextFunction(each));
    }

    /** Returns the row ids of the tables that a query reads, as far as they can be told. */
    private List<SqlNode> rowIds(SqlSelect select) {
        List<SqlNode> ids = new ArrayList<>();
        for (SqlNode leaf : Trees.leaves(select.getFrom())) {
            String alias = Trees.alias(leaf);
            if (alias == null || leaf.getKind() != SqlKind.AS || ((SqlCall) leaf).operandCount() > 2) {
                continue;
            }
            SqlSelect inner = FlatQuery.unfoldable(leaf, query, common);
            if (inner != null) {
                exposed(inner, leaf).forEach(name -> ids.add(new SqlIdentifier(List.of(alias, name), POS)));
            } else if (isTable(((SqlCall) leaf).operand(0))) {
                ids.add(new RowIdNode(alias));
            }
        }
        return ids;
    }

    private boolean isTable(SqlNode source) {
        TableInfo table = source instanceof SqlIdentifier name && name.names.size() == 2
                ? query.catalog().table(name)
                : null;
        return table != null && !table.isView();
    }

    /** Adds the row ids to what a sub-query gives, and returns the names of their columns. */
    private List<String> exposed(SqlSelect inner, SqlNode leaf) {
        List<String> known = exposed.get(inner);
        if (known != null) {
            return known;
        }
        List<String> names = new ArrayList<>();
        for (SqlNode id : rowIds(inner)) {
            String name = HIDDEN + names.size();
            names.add(name);
            SqlIdentifier label = new SqlIdentifier(name, POS);
            inner.getSelectList().add(SqlStdOperatorTable.AS.createCall(POS, id, label));
            common.addColumn(leaf, label);
        }
        exposed.put(inner, names);
        return names;
    }
}
