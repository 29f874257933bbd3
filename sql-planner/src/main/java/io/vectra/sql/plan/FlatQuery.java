package io.vectra.sql.plan;

import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * FROM and WHERE of a part of a query, with the plain sub-queries in it unfolded: those that only choose columns and
 * rows, whether they are written in FROM or named in WITH. The statement's tree stays as it is.
 *
 * <p>Tables are known by their own aliases where the part reads them itself, and by all aliases on the way otherwise.
 */
final class FlatQuery {
    private final Validated statement;
    private final CommonTables common;
    private final Map<String, SearchedTable> tables = new LinkedHashMap<>();
    private final Map<String, SqlNode> leaves = new LinkedHashMap<>();
    private final List<SqlNode> conditions = new ArrayList<>();
    private final Substitution names = new Substitution();
    private final SqlNode from;
    private final String outerAlias;

    private FlatQuery(SqlSelect select, Validated statement, CommonTables common, String outerAlias) {
        this.statement = statement;
        this.common = common;
        this.outerAlias = outerAlias;
        SqlNode read = Objects.requireNonNull(select.getFrom(), "a part without FROM has no rows to search");
        this.from = flat(read, new Place(List.of(), false, true, true), names);
        Trees.conjuncts(select.getWhere()).forEach(condition -> conditions.add(names.in(condition)));
    }

    private FlatQuery(FlatQuery whole, SqlNode from, String outerAlias) {
        this.statement = whole.statement;
        this.common = whole.common;
        this.outerAlias = outerAlias;
        this.from = from;
        this.tables.putAll(whole.tables);
        this.leaves.putAll(whole.leaves);
    }

    /** Unfolds what a part reads; null for a part without FROM. */
    static @Nullable FlatQuery of(SqlSelect select, Validated statement, CommonTables common) {
        return of(select, statement, common, "");
    }

    /** Unfolds what a part reads for each row of a table that has this alias. */
    static @Nullable FlatQuery of(SqlSelect select, Validated statement, CommonTables common, String outerAlias) {
        return select.getFrom() == null ? null : new FlatQuery(select, statement, common, outerAlias);
    }

    /**
     * Returns what the part reads for one row of the table outside, whose values are given.
     *
     * @param isRead whether the part reads that table first
     */
    FlatQuery inside(Substitution values, boolean isRead) {
        return new FlatQuery(this, values.inFrom(isRead ? ((SqlJoin) from).getRight() : from), outerAlias);
    }

    /**
     * Returns the same rows, read for each row of one of its tables: that one first, joined by conditions alone. Null
     * if there are other joins than inner ones.
     */
    @Nullable
    FlatQuery pairedWith(String alias) {
        List<SqlNode> all = new ArrayList<>(conditions);
        SqlNode first = leaves.get(alias);
        SqlNode others = null;
        for (SqlNode leaf : Trees.leaves(from)) {
            if (leaf != first) {
                others = others == null ? leaf : Trees.comma(others, leaf);
            }
        }
        if (first == null || others == null || !Trees.addInnerJoinConditions(from, all)) {
            return null;
        }
        FlatQuery pairs = new FlatQuery(this, Trees.comma(first, others), alias);
        pairs.conditions.addAll(all);
        return pairs;
    }

    /** Returns the alias of the table for each row of which the part is read; empty if there is none. */
    String outerAlias() {
        return outerAlias;
    }

    /**
     * Where in the tree something stands.
     *
     * @param path the aliases of the sub-queries around it
     * @param isNamed whether one of those is named in WITH
     * @param isPreserved whether no outer join puts NULLs in its place
     * @param unfolds whether a sub-query there may be unfolded
     */
    private record Place(List<String> path, boolean isNamed, boolean isPreserved, boolean unfolds) {
        Place joined(boolean preserves, boolean isByName) {
            return new Place(path, isNamed, isPreserved && preserves, unfolds && preserves && !isByName);
        }

        Place inside(String alias, boolean isNamedThere) {
            List<String> longer = new ArrayList<>(path);
            longer.add(alias);
            return new Place(longer, isNamed || isNamedThere, isPreserved, unfolds);
        }
    }

    private SqlNode flat(SqlNode node, Place place, Substitution scope) {
        if (node instanceof SqlJoin join) {
            JoinType type = join.getJoinType();
            boolean isByName = join.isNatural() || join.getConditionType() == JoinConditionType.USING;
            boolean preservesLeft = type != JoinType.RIGHT && type != JoinType.FULL;
            boolean preservesRight = type != JoinType.LEFT && type != JoinType.FULL;
            SqlNode left = flat(join.getLeft(), place.joined(preservesLeft, isByName), scope);
            SqlNode right = flat(join.getRight(), place.joined(preservesRight, isByName), scope);
            SqlNode condition = join.getCondition();
            boolean isOn = condition != null && !isByName;
            return Trees.join(join, left, right, isOn ? scope.in(Objects.requireNonNull(condition)) : condition);
        }
        SqlSelect query = place.unfolds() ? unfoldable(node) : null;
        return query == null ? leaf(node, place, scope) : unfolded(node, query, place, scope);
    }

