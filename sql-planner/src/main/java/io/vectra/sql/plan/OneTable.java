package io.vectra.sql.plan;

import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * The one table that a part of a query reads.
 *
 * @param info the table
 * @param alias its name in that part
 */
record OneTable(TableInfo info, String alias) {
    /** Returns the table of a part that reads nothing else and depends on nothing outside; else null. */
    static @Nullable OneTable of(SqlSelect select, Validated query) {
        if (!(select.getFrom() instanceof SqlCall from)
                || from.getKind() != SqlKind.AS
                || from.operandCount() != 2
                || !(from.operand(0) instanceof SqlIdentifier name)
                || name.names.size() != 2) {
            return null;
        }
        TableInfo info = query.catalog().table(name);
        boolean isTable =
                info != null && !info.isView() && Trees.freeAliases(select).isEmpty();
        return isTable && info != null ? new OneTable(info, ((SqlIdentifier) from.operand(1)).getSimple()) : null;
    }
}
