package io.vectra.sql.plan;

import io.vectra.sql.function.TextFunction;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Puts a table in the place of a view, sub-query or query of WITH that only chooses its columns and rows, where the
 * first rows by a score are wanted: a full-text index gives those of a table. The table gets the alias of what it
 * replaces, so that no other alias can hide it.
 */
final class TextUnfolding {
    private final SqlSelect select;
    private final Validated statement;
    private final CommonTables common;
    /** The queries between the part and the table, from the outside in, and where each stands. */
    private final List<SqlSelect> queries = new ArrayList<>();

    private final List<SqlNode> leaves = new ArrayList<>();

    private TextUnfolding(SqlSelect select, Validated statement, CommonTables common) {
        this.select = select;
        this.statement = statement;
        this.common = common;
    }

    /** Changes a part of a statement, if that is one that a full-text index may answer then. */
    static void unfold(SqlSelect select, Validated statement, CommonTables common) {
        if (isTopK(select, statement)) {
            new TextUnfolding(select, statement, common).unfold();
        }
    }

    private static boolean isTopK(SqlSelect select, Validated statement) {
        return select.getFetch() != null
                && select.getOrderList() != null
                && !select.getOrderList().isEmpty()
                && select.getGroup() == null
                && select.getHaving() == null
                && select.getQualify() == null
                && !select.isDistinct()
                && !statement.validator().isAggregate(select)
                && !Trees.hasWindow(select.getSelectList());
    }

    private void unfold() {
        SqlNode leaf = select.getFrom();
        while (leaf != null && common.query(leaf) != null) {
            SqlSelect query = FlatQuery.unfoldable(leaf, statement, common);
            if (query == null || query.hasHints()) {
                return;
            }
            leaves.add(leaf);
            queries.add(query);
            leaf = query.getFrom();
        }
        if (queries.isEmpty() || leaf == null || !isTable(leaf)) {
            return;
        }
        String alias = Objects.requireNonNull(Trees.alias(leaves.get(0)), "what is unfolded has an alias");
        if (queries.stream().noneMatch(query -> hides(query, alias))) {
            unfold(leaf, alias);
        }
    }

    private boolean isTable(SqlNode leaf) {
        if (leaf.getKind() != SqlKind.AS
                || ((SqlCall) leaf).operandCount() != 2
                || !(((SqlCall) leaf).operand(0) instanceof SqlIdentifier name)
                || name.names.size() != 2) {
            return false;
        }
        TableInfo table = statement.catalog().table(name);
        return table != null && !table.isView();
    }

    /** Returns whether a sub-query in an expression of a query has something of its own by this alias. */
    private static boolean hides(SqlSelect query, String alias) {
        List<SqlNode> expressions = new ArrayList<>(Trees.conjuncts(query.getWhere()));
        expressions.add(query.getSelectList());
        return expressions.stream()
                .anyMatch(each -> Trees.contains(
                        each,
                        call -> call instanceof SqlSelect inner
                                && Trees.aliases(inner.getFrom()).contains(alias)));
    }

    private void unfold(SqlNode table, String alias) {
        List<SqlNode> conditions = new ArrayList<>();
        Substitution names = new Substitution();
        names.rename(Objects.requireNonNull(Trees.alias(table), "tables have aliases"), alias);
        for (int i = queries.size() - 1; i >= 0; i--) {
            Substitution inner = names;
            SqlSelect query = queries.get(i);
            Trees.conjuncts(query.getWhere()).forEach(condition -> conditions.add(inner.in(condition)));
            List<String> columns = common.columns(leaves.get(i));
            Map<String, SqlNode> expressions = new HashMap<>();
            for (int j = 0; j < columns.size(); j++) {
                SqlNode item = query.getSelectList().get(j);
                expressions.put(columns.get(j), inner.in(Trees.itemValue(item)));
            }
            names = new Substitution();
            names.replace(Objects.requireNonNull(Trees.alias(leaves.get(i))), expressions);
        }
        Substitution whole = names;
        Trees.conjuncts(select.getWhere()).forEach(condition -> conditions.add(whole.in(condition)));
        SqlNode firstKey = Trees.withoutDirection(
                Objects.requireNonNull(select.getOrderList()).get(0));
        SqlNode key = whole.in(statement.validator().expandOrderExpr(select, firstKey));
        SqlNodeList order = in(whole, select.getOrderList());
        SqlNodeList items = items(whole);
        SqlNode where = Trees.and(conditions);
        if (!Trees.hasTextFunction(key)
                || !readsColumns(key)
                || !readsColumns(items)
                || !readsColumns(order)
                || (where != null && !readsColumns(where))) {
            return;
        }
        select.setSelectList(items);
        select.setWhere(where);
        select.setOrderBy(order);
        select.setFrom(SqlStdOperatorTable.AS.createCall(
                table.getParserPosition(),
                ((SqlCall) table).operand(0),
                new SqlIdentifier(alias, table.getParserPosition())));
        statement.validator().addUnfolded(select);
    }

    private SqlNodeList items(Substitution names) {
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            SqlNode value = names.in(item);
            items.add(
                    item instanceof SqlIdentifier
                            ? SqlStdOperatorTable.AS.createCall(
                                    SqlParserPos.ZERO,
                                    value,
                                    new SqlIdentifier(Trees.itemName(item), SqlParserPos.ZERO))
                            : value);
        }
        return items;
    }

    private static SqlNodeList in(Substitution names, SqlNodeList list) {
        SqlNodeList copy = new SqlNodeList(list.getParserPosition());
        list.forEach(node -> copy.add(names.in(Objects.requireNonNull(node))));
        return copy;
    }

    /** Returns whether all full-text functions take columns; computed ones are refused where they are written. */
    private static boolean readsColumns(SqlNode tree) {
        return !Trees.contains(tree, call -> call.getOperator() instanceof TextFunction && !takesColumns(call));
    }

    private static boolean takesColumns(SqlCall call) {
        for (@Nullable SqlNode operand : call.getOperandList().subList(0, call.operandCount() - 1)) {
            if (!(operand instanceof SqlIdentifier name) || name.names.size() != 2) {
                return false;
            }
        }
        return true;
    }
}
