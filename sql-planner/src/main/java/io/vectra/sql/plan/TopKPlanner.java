package io.vectra.sql.plan;

import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.TopKPlan;
import io.vectra.sql.execute.TopKSearch;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.function.VectorFunction.Value;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.MirrorFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** Puts vector searches in place of the parts of a query that ask for nearest rows. */
final class TopKPlanner {
    private static final SqlParserPos POS = SqlParserPos.ZERO;
    private static final SqlFunction COLLECT = new SqlFunction(
            MirrorFunctions.COLLECT,
            SqlKind.OTHER_FUNCTION,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);

    private final Validated query;
    private final int firstHits;
    private final List<TopKSearch> searches = new ArrayList<>();

    private TopKPlanner(Validated query, int firstHits) {
        this.query = query;
        this.firstHits = firstHits;
    }

    /**
     * Plans the query.
     *
     * @param exact the plan without searches, already printed, because the tree is changed
     * @param orders at least one
     */
    static TopKPlan plan(Validated query, List<VectorOrder> orders, QueryPlan exact, Environment environment) {
        TopKPlanner planner = new TopKPlanner(query, exact.binding().slotCount());
        orders.forEach(planner::replace);
        return new TopKPlan(exact, planner.searches, MirrorWriter.print(query.node()), environment);
    }

    private void replace(VectorOrder order) {
        SqlSelect select = order.select();
        boolean isReordered = !order.otherKeys().isEmpty() || order.ordering().value() == Value.MONOTONE;
        int firstParameter = firstHits + 2 * searches.size();
        HitsNode hits = new HitsNode("VECTRA_HITS_" + searches.size(), order.table(), order.alias(), firstParameter);
        searches.add(search(order, isReordered));

        SqlNode value = value(order, hits);
        select.setFrom(hits);
        select.setWhere(null);
        select.setSelectList((SqlNodeList)
                Objects.requireNonNull(select.getSelectList().accept(new Replacement(order.key(), value))));
        select.setOrderBy(orderBy(order, hits, isReordered));
        if (!isReordered) {
            select.setFetch(null);
            select.setOffset(null);
        }
    }

    private static SqlNodeList orderBy(VectorOrder order, HitsNode hits, boolean isReordered) {
        SqlNodeList list = new SqlNodeList(POS);
        if (isReordered) {
            boolean isMonotone = order.ordering().value() == Value.MONOTONE;
            list.add(isMonotone ? order.select().getOrderList().get(0) : nullsLast(hits.distance()));
            List<SqlNode> completed = order.select().getOrderList();
            list.addAll(completed.subList(1, completed.size() - 1));
        }
        list.add(hits.position());
        return list;
    }

    private static SqlNode nullsLast(SqlNode key) {
        return SqlStdOperatorTable.NULLS_LAST.createCall(POS, key);
    }

    /**
     * Returns the key's value by the distance that the search has computed, or the key where only the mirror's function
     * has its digits.
     */
    private static SqlNode value(VectorOrder order, HitsNode hits) {
        boolean isNegated = order.isNegated() != (order.ordering().value() == Value.NEGATED_DISTANCE);
        return switch (order.ordering().value()) {
            case MONOTONE -> order.key();
            case DISTANCE, NEGATED_DISTANCE ->
                isNegated ? SqlStdOperatorTable.UNARY_MINUS.createCall(POS, hits.distance()) : hits.distance();
        };
    }

    private TopKSearch search(VectorOrder order, boolean isReordered) {
        SqlSelect select = order.select();
        SqlNode where = select.getWhere();
        SqlIdentifier vector =
                new SqlIdentifier(List.of(order.alias(), order.column().name()), POS);
        MirrorSql filter =
                where == null ? null : print(order, new SqlBasicCall(COLLECT, List.of(vector), POS), where, null);
        FilterTranslation translation = where == null
                ? null
                : FilterTranslation.of(
                        where, order.alias(), order.table(), query.parameters().userCount());
        MirrorSql nullRows = null;
        if (order.column().isNullable()) {
            SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(POS, vector);
            SqlNode condition = where == null ? isNull : SqlStdOperatorTable.AND.createCall(POS, where, isNull);
            RowIdNode rowId = new RowIdNode(order.alias());
            nullRows = print(order, rowId, condition, SqlNodeList.of(rowId));
        }
        boolean isParameter = order.query() instanceof SqlDynamicParam;
        return new TopKSearch(
                Objects.requireNonNull(order.column().vector()).columnId(),
                order.ordering().metric(),
                isParameter ? ((SqlDynamicParam) order.query()).getIndex() : null,
                isParameter ? null : MirrorWriter.print(select(order.query(), null, null, null)),
                filter,
                translation == null ? null : translation.whole(),
                nullRows,
                rowCount(select.getFetch()),
                rowCount(select.getOffset()),
                isReordered,
                order.hint());
    }

    private static MirrorSql print(VectorOrder order, SqlNode item, SqlNode where, @Nullable SqlNodeList orderBy) {
        return MirrorWriter.print(select(item, order.select().getFrom(), where, orderBy));
    }

    private static SqlSelect select(
            SqlNode item, @Nullable SqlNode from, @Nullable SqlNode where, @Nullable SqlNodeList orderBy) {
        return new SqlSelect(
                POS, null, SqlNodeList.of(item), from, where, null, null, null, null, orderBy, null, null, null);
    }

    private static RowCount rowCount(@Nullable SqlNode node) {
        if (node == null) {
            return RowCount.ZERO;
        }
        return node instanceof SqlDynamicParam parameter
                ? new RowCount(parameter.getIndex(), 0)
                : new RowCount(
                        -1, ((SqlLiteral) node).getValueAs(BigDecimal.class).longValueExact());
    }

    /** Puts the value of an expression in its place. */
    private static final class Replacement extends SqlShuttle {
        private final SqlNode expression;
        private final SqlNode value;

        Replacement(SqlNode expression, SqlNode value) {
            this.expression = expression;
            this.value = value;
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            return call.equalsDeep(expression, Litmus.IGNORE) ? value : super.visit(call);
        }
    }
}
