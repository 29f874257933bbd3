package io.vectra.sql.plan;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.plan.LateralJoins.RowWise;
import io.vectra.sql.plan.LateralJoins.RowWise.Place;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.SearchHints;
import io.vectra.sql.validate.Validated;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a checked query that a vector search answers, and says in words why others cannot be searched for.
 */
final class SearchParts extends SqlBasicVisitor<Void> {
    private final Validated query;
    private final CommonTables common;
    private final List<SearchPart> found = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final Set<SqlSelect> examined = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<SqlNode> claimed = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<SqlSelect, RowWise> rowWise;
    private final Deque<SqlSelect> around = new ArrayDeque<>();

    private SearchParts(Validated query, Map<SqlSelect, RowWise> rowWise) {
        this.query = query;
        this.rowWise = rowWise;
        this.common = CommonTables.of(query);
    }

    /**
     * Examines a statement.
     *
     * @param rowWise the parts in it that are read for each row of a table
     */
    static SearchParts in(Validated query, Map<SqlSelect, RowWise> rowWise) {
        SearchParts parts = new SearchParts(query, rowWise);
        Trees.visit(query.node(), parts);
        return parts;
    }

    /** Returns the parts that can be searched for: each after those whose rows it reads. */
    List<SearchPart> found() {
        List<SearchPart> innermostFirst = new ArrayList<>(found);
        Collections.reverse(innermostFirst);
        return innermostFirst;
    }

