package io.vectra.sql.plan;

import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.KeyOrder;
import io.vectra.sql.execute.OuterRows;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.QueryVector;
import io.vectra.sql.execute.RowFilter;
import io.vectra.sql.execute.SearchBound;
import io.vectra.sql.execute.SearchBound.BoundValue;
import io.vectra.sql.execute.SearchedSql;
import io.vectra.sql.execute.TopKPlan;
import io.vectra.sql.execute.TopKSearch;
import io.vectra.sql.execute.TopKSearch.Order;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.plan.LateralJoins.RowWise;
import io.vectra.sql.plan.LateralJoins.RowWise.Place;
import io.vectra.sql.plan.RankingKey.Line;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.HitColumn;
import io.vectra.storage.TableInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
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
    /** How many values of a run a search gives: row ids, distances, ids of rows outside. */
    private static final int SLOTS = 3;

    private final Validated query;
    private final CommonTables common;
    private final MirrorQueries queries;
    private final int firstHits;
    private final int keySlots;
    private int nextSlot;
    private final List<TopKSearch> searches = new ArrayList<>();
    private @Nullable List<HitColumn> hitColumns;
    private @Nullable MirrorSql unchecked;

    private TopKPlanner(Validated query, List<SearchPart> parts, int firstHits) {
        this.query = query;
        this.queries = new MirrorQueries(query);
        this.common = queries.common();
        this.firstHits = firstHits;
        this.keySlots = firstHits + SLOTS * parts.size();
        this.nextSlot = keySlots + 2;
        parts.forEach(this::replace);
    }

    /**
     * Plans a query.
     *
     * @param exact the plan without searches, already printed, because the tree is changed
     * @param parts at least one, each after those whose rows it reads
     */
    static TopKPlan plan(Validated query, List<SearchPart> parts, QueryPlan exact, Environment environment) {
        TopKPlanner planner = new TopKPlanner(query, parts, exact.binding().slotCount());
        SearchedSql searched = planner.searched(StatementPrinter.print(query, UncorrelatedQueries.of(query)));
        return new TopKPlan(exact, searched, planner.unchecked, planner.hitColumns, environment);
    }

    /**
     * Plans a changing statement.
     *
     * @param firstHits how many values a run has without searches
     */
    static SearchedSql plan(Validated change, List<SearchPart> parts, int firstHits) {
        TopKPlanner planner = new TopKPlanner(change, parts, firstHits);
        return planner.searched(StatementPrinter.print(change, UncorrelatedQueries.of(change)));
    }

    /**
     * Plans a changing statement that is printed in its own way.
     *
     * @param printed gives the whole statement, printed from the tree
     */
    static SearchedSql plan(Validated change, List<SearchPart> parts, int firstHits, Supplier<MirrorSql> printed) {
        TopKPlanner planner = new TopKPlanner(change, parts, firstHits);
        return planner.searched(printed.get());
    }

    private SearchedSql searched(MirrorSql sql) {
        return new SearchedSql(searches, sql, nextSlot);
    }

    private void replace(SearchPart part) {
        Order order = order(part);
        String name = "VECTRA_HITS_" + searches.size();
        int slot = firstHits + SLOTS * searches.size();
        SearchedTable table = part.table();
        boolean isJoined = !part.isAlone();
        searches.add(search(part, order, new HitsNode(name, table.info(), table.alias(), slot, isJoined), slot));
        HitsNode hits = new HitsNode(name, table.info(), table.ownAlias(), slot, isJoined);
        if (isCountable(part)) {
            unchecked = unchecked(part, order, hits);
        }
        if (part.isAlone()) {
            replaceAlone(part, order, hits);
        } else {
            replaceInside(part, hits);
        }
    }

    /**
     * Returns whether the rows of the whole statement are those of the part, and it is enough that there are as many as
     * wanted to know that they are the right ones.
     */
    private boolean isCountable(SearchPart part) {
        RowFilter filter = searches.get(searches.size() - 1).filter();
        return query.node() == part.select()
                && filter != null
                && !filter.isWhole()
                && !part.isRange()
                && part.rowWise() == null
                && part.where().bound() == null
                && !part.isGrouped()
                && part.table().path().size() == 1
                && Objects.requireNonNull(part.key()).isDistance();
    }

    /** Returns the part over found rows of which nobody has said whether they are eligible: with all its conditions. */
    private MirrorSql unchecked(SearchPart part, Order order, HitsNode hits) {
        SqlSelect select = (SqlSelect) part.select().clone(POS);
        Replacement replacement = replacement(part, hits);
        SqlNode from = Objects.requireNonNull(select.getFrom());
        select.setFrom(part.isAlone() ? hits : withHits(from, part.table().path(), hits, replacement));
        select.setSelectList((SqlNodeList) replacement.in(select.getSelectList()));
        select.setOrderBy(
                part.isAlone()
                        ? orderBy(part, hits, order, replacement)
                        : (SqlNodeList) replacement.in(Objects.requireNonNull(select.getOrderList())));
        return MirrorWriter.print(select, UncorrelatedQueries.of(query));
    }

    /** The part reads nothing else, so that the search does most of its work. */
    private void replaceAlone(SearchPart part, Order order, HitsNode hits) {
        SqlSelect select = part.select();
        Replacement replacement = replacement(part, hits);
        select.setFrom(hits);
        select.setWhere(Trees.and(
                part.where().afterwards().stream().map(replacement::in).toList()));
        if (!part.isGrouped()) {
            select.setSelectList((SqlNodeList) replacement.in(select.getSelectList()));
        }
        if (order == Order.KEPT && select.getWhere() == null) {
            List<HitColumn> given = HitColumns.of(part, hits);
            if (query.node() == select) {
                hitColumns = given;
            } else if (given != null) {
                select.setSelectList(HitColumns.items(given, select.getSelectList(), hits));
                select.setFrom(hits.unread());
            }
        }
        if (!part.isRange()) {
            select.setOrderBy(orderBy(part, hits, order, replacement));
        }
        if (order == Order.KEPT) {
            select.setFetch(null);
            select.setOffset(null);
        }
    }

    /** The part stays as it is, over the found rows only. */
    private void replaceInside(SearchPart part, HitsNode hits) {
        SqlSelect select = part.select();
        SearchedTable table = part.table();
        RowWise rowWise = part.rowWise();
        Place place = rowWise == null ? null : rowWise.place();
        Replacement replacement = replacement(part, hits);
        SqlNode from = Objects.requireNonNull(select.getFrom());
        if (rowWise != null && place == Place.FIRST) {
            HitsNode pairs = hits.of(outerTable(rowWise), rowWise.alias());
            select.setFrom(withHits(((SqlJoin) from).getRight(), table.path(), pairs, replacement));
        } else {
            boolean isFiltered = rowWise != null && place == Place.AROUND;
            HitsNode rows = rowWise != null && isFiltered ? hits.of(outerTable(rowWise), null) : hits;
            select.setFrom(withHits(from, table.path(), rows, replacement));
        }
        if (table.path().size() > 1) {
            return;
        }
        List<SqlNode> kept = Trees.conjuncts(select.getWhere()).stream()
                .filter(condition -> Trees.hasVectorFunction(condition)
                        || !Trees.freeAliases(condition).equals(Set.of(table.ownAlias())))
                .map(replacement::in)
                .collect(Collectors.toCollection(ArrayList::new));
        if (rowWise != null && place == Place.AROUND) {
            RowIdNode outside = new RowIdNode(rowWise.alias());
            kept.add(SqlStdOperatorTable.EQUALS.createCall(POS, hits.outerId(), outside));
        }
        select.setWhere(Trees.and(kept));
        if (!part.isGrouped()) {
            select.setSelectList((SqlNodeList) replacement.in(select.getSelectList()));
            if (select.getOrderList() != null) {
                select.setOrderBy((SqlNodeList) replacement.in(select.getOrderList()));
            }
        }
    }

    /** Puts the distance that the search has computed in place of its expression, as the part itself writes that. */
    private static Replacement replacement(SearchPart part, HitsNode hits) {
        Substitution own = new Substitution();
        own.rename(part.table().alias(), part.table().ownAlias());
        SqlNode expression = own.in(part.distance().expression());
        RowWise rowWise = part.rowWise();
        boolean isJoined = rowWise != null && rowWise.place() == Place.JOINED;
        boolean isKnown = part.distance().isExact() && !isJoined;
        return new Replacement(expression, isKnown ? value(part.distance(), hits) : expression);
    }

    /**
     * Returns a FROM with the hits in place of their table.
     *
     * @param path the aliases that lead to the table
     */
    private SqlNode withHits(SqlNode from, List<String> path, HitsNode hits, Replacement replacement) {
        if (from instanceof SqlJoin join) {
            return Trees.join(
                    join,
                    withHits(join.getLeft(), path, hits, replacement),
                    withHits(join.getRight(), path, hits, replacement),
                    join.getCondition());
        }
        if (!path.get(0).equals(Trees.alias(from))) {
            return from;
        }
        if (path.size() == 1) {
            return hits;
        }
        SqlSelect inner = (SqlSelect) Objects.requireNonNull(common.query(from), "the path leads through queries");
        SqlSelect copy = (SqlSelect) inner.clone(POS);
        List<String> rest = path.subList(1, path.size());
        copy.setFrom(withHits(Objects.requireNonNull(inner.getFrom()), rest, hits, replacement));
        if (rest.size() == 1) {
            copy.setSelectList((SqlNodeList) replacement.in(inner.getSelectList()));
        }
        return common.inlined(from, copy);
    }

    private static Order order(SearchPart part) {
        RankingKey key = part.key();
        if (key == null) {
            return Order.FREE;
        }
        VectorBound bound = part.where().bound();
        boolean isExact = part.distance().isExact() && (bound == null || bound.isExact());
        boolean isCut = part.isAlone() && key.isDistance() && part.otherKeys().isEmpty() && isExact;
        return isCut ? Order.KEPT : Order.BROKEN_TIES;
    }

    private static SqlNodeList orderBy(SearchPart part, HitsNode hits, Order order, Replacement replacement) {
        SqlNodeList list = new SqlNodeList(POS);
        if (order == Order.BROKEN_TIES) {
            List<SqlNode> completed = part.select().getOrderList();
            boolean isDistance = part.distance().isExact()
                    && Objects.requireNonNull(part.key()).isDistance();
            list.add(
                    isDistance
                            ? SqlStdOperatorTable.NULLS_LAST.createCall(POS, hits.distance())
                            : replacement.in(completed.get(0)));
            completed.subList(1, completed.size()).forEach(key -> list.add(replacement.in(key)));
        } else {
            list.add(hits.position());
        }
        return list;
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

    private TableInfo outerTable(RowWise rowWise) {
        SqlIdentifier name = (SqlIdentifier) Trees.itemValue(rowWise.outer());
        return Objects.requireNonNull(query.catalog().table(name), "checked by LateralJoins");
    }

    private TopKSearch search(SearchPart part, Order order, HitsNode hits, int slot) {
        int userCount = query.parameters().userCount();
        RowWise rowWise = part.rowWise();
        if (rowWise == null) {
            return search(part, order, new Slots(hits, slot, null, index -> index < userCount));
        }
        OuterColumns columns = new OuterColumns(rowWise, outerTable(rowWise), part, () -> nextSlot++);
        Slots place = new Slots(
                hits,
                slot,
                columns.rows(queries),
                index -> index < userCount || columns.plainSlots().contains(index));
        return search(part.forRow(columns.values()), order, place);
    }

    /**
     * What a search has to do with the values of a run.
     *
     * @param slot where its hits go
     * @param isScalar says which values are scalars of a plain type
     */
    private record Slots(HitsNode hits, int slot, @Nullable OuterRows outer, IntPredicate isScalar) {}

    private TopKSearch search(SearchPart part, Order order, Slots place) {
        TableInfo table = part.table().info();
        VectorBound bound = part.where().bound();
        QueryVector vector = queries.vector(part.distance().query());
        VectorInfo column = Objects.requireNonNull(part.distance().column().vector());
        RowFilters filters = new RowFilters(part, queries, place.hits(), place.isScalar(), () -> nextSlot++);
        return new TopKSearch(
                table.schema() + "." + table.name() + "."
                        + part.distance().column().name(),
                column.columnId(),
                part.distance().ordering().metric(),
                vector,
                bound == null ? null : bound(part, bound, vector, filters),
                filters.of(part.where().filter()),
                bound == null && part.distance().column().isNullable()
                        ? filters.nullRows(part.where().filter())
                        : null,
                part.isRange() && !part.takesAny() ? null : rowCount(part.fetch()),
                rowCount(part.offset()),
                order,
                keyOrder(part),
                place.slot(),
                place.outer(),
                part.hint());
    }

    private @Nullable KeyOrder keyOrder(SearchPart part) {
        RankingKey key = part.key();
        if (key == null || key.isDistance()) {
            return null;
        }
        SqlNode near = keyOf(key, keySlots);
        SqlNode far = keyOf(key, keySlots + 1);
        SqlNode isFarther = (key.isNearestSmallest() ? SqlStdOperatorTable.GREATER_THAN : SqlStdOperatorTable.LESS_THAN)
                .createCall(POS, far, near);
        VectorDistance distance = key.distance();
        boolean isNegated = distance.isExact() ? distance.isNegatedDistance() : distance.isNegated();
        return new KeyOrder(queries.value(isFarther), keySlots, keySlots + 1, !distance.isExact(), isNegated);
    }

    private static SqlNode keyOf(RankingKey key, int slot) {
        SqlNode value = asDouble(new SqlDynamicParam(slot, POS));
        return new Replacement(key.distance().expression(), value).in(key.expression());
    }

    private static SqlNode asDouble(SqlNode value) {
        SqlDataTypeSpec type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, POS), POS);
        return SqlStdOperatorTable.CAST.createCall(POS, value, type);
    }

    private SearchBound bound(SearchPart part, VectorBound bound, QueryVector searched, RowFilters filters) {
        VectorDistance distance = bound.distance();
        boolean isSame = distance.query().equalsDeep(part.distance().query(), Litmus.IGNORE);
        // The distance is start + sign * value of the distance's expression, and that is (key - shift) / factor.
        double start = distance.isExact() ? 0 : 1;
        boolean isRising = distance.isExact() ? !distance.isNegatedDistance() : distance.isNegated();
        Line line = Objects.requireNonNull(bound.key().line(), "a bound is a line");
        double factor = (isRising ? 1 : -1) / line.factor();
        return new SearchBound(
                isSame ? searched : queries.vector(distance.query()),
                boundValue(bound.value()),
                factor,
                start - factor * line.shift(),
                bound.isExact(),
                Objects.requireNonNull(filters.of(part.where().all()), "the bound is a condition"));
    }

    private BoundValue boundValue(SqlNode value) {
        if (value instanceof SqlNumericLiteral literal) {
            return new BoundValue(
                    Objects.requireNonNull(literal.bigDecimalValue()).doubleValue(), null, null);
        }
        Integer parameter = value instanceof SqlDynamicParam param ? Integer.valueOf(param.getIndex()) : null;
        return new BoundValue(Double.NaN, parameter, queries.value(asDouble(value)));
    }

    static RowCount rowCount(@Nullable SqlNode node) {
        if (node == null) {
            return RowCount.ZERO;
        }
        if (node instanceof SqlDynamicParam parameter) {
            return new RowCount(parameter.getIndex(), 0);
        }
        BigDecimal count = ((SqlLiteral) node).getValueAs(BigDecimal.class);
        if (count.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw Failures.at(
                    "22003",
                    "A number of rows is at most " + Long.MAX_VALUE + ", but found " + node,
                    node.getParserPosition());
        }
        // The mirror rounds, too.
        return new RowCount(-1, count.setScale(0, RoundingMode.HALF_UP).longValue());
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
