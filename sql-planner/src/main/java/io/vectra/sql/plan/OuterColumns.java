package io.vectra.sql.plan;

import io.vectra.sql.execute.OuterRows;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.plan.LateralJoins.RowWise;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Puts the values that a row of the table outside has in place of its columns. */
final class OuterColumns {
    private static final SqlParserPos POS = SqlParserPos.ZERO;

    /** The types whose values compare in a filter as they do in the mirror. */
    private static final Set<String> PLAIN_TYPES =
            Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "CHARACTER VARYING");

    private final RowWise rowWise;
    private final TableInfo table;
    private final List<SqlNode> items = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private final Set<Integer> plainSlots = new HashSet<>();
    private final Substitution values = new Substitution();

    /**
     * Gives each column of the table a place for its value.
     *
     * @param nextSlot gives the next free place
     */
    OuterColumns(RowWise rowWise, TableInfo table, SearchPart part, IntSupplier nextSlot) {
        this.rowWise = rowWise;
        this.table = table;
        items.add(new RowIdNode(rowWise.alias()));
        Set<String> read = new HashSet<>(Trees.columns(part.distance().query(), rowWise.alias()));
        part.where().all().forEach(condition -> read.addAll(Trees.columns(condition, rowWise.alias())));
        read.addAll(Trees.columns(part.read().from(), rowWise.alias()));
        Map<String, SqlNode> expressions = new HashMap<>();
        for (ColumnInfo column : table.columns()) {
            if (read.contains(column.name())) {
                expressions.put(column.name(), value(column, nextSlot.getAsInt()));
            }
        }
        values.replace(rowWise.alias(), expressions);
    }

    private SqlNode value(ColumnInfo column, int slot) {
        items.add(new SqlIdentifier(List.of(rowWise.alias(), column.name()), POS));
        slots.add(slot);
        if (PLAIN_TYPES.contains(column.type().name()) && !column.isVector()) {
            plainSlots.add(slot);
        }
        SqlDynamicParam parameter = new SqlDynamicParam(slot, POS);
        if (!column.isVector()) {
            return parameter;
        }
        SqlDataTypeSpec reference = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, POS), POS);
        return SqlStdOperatorTable.CAST.createCall(POS, parameter, reference);
    }

    /** Returns what puts the values in place. */
    Substitution values() {
        return values;
    }

    /** Returns the places of values that a filter takes. */
    Set<Integer> plainSlots() {
        return plainSlots;
    }

    /** Returns how the rows are read. */
    OuterRows rows(MirrorQueries queries) {
        return new OuterRows(
                table.schema() + "." + table.name(),
                queries.rows(items, rowWise.outer(), rowWise.outerConditions()),
                slots,
                rowWise.place() != RowWise.Place.JOINED);
    }
}