    /** Returns why others cannot, as sentences. */
    List<String> reasons() {
        return reasons;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            if (examined.add(select)) {
                examine(select);
            }
            around.push(select);
            super.visit(call);
            around.pop();
            return null;
        }
        if (call instanceof SqlWith with) {
            // A query may read the rows of those that are named before it.
            with.body.accept(this);
            List<SqlNode> items = new ArrayList<>(with.withList);
            Collections.reverse(items);
            items.forEach(item -> item.accept(this));
            return null;
        }
        SqlNode next = call instanceof SqlWithItem item ? CommonTables.lastRows(item) : null;
        if (next == null) {
            return super.visit(call);
        }
        SqlNode first = ((SqlCall) ((SqlWithItem) call).query).operand(0);
        first.accept(this);
        leave(next);
        return null;
    }

    /** What a query in WITH RECURSIVE finds by its last rows is not searched. */
    private void leave(SqlNode next) {
        next.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.hasHints()) {
                    throw uselessHint((SqlHint) select.getHints().get(0));
                }
                return super.visit(call);
            }
        });
        if (Trees.contains(next, call -> call.getOperator() instanceof VectorFunction)) {
            reasons.add("Distances in the part of WITH RECURSIVE that reads the last rows are computed row by row by"
                    + " the mirror, which finds rows step by step");
        }
    }

    private void examine(SqlSelect select) {
        RowWise each = rowWise.get(select);
        if (each != null) {
            examine(select, each);
            return;
        }
        FlatQuery read = FlatQuery.of(select, query, common);
        SqlNode firstKey = firstKey(select);
        SqlNode key = read == null || firstKey == null ? firstKey : read.resolved(firstKey);
        boolean isOrdered = key != null && Trees.hasVectorFunction(key);
        boolean isFiltered = read != null && read.conditions().stream().anyMatch(Trees::hasVectorFunction);
        if (select.hasHints() && !isOrdered && !isFiltered) {
            throw uselessHint((SqlHint) select.getHints().get(0));
        }
        if (read == null) {
            return;
        }
        String reason = null;
        if (key != null && isOrdered) {
            try {
                take(nearest(select, read, key));
                return;
            } catch (NotSearchable e) {
                reason = Trees.hasTextFunction(key)
                        ? null // A full-text search may answer it.
                        : "Vector order computed row by row by the mirror: " + e.getMessage();
            }
        }
        if (isFiltered) {
            try {
                take(range(select, read));
                return;
            } catch (NotSearchable e) {
                reason = reason != null
                        ? reason
                        : "Distance in WHERE computed row by row by the mirror: " + e.getMessage();
            }
        }
        if (reason != null && !claimsAll(read)) {
            reasons.add(reason);
        }
    }

    private void examine(SqlSelect select, RowWise each) {
        FlatQuery read = FlatQuery.of(select, query, common, each.alias());
        SqlNode item = each.order().isEmpty() ? null : each.order().get(0);
        SqlNode key = item == null || read == null ? null : read.resolved(Trees.withoutDirection(item));
        if (read == null || item == null || key == null || !Trees.hasVectorFunction(key)) {
            return;
        }
        try {
            take(nearestOfEach(select, read, each, key));
        } catch (NotSearchable e) {
            reasons.add("Vector order of LATERAL computed row by row by the mirror: " + e.getMessage());
        }
    }

    private static SearchPart nearestOfEach(SqlSelect select, FlatQuery read, RowWise each, SqlNode expression)
            throws NotSearchable {
        if (each.fetch() == null) {
            throw new NotSearchable("there is no LIMIT, so all rows are wanted");
        }
        checkRepeatable(read);
        RankingKey key = RankingKey.find(expression, read);
        if (key == null) {
            throw new NotSearchable("ORDER BY " + expression + " does not follow one distance");
        }
        checkDirection(each.order().get(0), key);
        if (each.place() != Place.JOINED && key.distance().table().path().size() > 1) {
            throw new NotSearchable(
                    "the vectors stand in a sub-query inside of the one that depends on the row outside");
        }
        // What is asked of the row outside alone is asked again over the found rows.
        List<SqlNode> filter = read.conditions().stream()
                .filter(condition -> !Trees.freeAliases(condition).equals(Set.of(each.alias())))
                .toList();
        return new SearchPart(
                select,
                read,
                key.distance(),
                key,
                false,
                false,
                each.order().subList(1, each.order().size()),
                new SearchPart.Where(read.conditions(), filter, null, List.of()),
                SearchHints.of(select),
                each);
    }

    /** A table is searched for the outermost part that reads it, unless parts read it through a name in WITH. */
    private void take(SearchPart part) {
        boolean isNew = claimed.add(part.table().leaf());
        if (isNew || part.table().isNamed()) {
            found.add(part);
        }
    }

    private boolean claimsAll(FlatQuery read) {
        return read.tables().stream().allMatch(table -> claimed.contains(table.leaf()));
    }

    private @Nullable SqlNode firstKey(SqlSelect select) {
        SqlNodeList order = select.getOrderList();
        return order == null || order.isEmpty()
                ? null
                : query.validator().expandOrderExpr(select, Trees.withoutDirection(order.get(0)));
    }

    /** A hint says how hard to search, so there must be something to search for. */
    private static SqlFailure uselessHint(SqlHint hint) {
        return Failures.at(
                "42000",
                "The hint " + hint.getName()
                        + " is for a SELECT that orders by a distance, or compares one in its WHERE; write it right after"
                        + " that SELECT",
                hint.getParserPosition());
    }

    private SearchPart nearest(SqlSelect select, FlatQuery read, SqlNode expression) throws NotSearchable {
        if (select.getFetch() == null) {
            throw new NotSearchable(
                    select.getQualify() == null
                            ? "there is no LIMIT, so all rows are wanted"
                            : "QUALIFY, DISTINCT ON or WITH TIES chooses among all rows");
        }
        checkShape(select);
        RowWise each = correlation(select);
        if (each != null) {
            FlatQuery ofEach = Objects.requireNonNull(FlatQuery.of(select, query, common, each.alias()));
            return nearestOfEach(select, ofEach, each, expression);
        }
        checkDependence(select, read);
        SearchPart pairs = pairs(select, read, expression);
        if (pairs != null) {
            return pairs;
        }
        RankingKey key = RankingKey.find(expression, read);
        if (key == null) {
            throw new NotSearchable("ORDER BY " + expression + " does not follow one distance");
        }
        SqlNodeList order = select.getOrderList();
        checkDirection(order.get(0), key);
        SearchPart.Where where = nearestWhere(read, key.distance());
        return where == null
                ? range(select, read)
                : new SearchPart(
                        select,
                        read,
                        key.distance(),
                        key,
                        false,
                        false,
                        List.copyOf(order.subList(1, order.size())),
                        where,
                        SearchHints.of(select),
                        null);
    }

    /**
     * Returns the part as a search for each row of one of the tables whose vectors are compared; null for another part.
     */
    private @Nullable SearchPart pairs(SqlSelect select, FlatQuery read, SqlNode expression) throws NotSearchable {
        String alias = VectorPair.outerAlias(expression, read);
        FlatQuery pairs = alias == null ? null : read.pairedWith(alias);
        SqlNode leaf = alias == null ? null : read.leaf(alias);
        if (pairs == null || leaf == null) {
            return null;
        }
        List<SqlNode> known = pairs.conditions().stream()
                .filter(condition -> Trees.freeAliases(condition).equals(Set.of(pairs.outerAlias())))
                .toList();
        List<SqlNode> order = new ArrayList<>(select.getOrderList());
        RowWise each = new RowWise(leaf, Place.JOINED, known, order, select.getFetch(), select.getOffset());
        return nearestOfEach(select, pairs, each, expression);
    }

    /** Returns the one table outside that a sub-query depends on, with what is asked for each of its rows; or null. */
    private @Nullable RowWise correlation(SqlSelect select) {
        Set<String> free = Trees.freeAliases(select);
        if (free.size() != 1 || select.getOrderList() == null) {
            return null;
        }
        String alias = free.iterator().next();
        for (SqlSelect reader : around) {
            for (SqlNode leaf : Trees.leaves(reader.getFrom())) {
                if (alias.equals(Trees.alias(leaf))) {
                    return LateralJoins.isStored(leaf, query)
                            ? new RowWise(
                                    leaf,
                                    Place.AROUND,
                                    known(reader, alias),
                                    List.copyOf(select.getOrderList()),
                                    select.getFetch(),
                                    select.getOffset())
                            : null;
                }
            }
        }
        return null;
    }

    /** Returns conditions on the rows of a table, as far as they ask nothing else. */
    private static List<SqlNode> known(SqlSelect reader, String alias) {
        return Trees.conjuncts(reader.getWhere()).stream()
                .filter(condition -> Trees.freeAliases(condition).equals(Set.of(alias))
                        && !Trees.isVolatile(condition)
                        && !Trees.hasQuery(condition))
                .toList();
    }

    /** The rows that a part reads have to be the same however often, and whenever, they are read. */
    private void checkDependence(SqlSelect select, FlatQuery read) throws NotSearchable {
        if (!Trees.freeAliases(select).isEmpty()) {
            throw new NotSearchable("the sub-query depends on the row outside of it");
        }
        checkRepeatable(read);
    }

    private static void checkRepeatable(FlatQuery read) throws NotSearchable {
        if (Trees.isVolatile(read.from()) || read.conditions().stream().anyMatch(Trees::isVolatile)) {
            throw new NotSearchable("a random function chooses the rows");
        }
    }

    /** The order is that of the rows as they are, without groups, and without windows over those left out. */
    private void checkShape(SqlSelect select) throws NotSearchable {
        if (isGrouped(select)) {
            throw new NotSearchable("the rows are grouped before they are ordered");
        }
        if (select.isDistinct()) {
            throw new NotSearchable("DISTINCT is computed before the order");
        }
        if (select.getQualify() != null || Trees.hasWindow(select.getSelectList())) {
            throw new NotSearchable("window functions are computed over all rows before the order");
        }
    }

    private boolean isGrouped(SqlSelect select) {
        return select.getGroup() != null
                || select.getHaving() != null
                || query.validator().isAggregate(select);
    }

    private static void checkDirection(SqlNode item, RankingKey key) throws NotSearchable {
        if (Trees.hasKind(item, SqlKind.NULLS_FIRST)) {
            throw new NotSearchable("NULLS FIRST wants the rows without a vector first");
        }
        if (Trees.hasKind(item, SqlKind.DESCENDING) == key.isNearestSmallest()) {
            throw new NotSearchable("the farthest rows are wanted first");
        }
    }

    /**
     * Divides the WHERE of a search for the nearest rows; null if it is a range of another distance, or one with more
     * than an upper bound: the nearest rows might all fail what else it asks of distances.
     */
    private static SearchPart.@Nullable Where nearestWhere(FlatQuery read, VectorDistance distance) {
        VectorBound bound = null;
        List<SqlNode> others = new ArrayList<>();
        boolean comparesMore = false;
        for (SqlNode condition : read.conditions()) {
            VectorBound found = boundIn(condition, read);
            if (bound == null && found != null) {
                bound = found;
            } else {
                others.add(condition);
                comparesMore |= Trees.hasVectorFunction(condition);
            }
        }
        if (bound == null) {
            return new SearchPart.Where(read.conditions(), read.conditions(), null, List.of());
        }
        return comparesMore || !bound.isOneSided() || !bound.distance().isLike(distance)
                ? null
                : new SearchPart.Where(read.conditions(), others, bound, List.of(bound.condition()));
    }

    private SearchPart range(SqlSelect select, FlatQuery read) throws NotSearchable {
        checkDependence(select, read);
        VectorBound bound = null;
        List<SqlNode> others = new ArrayList<>();
        List<SqlNode> afterwards = new ArrayList<>();
        for (SqlNode condition : read.conditions()) {
            if (bound == null) {
                bound = boundIn(condition, read);
            }
            (Trees.hasVectorFunction(condition) ? afterwards : others).add(condition);
        }
        if (bound == null) {
            throw new NotSearchable("no distance to one vector has an upper bound that all rows have to keep to");
        }
        boolean isAlone = select.getFrom() == bound.distance().table().leaf();
        return new SearchPart(
                select,
                read,
                bound.distance(),
                null,
                isGrouped(select),
                isAlone && takesAny(select) && bound.isOneSided() && afterwards.size() == 1,
                List.of(),
                new SearchPart.Where(read.conditions(), others, bound, afterwards),
                SearchHints.of(select),
                null);
    }

    /** Whether a part gives the rows that it reads, one by one, in any order, but only some of them. */
    private boolean takesAny(SqlSelect select) {
        try {
            checkShape(select);
            return firstKey(select) == null && select.getFetch() != null;
        } catch (NotSearchable e) {
            return false;
        }
    }

    private static @Nullable VectorBound boundIn(SqlNode condition, FlatQuery read) {
        try {
            return VectorBound.find(condition, read);
        } catch (NotSearchable e) {
            return null;
        }
    }
}
