package io.vectra.sql.plan;

import io.vectra.sql.mirror.InformationRowsNode;
import io.vectra.sql.mirror.SystemRowsNode;
import io.vectra.sql.system.InformationTable;
import io.vectra.sql.system.SystemRows;
import io.vectra.sql.system.SystemTable;
import io.vectra.sql.validate.TableReplacement;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Puts arrays of values, and queries over them, in place of the system tables that a checked statement reads. */
final class SystemTables extends TableReplacement {
    private final int firstParameter;
    private final List<SystemRows> found = new ArrayList<>();

    private SystemTables(int firstParameter) {
        this.firstParameter = firstParameter;
    }

    /**
     * Changes the tree.
     *
     * @return the tables whose columns' arrays the parameters after the vectors of the text take, in this order
     */
    static List<SystemRows> replace(Validated statement) {
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
        boolean isSystem = name.names.size() == 2;
        String schema = isSystem ? name.names.get(0) : "";
        String last = isSystem ? name.names.get(1) : "";
        SystemTable table = schema.equals(SystemTable.SCHEMA) ? SystemTable.find(last) : null;
        InformationTable information = schema.equals(InformationTable.SCHEMA) ? InformationTable.find(last) : null;
        List<SqlNode> operands = ((SqlCall) from).getOperandList();
        String alias = ((SqlIdentifier) operands.get(1)).getSimple();
        if (table != null) {
            return new SystemRowsNode(table, alias, columns(operands, table.info()), parameter(table));
        }
        return information == null
                ? from
                : new InformationRowsNode(
                        information, alias, columns(operands, information.info()), parameters(information));
    }

    private Map<SystemRows, Integer> parameters(InformationTable information) {
        Map<SystemRows, Integer> parameters = new HashMap<>();
        for (InformationTable.Piece piece : information.query()) {
            SystemRows rows = piece.rows();
            if (rows != null) {
                parameters.put(rows, parameter(rows));
            }
        }
        return parameters;
    }

    /** Returns the names of a table's columns, which may be given after its alias. */
    private static List<String> columns(List<SqlNode> operands, TableInfo table) {
        return operands.size() > 2
                ? operands.subList(2, operands.size()).stream()
                        .map(each -> ((SqlIdentifier) each).getSimple())
                        .toList()
                : table.columns().stream().map(ColumnInfo::name).toList();
    }

    /** A table that is read twice has the same rows both times. */
    private int parameter(SystemRows table) {
        int parameter = firstParameter;
        for (SystemRows each : found) {
            if (each == table) {
                return parameter;
            }
            parameter += each.info().columns().size();
        }
        found.add(table);
        return parameter;
    }
}
