package io.vectra.sql.plan;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.execute.TextSlot;
import io.vectra.sql.execute.TextSlot.QueryText;
import io.vectra.sql.execute.TextSlot.Use;
import io.vectra.sql.function.HybridFunction;
import io.vectra.sql.function.RowAmongFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Puts parameters in place of the full-text queries of a checked statement; each takes the rows that its query finds.
 */
final class TextCalls extends SqlBasicVisitor<Void> {
    private final int firstSlot;
    private final List<TextSlot> found;
    /** The tables by alias that the queries around know, innermost last; null for what is no table. */
    private final List<Map<String, @Nullable TableInfo>> scopes = new ArrayList<>();

    private final Validated statement;
    /** The call around that ranks rows, or null. */
    private @Nullable String ranked;

    private TextCalls(Validated statement, int firstSlot, List<TextSlot> found) {
        this.statement = statement;
        this.firstSlot = firstSlot;
        this.found = found;
    }

    /**
     * Changes the trees.
     *
     * @param trees those of one statement
     * @param firstSlot the parameter that the first query gets
     * @return the queries, which take that parameter and those that follow
     */
    static List<TextSlot> replace(List<Validated> trees, int firstSlot) {
        List<TextSlot> found = new ArrayList<>();
        for (Validated tree : trees) {
            tree.node().accept(new TextCalls(tree, firstSlot, found));
        }
        return found;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlUpdate update && update.getSourceSelect() != null) {
            visitChange(update.getSourceSelect(), update.getSourceExpressionList());
            return null;
        }
        if (call instanceof SqlDelete delete && delete.getSourceSelect() != null) {
            visitChange(delete.getSourceSelect(), SqlNodeList.EMPTY);
            return null;
        }
        if (call instanceof SqlSelect select) {
            scopes.add(aliases(select.getFrom()));
            super.visit(call);
            select.setWhere(narrowed(select.getWhere()));
            scopes.remove(scopes.size() - 1);
            return null;
        }
        if (call.getOperator() == HybridFunction.RANKED) {
            ranked = call.toString();
            super.visit(call);
            ranked = null;
            return null;
        }
        if (call.getOperator() instanceof TextFunction function) {
            replace((SqlBasicCall) call, function);
            return null;
        }
        return super.visit(call);
    }

    private void visitChange(SqlSelect source, SqlNodeList expressions) {
        scopes.add(aliases(source.getFrom()));
        source.accept(this);
        expressions.accept(this);
        scopes.remove(scopes.size() - 1);
    }

    private Map<String, @Nullable TableInfo> aliases(@Nullable SqlNode from) {
        Map<String, @Nullable TableInfo> aliases = new HashMap<>();
        addAliases(from, aliases);
        return aliases;
    }

    private void addAliases(@Nullable SqlNode from, Map<String, @Nullable TableInfo> aliases) {
        if (from instanceof SqlJoin join) {
            addAliases(join.getLeft(), aliases);
            addAliases(join.getRight(), aliases);
        } else if (from instanceof SqlIdentifier name) {
            aliases.put(name.names.get(name.names.size() - 1), table(name));
        } else if (from instanceof SqlCall as && as.getKind() == SqlKind.AS) {
            boolean isTable = as.operandCount() == 2 && as.operand(0) instanceof SqlIdentifier;
            aliases.put(((SqlIdentifier) as.operand(1)).getSimple(), isTable ? table(as.operand(0)) : null);
        }
    }

    private @Nullable TableInfo table(SqlIdentifier name) {
        TableInfo table = name.names.size() <= 2 ? statement.catalog().table(name) : null;
        return table == null || table.isView() ? null : table;
    }

    private void replace(SqlBasicCall call, TextFunction function) {
        int last = call.operandCount() - 1;
        if (call.operand(last) instanceof SqlDynamicParam parameter && parameter.getIndex() >= firstSlot) {
            return; // Reached before, on another way.
        }
        List<String> columns = new ArrayList<>();
        SqlIdentifier first = null;
        TableInfo table = null;
        for (int i = 0; i < last; i++) {
            SqlIdentifier column = qualified(call.operand(i), function);
            TableInfo owner = owner(column, function);
            if (first != null && !column.names.get(0).equals(first.names.get(0))) {
                throw failure(function.getName() + " takes columns of one table", column);
            }
            table = owner;
            first = column;
            call.setOperand(i, column);
            columns.add(textColumn(owner, column, function).name());
        }
        if (table == null || first == null) {
            throw new AssertionError("validated with two operands at least");
        }
        checkIndex(table, columns, call);
        QueryText query = query(call.operand(last), function);
        String label = table.schema() + "." + table.name() + "." + String.join(", ", columns);
        call.setOperand(
                last,
                slot(new TextSlot(
                        table.tableId(),
                        label,
                        columns,
                        query,
                        function == TextFunction.MATCHES ? Use.MATCHES : Use.SCORES,
                        ranked)));
    }

    /** Adds to a WHERE with {@code matches} a condition by which the mirror reads only the rows found. */
    private @Nullable SqlNode narrowed(@Nullable SqlNode where) {
        SqlNode narrowed = where;
        for (SqlNode condition : Trees.conjuncts(where)) {
            if (condition instanceof SqlCall call && call.getOperator() == TextFunction.MATCHES) {
                SqlNode among = rowAmong(call);
                narrowed = among == null
                        ? narrowed
                        : SqlStdOperatorTable.AND.createCall(SqlParserPos.ZERO, narrowed, among);
            }
        }
        return narrowed;
    }

    private @Nullable SqlNode rowAmong(SqlCall matches) {
        String alias = ((SqlIdentifier) matches.operand(0)).names.get(0);
        TableInfo table = scopes.get(scopes.size() - 1).get(alias);
        if (table == null) {
            return null; // Of a query around.
        }
        int index = ((SqlDynamicParam) matches.operand(matches.operandCount() - 1)).getIndex() - firstSlot;
        TextSlot found = this.found.get(index);
        TextSlot ids = new TextSlot(
                found.tableId(), found.label(), found.columns(), found.query(), Use.ROW_IDS, found.ranked());
        ColumnInfo key = HitsNode.rowIdColumn(table);
        return RowAmongFunction.INSTANCE.createCall(
                SqlParserPos.ZERO,
                new SqlIdentifier(List.of(alias, table.rowIdColumn()), SqlParserPos.ZERO),
                slot(ids),
                SqlLiteral.createCharString(key == null ? "BIGINT" : key.type().sql(), SqlParserPos.ZERO));
    }

    /** The same query is asked once. */
    private SqlDynamicParam slot(TextSlot slot) {
        int index = found.indexOf(slot);
        if (index < 0) {
            index = found.size();
            found.add(slot);
        }
        return new SqlDynamicParam(firstSlot + index, SqlParserPos.ZERO);
    }

    /** Returns a column with its table's alias. */
    private SqlIdentifier qualified(SqlNode operand, TextFunction function) {
        if (!(operand instanceof SqlIdentifier name) || name.names.size() > 2) {
            throw failure(
                    function.getName() + " takes columns of a table and, as its last operand, a query: "
                            + function.getName().toLowerCase(java.util.Locale.ROOT) + "(body, 'words')",
                    operand);
        }
        if (name.names.size() == 2) {
            return name;
        }
        for (int i = scopes.size() - 1; i >= 0; i--) {
            for (Map.Entry<String, @Nullable TableInfo> each : scopes.get(i).entrySet()) {
                TableInfo table = each.getValue();
                if (table != null && table.column(name.getSimple()) != null) {
                    return new SqlIdentifier(List.of(each.getKey(), name.getSimple()), name.getParserPosition());
                }
            }
        }
        throw notOfTable(function, name);
    }

    private TableInfo owner(SqlIdentifier column, TextFunction function) {
        for (int i = scopes.size() - 1; i >= 0; i--) {
            String alias = column.names.get(0);
            if (scopes.get(i).containsKey(alias)) {
                TableInfo table = scopes.get(i).get(alias);
                if (table == null) {
                    throw notOfTable(function, column);
                }
                return table;
            }
        }
        throw notOfTable(function, column);
    }

    private static SqlFailure notOfTable(TextFunction function, SqlIdentifier column) {
        return Failures.notSupported(
                (function == TextFunction.SHARE ? "HYBRID" : function.getName()) + " needs a column of a table, but "
                        + column + " is one of a view or sub-query; move the call to where the table is read",
                column.getParserPosition());
    }

    private static ColumnInfo textColumn(TableInfo table, SqlIdentifier name, TextFunction function) {
        ColumnInfo column = table.column(name.names.get(1));
        if (column == null) {
            throw notOfTable(function, name);
        }
        return column;
    }

    private static void checkIndex(TableInfo table, List<String> columns, SqlCall call) {
        if (!table.hasTextIndex(columns)) {
            throw Failures.at(
                    "42P17",
                    "There is no full-text index on " + String.join(", ", columns) + " of table " + table.name()
                            + "; make one: CREATE INDEX name ON " + table.name() + " USING FULLTEXT ("
                            + String.join(", ", columns) + ")",
                    call.getParserPosition());
        }
    }

    private QueryText query(SqlNode query, TextFunction function) {
        if (query instanceof SqlCharStringLiteral literal) {
            return new QueryText(literal.getValueAs(String.class), null, null);
        }
        if (query instanceof SqlDynamicParam parameter) {
            return new QueryText(null, parameter.getIndex(), null);
        }
        if (!Trees.freeAliases(query).isEmpty()) {
            throw Failures.notSupported(
                    "The query of " + function.getName() + " is the same for all rows: a text, a parameter, or an"
                            + " expression of them, but here it differs from row to row",
                    query.getParserPosition());
        }
        query.accept(this);
        return new QueryText(null, null, new MirrorQueries(statement).value(query));
    }

    private static SqlFailure failure(String message, SqlNode node) {
        return Failures.at("42804", message, node.getParserPosition());
    }
}
