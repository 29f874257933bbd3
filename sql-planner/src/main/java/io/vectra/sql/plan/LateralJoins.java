package io.vectra.sql.plan;

import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.system.SystemCatalog;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Says LATERAL, which the mirror does not know, in other words: the sub-query reads the table that it depends on by
 * itself, numbers its rows for each row of that table, and is joined by that row's id.
 */
final class LateralJoins extends SqlBasicVisitor<Void> {
    private static final SqlParserPos POS = SqlParserPos.ZERO;
    private static final String OUTER = "VECTRA_OUTER";
    private static final String POSITION = "VECTRA_POSITION";

    private final Validated statement;
    private final Map<SqlSelect, RowWise> found = new IdentityHashMap<>();
    private final Set<SqlSelect> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private LateralJoins(Validated statement) {
        this.statement = statement;
    }

    /**
     * What a sub-query gives for each row of a table outside.
     *
     * @param outer the table outside
     * @param place where the part reads it
     * @param outerConditions what is known about the rows of that table
     * @param order the order in which the rows are numbered
     * @param fetch how many rows are wanted for each, or null for all
     * @param offset how many are left out, or null for none
     */
    record RowWise(
            SqlNode outer,
            RowWise.Place place,
            List<SqlNode> outerConditions,
            List<SqlNode> order,
            @Nullable SqlNode fetch,
            @Nullable SqlNode offset) {
        String alias() {
            return String.valueOf(Trees.alias(outer));
        }

        /** Where a part reads the table outside. */
        enum Place {
            /** In its own FROM, before what it is about. */
            FIRST,
            /** Somewhere in its own FROM: it asks for the nearest pairs of all. */
            JOINED,
            /** In a query around it. */
            AROUND
        }
    }

    /** Changes the tree, and returns what the sub-queries were that stand in it now. */
    static Map<SqlSelect, RowWise> rewrite(Validated statement) {
        LateralJoins joins = new LateralJoins(statement);
        Trees.visit(statement.node(), joins);
        DependentQueries.refuse(statement.node());
        return joins.found;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        // What is inside comes first, so that a sub-query is complete before it is taken apart.
        super.visit(call);
        if (call instanceof SqlSelect select && select.getFrom() != null && visited.add(select)) {
            select.setFrom(rewritten(select.getFrom(), select));
        }
        return null;
    }

    private SqlNode rewritten(SqlNode from, SqlSelect reader) {
        if (!(from instanceof SqlJoin join)) {
            SqlSelect query = lateral(from);
            return query == null ? from : independent(from, query);
        }
        SqlNode left = rewritten(join.getLeft(), reader);
        SqlSelect query = lateral(join.getRight());
        if (query == null) {
            return Trees.join(join, left, rewritten(join.getRight(), reader), join.getCondition());
        }
        return Trees.freeAliases(query).isEmpty()
                ? Trees.join(join, left, independent(join.getRight(), query), join.getCondition())
                : joined(join, left, query, reader);
    }

    private static @Nullable SqlSelect lateral(SqlNode leaf) {
        SqlNode source = Trees.itemValue(leaf);
        if (source.getKind() != SqlKind.LATERAL) {
            return null;
        }
        if (((SqlCall) source).operand(0) instanceof SqlSelect query) {
            return query;
        }
        throw Failures.notSupported("LATERAL is supported for a SELECT only", source.getParserPosition());
    }

    private static SqlNode independent(SqlNode leaf, SqlSelect query) {
        if (!Trees.freeAliases(query).isEmpty()) {
            throw refusal("a table that stands before it in the same FROM", query);
        }
        return named(leaf, query, List.of());
    }

    private static SqlCall named(SqlNode leaf, SqlNode query, List<String> addedColumns) {
        List<SqlNode> operands = new ArrayList<>(((SqlCall) leaf).getOperandList());
        operands.set(0, query);
        if (operands.size() > 2) {
            addedColumns.forEach(name -> operands.add(new SqlIdentifier(name, POS)));
        }
        return SqlStdOperatorTable.AS.createCall(POS, operands);
    }

    private SqlNode joined(SqlJoin join, SqlNode left, SqlSelect query, SqlSelect reader) {
        checkShape(join, query);
        String alias = outerAlias(query);
        SqlCall table = (SqlCall) outerTable(left, alias, query);
        String own = "VECTRA_EACH_" + found.size();
        SqlNode outer = SqlStdOperatorTable.AS.createCall(POS, table.operand(0), new SqlIdentifier(own, POS));
        Substitution names = new Substitution();
        names.rename(alias, own);

        expandOrder(query);
        OrderCompletion.complete(statement, query);
        SqlSelect each = (SqlSelect) names.in(query);
        List<SqlNode> order = each.getOrderList() == null ? List.of() : List.copyOf(each.getOrderList());
        List<SqlNode> known = Trees.conjuncts(reader.getWhere()).stream()
                .filter(condition -> Trees.freeAliases(condition).equals(Set.of(alias)) && !Trees.isVolatile(condition))
                .map(names::in)
                .toList();
        RowWise rowWise = new RowWise(outer, RowWise.Place.FIRST, known, order, each.getFetch(), each.getOffset());
        found.put(each, rowWise);
        addColumns(each, own, order);
        List<SqlNode> conditions = new ArrayList<>(Trees.conjuncts(each.getWhere()));
        conditions.addAll(known);
        each.setWhere(Trees.and(conditions));
        each.setFrom(Trees.comma(outer, Objects.requireNonNull(each.getFrom())));
        each.setOrderBy(null);
        each.setFetch(null);
        each.setOffset(null);

        SqlNode leaf = named(join.getRight(), each, List.of(OUTER, POSITION));
        SqlNode condition = condition(String.valueOf(Trees.alias(leaf)), alias, rowWise);
        return joined(join, left, leaf, condition, reader);
    }

