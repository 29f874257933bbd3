package io.vectra.sql.plan;

import io.vectra.sql.mirror.HitsNode;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.HitColumn;
import io.vectra.storage.HitColumn.Content;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a select list that a search gives by itself: the primary key that is the row id, and the distance or
 * score. Nothing is left for the mirror then.
 */
final class HitColumns {
    private final TableInfo table;
    private final String alias;
    private final SqlNode value;

    private HitColumns(TableInfo table, String alias, SqlNode value) {
        this.table = table;
        this.alias = alias;
        this.value = value;
    }

    /**
     * Returns the columns, or null if something else is selected.
     *
     * @param part whose select list has the hits' distance in place of the distance already
     */
    static @Nullable List<HitColumn> of(SearchPart part, HitsNode hits) {
        return part.isGrouped() || part.isRange() || part.select().isDistinct()
                ? null
                : of(part.select(), part.table().info(), part.table().alias(), hits.distance());
    }

    /**
     * Returns the columns, or null if something else is selected.
     *
     * @param value the distance or score in the select list
     */
    static @Nullable List<HitColumn> of(SqlSelect select, TableInfo table, String alias, SqlNode value) {
        var columns = new HitColumns(table, alias, value);
        List<HitColumn> found = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            HitColumn column = columns.column(item);
            if (column == null) {
                return null;
            }
            found.add(column);
        }
        return found;
    }

    /** Returns the select list over the hits alone. */
    static SqlNodeList items(List<HitColumn> columns, SqlNodeList selected, HitsNode hits) {
        SqlParserPos pos = selected.getParserPosition();
        SqlNodeList items = new SqlNodeList(pos);
        for (int i = 0; i < columns.size(); i++) {
            HitColumn column = columns.get(i);
            items.add(
                    column.content() == Content.ROW_ID
                            ? SqlStdOperatorTable.AS.createCall(
                                    pos, hits.rowId(), new SqlIdentifier(column.label(), pos))
                            : selected.get(i));
        }
        return items;
    }

    private @Nullable HitColumn column(SqlNode item) {
        if (item.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) item;
            SqlIdentifier label = as.operand(1);
            return column(as.operand(0), label.getSimple());
        }
        return item instanceof SqlIdentifier identifier
                ? column(item, identifier.names.get(identifier.names.size() - 1))
                : null;
    }

    private @Nullable HitColumn column(SqlNode item, String label) {
        ColumnInfo any = table.columns().get(0);
        if (item.equalsDeep(value, Litmus.IGNORE)) {
            return new HitColumn(label, Content.VALUE, table, any);
        }
        if (item.getKind() == SqlKind.MINUS_PREFIX
                && ((SqlCall) item).operand(0).equalsDeep(value, Litmus.IGNORE)) {
            return new HitColumn(label, Content.NEGATED_VALUE, table, any);
        }
        if (!(item instanceof SqlIdentifier identifier)
                || identifier.names.size() != 2
                || !identifier.names.get(0).equals(alias)) {
            return null;
        }
        ColumnInfo column = HitsNode.rowIdColumn(table);
        return column == null || !column.name().equals(identifier.names.get(1))
                ? null
                : new HitColumn(label, Content.ROW_ID, table, column);
    }
}
