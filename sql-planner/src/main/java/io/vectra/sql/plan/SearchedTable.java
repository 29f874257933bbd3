package io.vectra.sql.plan;

import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * The one table that a part of a query reads.
 *
 * @param info the table
 * @param alias its name in that part
 */
record SearchedTable(TableInfo info, String alias) {
    /** Returns the table of a part that reads nothing else and depends on nothing outside. */
    static SearchedTable of(SqlSelect select, Validated query) throws NotSearchable {
        if (!(select.getFrom() instanceof SqlCall from)
                || from.getKind() != SqlKind.AS
                || from.operandCount() != 2
                || !(from.operand(0) instanceof SqlIdentifier name)) {
            throw notOneTable();
        }
        if (!Trees.freeAliases(select).isEmpty()) {
            throw new NotSearchable("the sub-query depends on the row outside of it");
        }
        TableInfo info = name.names.size() == 2 ? query.catalog().table(name) : null;
        if (info == null || info.isView()) {
            throw notOneTable();
        }
        return new SearchedTable(info, ((SqlIdentifier) from.operand(1)).getSimple());
    }

    private static NotSearchable notOneTable() {
        return new NotSearchable("the distance is computed over something else than one table");
    }

    /** Returns the vector column that an expression is, or null. */
    @Nullable
    ColumnInfo vectorColumn(SqlNode node) {
        if (node instanceof SqlIdentifier name
                && name.names.size() == 2
                && name.names.get(0).equals(alias)) {
            ColumnInfo column = info.column(name.names.get(1));
            return column != null && column.isVector() ? column : null;
        }
        return null;
    }
}