    private static void checkShape(SqlJoin join, SqlSelect query) {
        boolean isGrouped = query.isDistinct()
                || query.getGroup() != null
                || query.getHaving() != null
                || Trees.hasAggregate(query.getSelectList());
        if (isGrouped) {
            throw Failures.notSupported(
                    "LATERAL with DISTINCT, GROUP BY or aggregates is not supported; use a sub-query in the select list",
                    query.getParserPosition());
        }
        boolean isByName = join.isNatural() || join.getConditionType() == JoinConditionType.USING;
        if (isByName || join.getJoinType() == JoinType.RIGHT) {
            throw Failures.notSupported(
                    "LATERAL is supported after a comma, CROSS JOIN, JOIN … ON and LEFT JOIN … ON",
                    query.getParserPosition());
        }
    }

    private static String outerAlias(SqlSelect query) {
        Set<String> free = Trees.freeAliases(query);
        if (free.size() != 1) {
            throw refusal("one table, but depends on " + String.join(", ", free), query);
        }
        return free.iterator().next();
    }

    private SqlNode outerTable(SqlNode left, String alias, SqlSelect query) {
        for (SqlNode leaf : Trees.leaves(left)) {
            if (alias.equals(Trees.alias(leaf)) && isStored(leaf, statement)) {
                return leaf;
            }
        }
        throw refusal("a table that stands before it in the same FROM, not on a sub-query or view", query);
    }

    /** Returns whether something in FROM is a table with row ids. */
    static boolean isStored(SqlNode leaf, Validated statement) {
        if (leaf.getKind() != SqlKind.AS
                || ((SqlCall) leaf).operandCount() > 2
                || !(((SqlCall) leaf).operand(0) instanceof SqlIdentifier name)
                || name.names.size() != 2) {
            return false;
        }
        TableInfo table = statement.catalog().table(name);
        return table != null && !table.isView() && !SystemCatalog.isSystemSchema(table.schema());
    }

    private static RuntimeException refusal(String what, SqlSelect query) {
        return Failures.notSupported("LATERAL may depend on " + what, query.getParserPosition());
    }

    /** Writes out the aliases and numbers of items in ORDER BY. */
    private void expandOrder(SqlSelect query) {
        SqlNodeList order = query.getOrderList();
        for (int i = 0; order != null && i < order.size(); i++) {
            order.set(i, expanded(query, order.get(i)));
        }
    }

    private SqlNode expanded(SqlSelect query, SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                SqlCall call = (SqlCall) item;
                yield call.getOperator().createCall(POS, expanded(query, call.operand(0)));
            }
            default -> statement.validator().expandOrderExpr(query, item);
        };
    }

    private static void addColumns(SqlSelect each, String own, List<SqlNode> order) {
        SqlNode window = SqlWindow.create(
                null,
                null,
                SqlNodeList.of(new RowIdNode(own)),
                new SqlNodeList(order, POS),
                SqlLiteral.createBoolean(false, POS),
                null,
                null,
                null,
                POS);
        SqlNode number =
                SqlStdOperatorTable.OVER.createCall(POS, SqlStdOperatorTable.ROW_NUMBER.createCall(POS), window);
        SqlNodeList items = each.getSelectList();
        items.add(SqlStdOperatorTable.AS.createCall(POS, new RowIdNode(own), new SqlIdentifier(OUTER, POS)));
        items.add(SqlStdOperatorTable.AS.createCall(POS, number, new SqlIdentifier(POSITION, POS)));
    }

    private static SqlNode condition(String alias, String outer, RowWise rowWise) {
        List<SqlNode> conditions = new ArrayList<>();
        conditions.add(SqlStdOperatorTable.EQUALS.createCall(
                POS, new SqlIdentifier(List.of(alias, OUTER), POS), new RowIdNode(outer)));
        SqlNode position = new SqlIdentifier(List.of(alias, POSITION), POS);
        SqlNode offset = rowWise.offset() == null ? null : asWhole(rowWise.offset());
        if (offset != null) {
            conditions.add(SqlStdOperatorTable.GREATER_THAN.createCall(POS, position, offset));
        }
        if (rowWise.fetch() != null) {
            SqlNode fetch = asWhole(rowWise.fetch());
            SqlNode last = offset == null ? fetch : SqlStdOperatorTable.PLUS.createCall(POS, offset, fetch);
            conditions.add(SqlStdOperatorTable.LESS_THAN_OR_EQUAL.createCall(POS, position, last));
        }
        return Objects.requireNonNull(Trees.and(conditions));
    }

    private static SqlNode asWhole(SqlNode rows) {
        SqlDataTypeSpec type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, POS), POS);
        return SqlStdOperatorTable.CAST.createCall(POS, rows, type);
    }

    private static SqlNode joined(SqlJoin join, SqlNode left, SqlNode right, SqlNode condition, SqlSelect reader) {
        if (join.getConditionType() == JoinConditionType.ON) {
            List<SqlNode> all = new ArrayList<>(Trees.conjuncts(join.getCondition()));
            all.add(condition);
            return Trees.join(join, left, right, Trees.and(all));
        }
        List<SqlNode> all = new ArrayList<>(Trees.conjuncts(reader.getWhere()));
        all.add(condition);
        reader.setWhere(Trees.and(all));
        return Trees.join(join, left, right, null);
    }
}
