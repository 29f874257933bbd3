package io.vectra.sql.plan;

import io.vectra.sql.function.HybridFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.validate.Validated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Moves full-text functions of columns of a sub-query, a view, or a query of WITH to where their table is read: the
 * sub-query gets one more column, whose name stands where the call stood. A {@code matches} that all rows have to meet
 * goes into the sub-query's WHERE instead, if that means the same. Where the first rows by a score are wanted, the
 * table stands in the sub-query's place, see {@link TextUnfolding}.
 *
 * <p>Calls that cannot be moved stay: of groups, of DISTINCT rows, of UNION.
 */
final class TextColumns {
    private static final String NAME = "VECTRA_TEXT_";

    private final Validated statement;
    private final CommonTables common;
    /** What is in FROM, by alias, of the queries around, innermost last. */
    private final List<Map<String, SqlNode>> scopes = new ArrayList<>();
    /** The columns that each query got, by the text of their calls. */
    private final Map<SqlSelect, Map<String, String>> added = new IdentityHashMap<>();
    /** The columns to be named in a list of names in FROM. */
    private final Map<SqlNode, List<SqlIdentifier>> unnamed = new IdentityHashMap<>();

    private final Set<SqlSelect> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private int count;

    private TextColumns(Validated statement) {
        this.statement = statement;
        this.common = CommonTables.of(statement);
    }

    /** Changes a statement's tree. */
    static void move(Validated statement) {
        if (Trees.hasTextFunction(statement.node())) {
            TextColumns columns = new TextColumns(statement);
            Trees.visit(statement.node(), columns.new Selects());
        }
    }

    /** Reaches the queries, each before those that it reads. */
    private final class Selects extends SqlBasicVisitor<Void> {
        @Override
        public @Nullable Void visit(SqlCall call) {
            return rewritten(call) ? null : super.visit(call);
        }
    }

