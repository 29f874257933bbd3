package io.vectra.sql.plan;

import io.vectra.sql.mirror.SystemRowsNode;
import io.vectra.sql.system.SystemTable;
import io.vectra.sql.validate.TableReplacement;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Puts arrays of values in place of the system tables that a checked statement reads. */
final class SystemTables extends TableReplacement {
    private final int firstParameter;
    private final List<SystemTable> found = new ArrayList<>();

    private SystemTables(int firstParameter) {
        this.firstParameter = firstParameter;
    }

    /**
     * Changes the tree.
     *
     * @return the tables whose columns' arrays the parameters after the vectors of the text take, in this order
     */
    static List<SystemTable> replace(Validated statement) {
        SystemTables tables = new SystemTables(statement.parameters().userCount()
                + statement.parameters().constants().size());
        statement.node().accept(tables);
        return tables.found;
    }

    /** Returns the names of the system tables. */
    static List<String> names() {
        return Arrays.stream(SystemTable.values()).map(Enum::name).toList();
    }

    @Override
    protected SqlNode replaced(SqlNode from) {
        if (from.getKind() != SqlKind.AS || !(((SqlCall) from).operand(0) instanceof SqlIdentifier name)) {
            return from;
        }
        boolean isSystem = name.names.size() == 2 && name.names.get(0).equals(SystemTable.SCHEMA);
        SystemTable table = isSystem ? SystemTable.find(name.names.get(1)) : null;
        if (table == null) {
            return from;
        }
        List<SqlNode> operands = ((SqlCall) from).getOperandList();
        List<String> columns = new ArrayList<>();
        operands.subList(2, operands.size()).forEach(each -> columns.add(((SqlIdentifier) each).getSimple()));
        if (columns.isEmpty()) {
            table.info().columns().stream().map(ColumnInfo::name).forEach(columns::add);
        }
        return new SystemRowsNode(table, ((SqlIdentifier) operands.get(1)).getSimple(), columns, parameter(table));
    }

    /** A table that is read twice has the same rows both times. */
    private int parameter(SystemTable table) {
        int parameter = firstParameter;
        for (SystemTable each : found) {
            if (each == table) {
                return parameter;
            }
            parameter += each.info().columns().size();
        }
        found.add(table);
        return parameter;
    }
}
