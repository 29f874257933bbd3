package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code _ROWID_}, H2's name for the row's number, as the table's key: the two are the same where the primary key
 * is one integer column. jOOQ writes it for changes with ORDER BY and LIMIT.
 */
final class RowIdNames extends SqlBasicVisitor<Void> {
    private static final String ROW_ID = "_ROWID_";

    private final CatalogView catalog;
    /** The tables by alias of the queries around, innermost last. */
    private final List<Map<String, TableInfo>> scopes = new ArrayList<>();

    private RowIdNames(CatalogView catalog) {
        this.catalog = catalog;
    }

    /** Changes a parsed statement. */
    static void replace(SqlNode statement, CatalogView catalog) {
        statement.accept(new RowIdNames(catalog));
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call.getKind() == SqlKind.AS) {
            return call.operand(0).accept(this); // The rest are names that it gives.
        }
        Map<String, TableInfo> tables = new HashMap<>();
        if (call instanceof SqlSelect select) {
            addTables(select.getFrom(), tables);
            keepLabels(select.getSelectList());
        } else if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
            addTables(select.getFrom(), tables);
        } else if (call instanceof SqlUpdate update) {
            add(update.getTargetTable(), update.getAlias(), tables);
        } else if (call instanceof SqlDelete delete) {
            add(delete.getTargetTable(), delete.getAlias(), tables);
        }
        scopes.add(tables);
        super.visit(call);
        scopes.remove(scopes.size() - 1);
        return null;
    }

    private void addTables(@Nullable SqlNode from, Map<String, TableInfo> tables) {
        if (from instanceof SqlJoin join) {
            addTables(join.getLeft(), tables);
            addTables(join.getRight(), tables);
        } else if (from instanceof SqlIdentifier) {
            add(from, null, tables);
        } else if (from instanceof SqlCall as && as.getKind() == SqlKind.AS && as.operandCount() == 2) {
            add(as.operand(0), as.operand(1), tables);
        }
    }

    private void add(SqlNode table, @Nullable SqlNode alias, Map<String, TableInfo> tables) {
        if (table instanceof SqlIdentifier name && name.names.size() <= 2) {
            TableInfo info = catalog.table(name);
            if (info != null && !info.isView() && info.column(ROW_ID) == null) {
                tables.put(last(alias instanceof SqlIdentifier given ? given : name), info);
            }
        }
    }

    private static String last(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    private static void keepLabels(SqlNodeList items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof SqlIdentifier name && isRowId(name)) {
                items.set(
                        i,
                        SqlStdOperatorTable.AS.createCall(
                                name.getParserPosition(), name, new SqlIdentifier(ROW_ID, SqlParserPos.ZERO)));
            }
        }
    }

    private static boolean isRowId(SqlIdentifier name) {
        return !name.isStar() && last(name).equals(ROW_ID);
    }

    @Override
    public @Nullable Void visit(SqlIdentifier name) {
        TableInfo table = isRowId(name) ? table(name) : null;
        if (table == null) {
            return null; // Not found, or that of a query, as the label above.
        }
        if (table.column(table.rowIdColumn()) == null) {
            throw Failures.notSupported(
                    ROW_ID + " of table " + table.name()
                            + " is not supported, because its primary key is not one integer column; name the key's"
                            + " columns",
                    name.getParserPosition());
        }
        int count = name.names.size();
        List<String> names = new ArrayList<>(name.names.subList(0, count - 1));
        names.add(table.rowIdColumn());
        List<SqlParserPos> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(name.getComponentParserPosition(i));
        }
        name.setNames(names, places);
        return null;
    }

    private @Nullable TableInfo table(SqlIdentifier name) {
        int count = name.names.size();
        for (int i = scopes.size() - 1; i >= 0; i--) {
            Map<String, TableInfo> tables = scopes.get(i);
            if (count > 1 && tables.containsKey(name.names.get(count - 2))) {
                return tables.get(name.names.get(count - 2));
            }
            if (count == 1 && tables.size() == 1) {
                return tables.values().iterator().next();
            }
        }
        return null;
    }
}