    private SqlNode unfolded(SqlNode node, SqlSelect query, Place place, Substitution scope) {
        String alias = Objects.requireNonNull(Trees.alias(node));
        Substitution inner = new Substitution();
        SqlNode read = Objects.requireNonNull(query.getFrom(), "checked by unfoldable");
        SqlNode flat = flat(read, place.inside(alias, common.isNamed(node)), inner);
        Trees.conjuncts(query.getWhere()).forEach(condition -> conditions.add(inner.in(condition)));
        List<String> columns = common.columns(node);
        Map<String, SqlNode> expressions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            SqlNode item = query.getSelectList().get(i);
            expressions.put(columns.get(i), inner.in(Trees.itemValue(item)));
        }
        scope.replace(alias, expressions);
        return flat;
    }

    private SqlNode leaf(SqlNode node, Place place, Substitution scope) {
        String own = Trees.alias(node);
        if (own == null) {
            return node;
        }
        String alias = place.path().isEmpty() ? own : String.join(".", place.path()) + "." + own;
        while (leaves.containsKey(alias)) {
            alias += "'";
        }
        SqlNode leaf = node;
        if (!alias.equals(own)) {
            List<SqlNode> operands = new ArrayList<>(((SqlCall) node).getOperandList());
            operands.set(1, new SqlIdentifier(alias, SqlParserPos.ZERO));
            leaf = SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, operands);
            scope.rename(own, alias);
        }
        leaves.put(alias, leaf);
        TableInfo info = table(node);
        if (info != null) {
            List<String> path = new ArrayList<>(place.path());
            path.add(own);
            tables.put(alias, new SearchedTable(info, alias, path, node, place.isNamed(), place.isPreserved()));
        }
        return leaf;
    }

    private @Nullable TableInfo table(SqlNode leaf) {
        if (leaf instanceof SqlCall as
                && leaf.getKind() == SqlKind.AS
                && as.operandCount() == 2
                && as.operand(0) instanceof SqlIdentifier name
                && name.names.size() == 2) {
            TableInfo info = statement.catalog().table(name);
            return info == null || info.isView() ? null : info;
        }
        return null;
    }

    private @Nullable SqlSelect unfoldable(SqlNode node) {
        return unfoldable(node, statement, common);
    }

    /** Returns the query of something in FROM, if it only chooses columns and rows of other things in FROM. */
    static @Nullable SqlSelect unfoldable(SqlNode node, Validated statement, CommonTables common) {
        return common.query(node) instanceof SqlSelect query
                        && isPlain(query, statement)
                        && common.columns(node).size() == query.getSelectList().size()
                        && Trees.leaves(query.getFrom()).stream().allMatch(leaf -> leaf.getKind() == SqlKind.AS)
                ? query
                : null;
    }

    private static boolean isPlain(SqlSelect query, Validated statement) {
        return query.getFrom() != null
                && !query.isDistinct()
                && query.getGroup() == null
                && query.getHaving() == null
                && query.getQualify() == null
                && query.getFetch() == null
                && query.getOffset() == null
                && !statement.validator().isAggregate(query)
                && !Trees.hasWindow(query.getSelectList())
                && !Trees.isVolatile(query.getSelectList());
    }

    /** Returns what is read. */
    SqlNode from() {
        return from;
    }

    /** Returns what the rows have to meet, all of it. */
    List<SqlNode> conditions() {
        return conditions;
    }

    /** Returns an expression of the part with columns of unfolded sub-queries computed from those of tables. */
    SqlNode resolved(SqlNode expression) {
        return names.in(expression);
    }

    /** Returns the table that has this alias here, or null. */
    @Nullable
    SearchedTable table(String alias) {
        return tables.get(alias);
    }

    /** Returns the tables. */
    List<SearchedTable> tables() {
        return List.copyOf(tables.values());
    }

    /** Returns what has this alias here, or null. */
    @Nullable
    SqlNode leaf(String alias) {
        return leaves.get(alias);
    }

    /** Returns the table whose vector column an expression is, or null. */
    @Nullable
    SearchedTable vectorTable(SqlNode node) {
        if (!(node instanceof SqlIdentifier name) || name.names.size() != 2) {
            return null;
        }
        SearchedTable table = tables.get(name.names.get(0));
        return table == null || table.vectorColumn(node) == null ? null : table;
    }
}
