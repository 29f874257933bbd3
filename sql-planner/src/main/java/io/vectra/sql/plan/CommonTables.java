package io.vectra.sql.plan;

import io.vectra.sql.parser.PlainSelect;
import io.vectra.sql.validate.Validated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** The queries that a checked statement names in WITH, each by a name of its own. */
final class CommonTables {
    private final Validated statement;
    private final Map<String, SqlWithItem> items = new HashMap<>();

    private CommonTables(Validated statement) {
        this.statement = statement;
    }

    static CommonTables of(Validated statement) {
        CommonTables tables = new CommonTables(statement);
        Trees.visit(statement.node(), new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlWith with) {
                    with.withList.forEach(
                            item -> tables.items.put(((SqlWithItem) item).name.getSimple(), (SqlWithItem) item));
                }
                return super.visit(call);
            }
        });
        return tables;
    }

    /**
     * Returns the query behind something in FROM: a sub-query, or one that is named in WITH; else null, as for one that
     * reads itself.
     */
    @Nullable
    SqlNode query(SqlNode leaf) {
        if (leaf.getKind() != SqlKind.AS) {
            return null;
        }
        SqlNode source = ((SqlCall) leaf).operand(0);
        SqlWithItem item = item(source);
        if (item != null) {
            return readsItself(item) ? null : item.query;
        }
        return source.isA(SqlKind.QUERY) ? source : null;
    }

    /** Returns whether a query that is named in WITH reads itself; other queries beside it are marked like it. */
    private static boolean readsItself(SqlWithItem item) {
        return lastRows(item) != null;
    }

    /** Returns the part of a query in WITH that reads the query itself; null if there is none. */
    static @Nullable SqlNode lastRows(SqlWithItem item) {
        if (!item.recursive.booleanValue() || item.query.getKind() != SqlKind.UNION) {
            return null;
        }
        SqlNode next = ((SqlCall) item.query).operand(1);
        return Trees.containsName(next, name -> name.names.equals(item.name.names)) ? next : null;
    }

    /** Returns whether something in FROM is a query that is named in WITH. */
    boolean isNamed(SqlNode leaf) {
        return leaf.getKind() == SqlKind.AS && item(((SqlCall) leaf).operand(0)) != null;
    }

    private @Nullable SqlWithItem item(SqlNode source) {
        return source instanceof SqlIdentifier name && name.isSimple() ? items.get(name.getSimple()) : null;
    }

    /** Returns the names of the columns of something in FROM that {@link #query} knows. */
    List<String> columns(SqlNode leaf) {
        SqlCall as = (SqlCall) leaf;
        List<String> names = new ArrayList<>();
        for (int i = 2; i < as.operandCount(); i++) {
            names.add(((SqlIdentifier) as.operand(i)).getSimple());
        }
        SqlWithItem item = item(as.operand(0));
        if (names.isEmpty() && item != null && item.columnList != null) {
            item.columnList.forEach(name -> names.add(((SqlIdentifier) name).getSimple()));
        }
        SqlNode query = query(leaf);
        if (names.isEmpty() && query instanceof SqlSelect select) {
            select.getSelectList().forEach(each -> names.add(Trees.itemName(each)));
        } else if (names.isEmpty() && query != null) {
            RelDataType row = statement.validator().getValidatedNodeType(query);
            names.addAll(row.getFieldNames());
        }
        return names;
    }

    /** Names a column that was added to the query behind something in FROM, if that has a list of names in WITH. */
    void addColumn(SqlNode leaf, SqlIdentifier name) {
        SqlWithItem item = item(((SqlCall) leaf).operand(0));
        if (item != null && item.columnList != null) {
            item.columnList.add(name);
        }
    }

    /**
     * Returns whether an expression of a query, or what stands behind the columns of sub-queries that it names, is of a
     * kind.
     *
     * @param isEntered whether the items of a sub-query are looked at
     */
    boolean computes(SqlNode expression, SqlSelect select, Predicate<SqlSelect> isEntered, Predicate<SqlNode> kind) {
        return kind.test(expression)
                || Trees.containsName(
                        expression, name -> name.names.size() == 2 && computesColumn(name, select, isEntered, kind));
    }

    private boolean computesColumn(
            SqlIdentifier name, SqlSelect select, Predicate<SqlSelect> isEntered, Predicate<SqlNode> kind) {
        for (SqlNode leaf : Trees.leaves(select.getFrom())) {
            SqlNode source = name.names.get(0).equals(Trees.alias(leaf)) ? query(leaf) : null;
            if (source != null) {
                return computesItem(columns(leaf).indexOf(name.names.get(1)), source, isEntered, kind);
            }
        }
        return false;
    }

    private boolean computesItem(int index, SqlNode source, Predicate<SqlSelect> isEntered, Predicate<SqlNode> kind) {
        if (source instanceof SqlWith with) {
            return computesItem(index, with.body, isEntered, kind);
        }
        if (source instanceof SqlSelect select) {
            SqlNodeList items = select.getSelectList();
            return index >= 0
                    && index < items.size()
                    && isEntered.test(select)
                    && computes(Trees.itemValue(items.get(index)), select, isEntered, kind);
        }
        return source.isA(SqlKind.SET_QUERY)
                && ((SqlCall) source)
                        .getOperandList().stream().anyMatch(each -> computesItem(index, each, isEntered, kind));
    }

    /** Returns the same reference with the query itself in place of its name. */
    SqlCall inlined(SqlNode leaf, SqlNode query) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(query);
        operands.add(((SqlCall) leaf).operand(1));
        columns(leaf).forEach(name -> operands.add(new SqlIdentifier(name, SqlParserPos.ZERO)));
        return SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, operands);
    }

    /** Returns a tree in which no query is read by its name. */
    SqlNode inlined(SqlNode tree) {
        SqlNode copy = items.isEmpty() ? tree : tree.accept(new Inlining());
        return copy == null ? tree : copy;
    }

    /** Puts queries in place of their names. */
    private final class Inlining extends SqlShuttle {
        /** The queries inside which this is, that read themselves. */
        private final Set<SqlWithItem> open = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            SqlWithItem item = call.getKind() == SqlKind.AS ? item(call.operand(0)) : null;
            if (item != null && readsItself(item)) {
                return open.contains(item) ? call : inlined(call, alone(item));
            }
            SqlNode query = isNamed(call) ? query(call) : null;
            if (query == null) {
                return super.visit(call);
            }
            SqlNode whole = query.accept(this);
            return inlined(call, whole == null ? query : whole);
        }

        /** Returns the rows of a query that reads itself. */
        private SqlNode alone(SqlWithItem item) {
            open.add(item);
            SqlNode query = item.query.accept(this);
            open.remove(item);
            SqlWithItem only = new SqlWithItem(
                    SqlParserPos.ZERO, item.name, item.columnList, query == null ? item.query : query, item.recursive);
            SqlSelect rows = PlainSelect.all(
                    SqlParserPos.ZERO, SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, item.name, item.name));
            return new SqlWith(SqlParserPos.ZERO, SqlNodeList.of(only), rows);
        }
    }
}
