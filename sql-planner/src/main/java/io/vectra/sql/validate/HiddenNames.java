package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.storage.Catalog;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Gives other names to the items of WITH that have the name of a table, because the mirror would read the table. In a
 * checked tree, a table has its schema before its name, and an item has not.
 */
final class HiddenNames extends TableReplacement {
    private final CatalogView catalog;
    private Map<String, String> renamed = Map.of();

    HiddenNames(CatalogView catalog) {
        this.catalog = catalog;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlWith with) {
            visitWith(with);
            return null;
        }
        return super.visit(call);
    }

    private void visitWith(SqlWith with) {
        Map<String, String> before = renamed;
        Map<String, String> names = new HashMap<>(before);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            boolean readsItself = item.recursive.booleanValue();
            if (!readsItself) {
                item.query.accept(this);
            }
            String name = item.name.getSimple();
            String free = free(name);
            names.remove(name);
            if (!free.equals(name)) {
                names.put(name, free);
                item.name = new SqlIdentifier(free, item.name.getParserPosition());
            }
            renamed = Map.copyOf(names);
            if (readsItself) {
                item.query.accept(this);
            }
        }
        with.body.accept(this);
        renamed = before;
    }

    private String free(String name) {
        String free = name;
        for (int i = 1; catalog.catalog().table(Catalog.DEFAULT_SCHEMA, free) != null; i++) {
            free = name + " " + i;
        }
        return free;
    }

    @Override
    protected SqlNode replaced(SqlNode from) {
        if (from instanceof SqlIdentifier name && name.isSimple() && renamed.containsKey(name.getSimple())) {
            SqlParserPos pos = name.getParserPosition();
            return SqlStdOperatorTable.AS.createCall(pos, item(name), name);
        }
        if (from.getKind() == SqlKind.AS
                && ((SqlCall) from).operand(0) instanceof SqlIdentifier name
                && name.isSimple()
                && renamed.containsKey(name.getSimple())) {
            ((SqlCall) from).setOperand(0, item(name));
        }
        return from;
    }

    private SqlIdentifier item(SqlIdentifier name) {
        return new SqlIdentifier(renamed.getOrDefault(name.getSimple(), name.getSimple()), name.getParserPosition());
    }
}
