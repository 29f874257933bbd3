package io.vectra.sql.plan;

import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.FilterTemplate;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.QueryVector;
import io.vectra.sql.execute.RowFilter;
import io.vectra.sql.execute.SearchBound;
import io.vectra.sql.execute.SearchBound.BoundValue;
import io.vectra.sql.execute.TopKPlan;
import io.vectra.sql.execute.TopKSearch;
import io.vectra.sql.execute.TopKSearch.Order;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.HitColumn;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.TableInfo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** Puts vector searches in place of the parts of a query that they answer. */
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
    private @Nullable List<HitColumn> hitColumns;

    private TopKPlanner(Validated query, int firstHits) {
        this.query = query;
        this.firstHits = firstHits;
    }

    /**
     * Plans the query.
     *
     * @param exact the plan without searches, already printed, because the tree is changed
     * @param parts at least one
     */
    static TopKPlan plan(Validated query, List<SearchPart> parts, QueryPlan exact, Environment environment) {
        TopKPlanner planner = new TopKPlanner(query, exact.binding().slotCount());
        parts.forEach(planner::replace);
        return new TopKPlan(exact, planner.searches, MirrorWriter.print(query.node()), planner.hitColumns, environment);
    }

    private void replace(SearchPart part) {
        SqlSelect select = part.select();
        Order order = order(part);
        HitsNode hits = new HitsNode(
                "VECTRA_HITS_" + searches.size(),
                part.table().info(),
                part.table().alias(),
                firstHits + 2 * searches.size());
        searches.add(search(part, order));

        Replacement replacement = new Replacement(part.distance().expression(), value(part.distance(), hits));
        select.setFrom(hits);
        select.setWhere(Trees.and(part.where().afterwards().stream()
                .map(condition -> replacement.in(condition))
                .toList()));
        if (!part.isGrouped()) {
            select.setSelectList((SqlNodeList) replacement.in(select.getSelectList()));
        }
        if (query.node() == select && order == Order.KEPT && select.getWhere() == null) {
            hitColumns = HitColumns.of(part, hits);
        }
        if (!part.isRange()) {
            select.setOrderBy(orderBy(part, hits, order));
        }
        if (order == Order.KEPT) {
            select.setFetch(null);
            select.setOffset(null);
        }
    }

    private static Order order(SearchPart part) {
        if (part.isRange()) {
            return Order.FREE;
        }
        VectorBound bound = part.where().bound();
        boolean isExact =
                part.distance().isExact() && (bound == null || bound.distance().isExact());
        return part.otherKeys().isEmpty() && isExact ? Order.KEPT : Order.BROKEN_TIES;
    }

    private static SqlNodeList orderBy(SearchPart part, HitsNode hits, Order order) {
        SqlNodeList list = new SqlNodeList(POS);
        if (order == Order.BROKEN_TIES) {
            List<SqlNode> completed = part.select().getOrderList();
            list.add(part.distance().isExact() ? nullsLast(hits.distance()) : completed.get(0));
            list.addAll(completed.subList(1, completed.size() - 1));
        }
        list.add(hits.position());
        return list;
    }

    private static SqlNode nullsLast(SqlNode key) {
        return SqlStdOperatorTable.NULLS_LAST.createCall(POS, key);
    }

    /**
     * Returns an expression's value by the distance that the search has computed, or the expression where only the
     * mirror's function has its digits.
     */
    private static SqlNode value(VectorDistance distance, HitsNode hits) {
        if (!distance.isExact()) {
            return distance.expression();
        }
        return distance.isNegatedDistance()
                ? SqlStdOperatorTable.UNARY_MINUS.createCall(POS, hits.distance())
                : hits.distance();
    }

    private TopKSearch search(SearchPart part, Order order) {
        SqlSelect select = part.select();
        TableInfo table = part.table().info();
        SqlNode where = part.where().filter();
        VectorBound bound = part.where().bound();
        QueryVector vector = queryVector(part.distance().query());
        VectorInfo column = Objects.requireNonNull(part.distance().column().vector());
        return new TopKSearch(
                table.schema() + "." + table.name() + "."
                        + part.distance().column().name(),
                column.columnId(),
                part.distance().ordering().metric(),
                vector,
                bound == null ? null : bound(part, bound, vector),
                where == null ? null : new RowFilter(collecting(part, where), template(part, where)),
                bound == null && part.distance().column().isNullable() ? nullRows(part, where) : null,
                part.isRange() && !part.takesAny() ? null : rowCount(select.getFetch()),
                rowCount(select.getOffset()),
                order,
                part.hint());
    }

    private static MirrorSql collecting(SearchPart part, SqlNode where) {
        return print(part, new SqlBasicCall(COLLECT, List.of(vectorColumn(part)), POS), where, null);
    }

    private @Nullable FilterTemplate template(SearchPart part, SqlNode where) {
        SearchedTable table = part.table();
        return FilterTranslation.of(
                        where, table.alias(), table.info(), query.parameters().userCount())
                .whole();
    }

    private static MirrorSql nullRows(SearchPart part, @Nullable SqlNode where) {
        SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(POS, vectorColumn(part));
        SqlNode condition = where == null ? isNull : SqlStdOperatorTable.AND.createCall(POS, where, isNull);
        RowIdNode rowId = new RowIdNode(part.table().alias());
        return print(part, rowId, condition, SqlNodeList.of(rowId));
    }

    private static SqlIdentifier vectorColumn(SearchPart part) {
        return new SqlIdentifier(
                List.of(part.table().alias(), part.distance().column().name()), POS);
    }

    private static QueryVector queryVector(SqlNode vector) {
        return vector instanceof SqlDynamicParam parameter
                ? new QueryVector(parameter.getIndex(), null)
                : new QueryVector(null, MirrorWriter.print(select(vector, null, null, null)));
    }

    private static SearchBound bound(SearchPart part, VectorBound bound, QueryVector searched) {
        VectorDistance distance = bound.distance();
        boolean isSame = distance.query().equalsDeep(part.distance().query(), Litmus.IGNORE);
        boolean isRising = distance.isExact() ? !distance.isNegatedDistance() : distance.isNegated();
        SqlNode whole = Objects.requireNonNull(part.select().getWhere());
        return new SearchBound(
                isSame ? searched : queryVector(distance.query()),
                boundValue(bound.value()),
                isRising ? 1 : -1,
                distance.isExact() ? 0 : 1,
                new RowFilter(collecting(part, whole), null));
    }

    private static BoundValue boundValue(SqlNode value) {
        if (value instanceof SqlNumericLiteral literal) {
            return new BoundValue(
                    Objects.requireNonNull(literal.bigDecimalValue()).doubleValue(), null, null);
        }
        SqlDataTypeSpec type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, POS), POS);
        SqlNode number = SqlStdOperatorTable.CAST.createCall(POS, value, type);
        Integer parameter = value instanceof SqlDynamicParam param ? Integer.valueOf(param.getIndex()) : null;
        return new BoundValue(Double.NaN, parameter, MirrorWriter.print(select(number, null, null, null)));
    }

    private static MirrorSql print(SearchPart part, SqlNode item, SqlNode where, @Nullable SqlNodeList orderBy) {
        return MirrorWriter.print(select(item, part.select().getFrom(), where, orderBy));
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

        SqlNode in(SqlNode tree) {
            return Objects.requireNonNull(tree.accept(this));
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            return call.equalsDeep(expression, Litmus.IGNORE) ? value : super.visit(call);
        }
    }
}