    /** Replaces the calls of one query's expressions. */
    private final class Calls extends SqlShuttle {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (rewritten(call) || call.getOperator() == HybridFunction.RANKED) {
                return call;
            }
            if (call.getOperator() instanceof TextFunction) {
                SqlNode column = column(call);
                return column == null ? call : column;
            }
            return super.visit(call);
        }
    }

    /** In ORDER BY, puts columns in place of the select list's names for them. */
    private final class Labels extends SqlShuttle {
        private final SqlSelect select;
        private boolean isOperand;

        Labels(SqlSelect select) {
            this.select = select;
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
                return call;
            }
            if (!(call.getOperator() instanceof TextFunction) || isOperand) {
                return super.visit(call);
            }
            isOperand = true;
            SqlNode named = super.visit(call);
            isOperand = false;
            if (named != null && named != call) {
                setType(named, call);
            }
            return named;
        }

        @Override
        public @Nullable SqlNode visit(SqlIdentifier name) {
            return isOperand && name.isSimple() ? statement.validator().expandOrderExpr(select, name) : name;
        }
    }

    /** Changes a query in its place; returns false for what is none. */
    private boolean rewritten(SqlCall call) {
        if (call instanceof SqlSelect select) {
            if (done.add(select)) {
                rewrite(select);
            }
            return true;
        }
        if (call instanceof SqlWith with) {
            Selects selects = new Selects();
            with.body.accept(selects);
            for (int i = with.withList.size() - 1; i >= 0; i--) {
                with.withList.get(i).accept(selects);
            }
            return true;
        }
        return false;
    }

    private void rewrite(SqlSelect select) {
        if (select.getOrderList() != null) {
            select.setOrderBy(list(select.getOrderList(), new Labels(select)));
        }
        TextUnfolding.unfold(select, statement, common);
        Map<String, SqlNode> leaves = new HashMap<>();
        for (SqlNode leaf : Trees.leaves(select.getFrom())) {
            String alias = Trees.alias(leaf);
            if (alias != null) {
                leaves.put(alias, leaf);
            }
        }
        scopes.add(leaves);
        moveConditions(select);
        Calls calls = new Calls();
        select.setSelectList(list(select.getSelectList(), calls));
        select.setWhere(node(select.getWhere(), calls));
        if (select.getGroup() != null) {
            select.setGroupBy(list(select.getGroup(), calls));
        }
        select.setHaving(node(select.getHaving(), calls));
        select.setQualify(node(select.getQualify(), calls));
        if (select.getOrderList() != null) {
            select.setOrderBy(list(select.getOrderList(), calls));
        }
        if (select.getFrom() != null) {
            select.setFrom(from(select.getFrom(), calls));
        }
        scopes.remove(scopes.size() - 1);
    }

    private static SqlNodeList list(SqlNodeList list, SqlShuttle calls) {
        for (int i = 0; i < list.size(); i++) {
            SqlNode item = list.get(i);
            SqlNode changed = item == null ? null : item.accept(calls);
            if (changed != null && changed != item) {
                list.set(i, changed);
            }
        }
        return list;
    }

    private static @Nullable SqlNode node(@Nullable SqlNode node, Calls calls) {
        return node == null ? null : node.accept(calls);
    }

    private SqlNode from(SqlNode from, Calls calls) {
        if (from instanceof SqlJoin join) {
            SqlNode condition = join.getCondition();
            SqlNode changed = join.getConditionType() == JoinConditionType.ON ? node(condition, calls) : condition;
            SqlNode left = from(join.getLeft(), calls);
            SqlNode right = from(join.getRight(), calls);
            return left == join.getLeft() && right == join.getRight() && changed == condition
                    ? join
                    : Trees.join(join, left, right, changed);
        }
        from.accept(new Selects());
        List<SqlIdentifier> names = unnamed.get(from);
        if (names == null) {
            return from;
        }
        List<SqlNode> operands = new ArrayList<>(((SqlCall) from).getOperandList());
        operands.addAll(names);
        return SqlStdOperatorTable.AS.createCall(from.getParserPosition(), operands);
    }

    /** Moves conditions of WHERE into the queries whose rows they choose. */
    private void moveConditions(SqlSelect select) {
        SqlNode from = select.getFrom();
        if (from == null || !hasInnerJoinsOnly(from)) {
            return;
        }
        List<SqlNode> stay = new ArrayList<>();
        boolean moved = false;
        for (SqlNode condition : Trees.conjuncts(select.getWhere())) {
            boolean goes = condition instanceof SqlCall call
                    && call.getOperator() == TextFunction.MATCHES
                    && moveCondition(call);
            moved |= goes;
            if (!goes) {
                stay.add(condition);
            }
        }
        if (moved) {
            select.setWhere(Trees.and(stay));
        }
    }

    private boolean moveCondition(SqlCall call) {
        SqlNode leaf = leaf(call);
        if (leaf == null || !scopes.get(scopes.size() - 1).containsValue(leaf) || common.isNamed(leaf)) {
            return false;
        }
        SqlSelect query = FlatQuery.unfoldable(leaf, statement, common);
        SqlCall inner = query == null ? null : inside(call, leaf, query);
        if (query == null || inner == null) {
            return false;
        }
        List<SqlNode> conditions = new ArrayList<>(Trees.conjuncts(query.getWhere()));
        conditions.add(inner);
        query.setWhere(Trees.and(conditions));
        return true;
    }

    private static boolean hasInnerJoinsOnly(SqlNode from) {
        return !(from instanceof SqlJoin join)
                || ((join.getJoinType() == JoinType.INNER
                                || join.getJoinType() == JoinType.COMMA
                                || join.getJoinType() == JoinType.CROSS)
                        && hasInnerJoinsOnly(join.getLeft())
                        && hasInnerJoinsOnly(join.getRight()));
    }

    /** Returns the column that has a call's value; null if the call stays. */
    private @Nullable SqlNode column(SqlCall call) {
        SqlNode leaf = leaf(call);
        if (leaf == null || !(common.query(leaf) instanceof SqlSelect query) || !takesColumns(query)) {
            return null;
        }
        SqlCall inner = inside(call, leaf, query);
        if (inner == null) {
            return null;
        }
        Map<String, String> names = added.computeIfAbsent(query, each -> new HashMap<>());
        String text = inner.toString();
        String name = names.get(text);
        if (name == null) {
            name = NAME + count++;
            names.put(text, name);
            SqlIdentifier column = new SqlIdentifier(name, SqlParserPos.ZERO);
            query.getSelectList().add(SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, inner, column));
            common.addColumn(leaf, column);
            statement.validator().addColumn(name);
            if (((SqlCall) leaf).operandCount() > 2) {
                unnamed.computeIfAbsent(leaf, each -> new ArrayList<>()).add(column);
            }
        }
        String alias = ((SqlIdentifier) call.operand(0)).names.get(0);
        SqlIdentifier value = new SqlIdentifier(List.of(alias, name), call.getParserPosition());
        setType(value, call);
        return value;
    }

    private boolean takesColumns(SqlSelect query) {
        return query.getFrom() != null
                && !query.isDistinct()
                && query.getGroup() == null
                && query.getHaving() == null
                && !statement.validator().isAggregate(query);
    }

    /** Returns the query in FROM whose columns a call takes; null if it takes others. */
    private @Nullable SqlNode leaf(SqlCall call) {
        SqlNode first = call.operand(0);
        if (!(first instanceof SqlIdentifier name) || name.names.size() != 2) {
            return null;
        }
        for (int i = scopes.size() - 1; i >= 0; i--) {
            SqlNode leaf = scopes.get(i).get(name.names.get(0));
            if (leaf != null) {
                return leaf.getKind() == SqlKind.AS && common.query(leaf) != null ? leaf : null;
            }
        }
        return null;
    }

    /** Returns the same call of the columns that a query in FROM reads; null if there are no such ones. */
    private @Nullable SqlCall inside(SqlCall call, SqlNode leaf, SqlSelect query) {
        List<String> columns = common.columns(leaf);
        String alias = Trees.alias(leaf);
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        int last = operands.size() - 1;
        for (int i = 0; i < last; i++) {
            if (!(operands.get(i) instanceof SqlIdentifier name)
                    || name.names.size() != 2
                    || !name.names.get(0).equals(alias)) {
                return null;
            }
            int index = columns.indexOf(name.names.get(1));
            SqlNode value = index < 0 || index >= query.getSelectList().size()
                    ? null
                    : Trees.itemValue(query.getSelectList().get(index));
            if (!(value instanceof SqlIdentifier column) || column.names.size() != 2) {
                return null;
            }
            operands.set(i, new SqlIdentifier(column.names, name.getParserPosition()));
        }
        if (!Trees.freeAliases(operands.get(last)).isEmpty()) {
            return null;
        }
        SqlCall inner = call.getOperator().createCall(call.getParserPosition(), operands);
        setType(inner, call);
        return inner;
    }

    /** Gives a new node the type of another: it is none that the validator has seen. */
    private void setType(SqlNode node, SqlNode like) {
        RelDataType type = statement.validator().getValidatedNodeTypeIfKnown(like);
        if (type != null) {
            statement.validator().setValidatedNodeType(node, type);
        }
    }
}
