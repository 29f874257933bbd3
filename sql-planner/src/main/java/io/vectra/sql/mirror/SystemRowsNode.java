package io.vectra.sql.mirror;

import io.vectra.sql.system.SystemRows;
import io.vectra.storage.ColumnInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The rows of a system table, which the mirror gets as one array for each column. */
public final class SystemRowsNode extends SqlIdentifier {
    private final SystemRows table;
    private final String alias;
    private final List<String> columns;
    private final int firstParameter;

    /**
     * Creates the rows.
     *
     * @param alias the name that the query knows them by
     * @param columns the names that the query knows the columns by
     * @param firstParameter the index of the first column's array; the others have the next ones
     */
    public SystemRowsNode(SystemRows table, String alias, List<String> columns, int firstParameter) {
        super(alias, SqlParserPos.ZERO);
        this.table = table;
        this.alias = alias;
        this.columns = List.copyOf(columns);
        this.firstParameter = firstParameter;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        unparse(writer, table, firstParameter);
        name(writer, alias, columns);
    }

    /** Prints the array of one column. */
    static void unparseArray(SqlWriter writer, ColumnInfo column, int parameter) {
        MirrorWriter.printArray(writer, parameter, column.type().sql());
    }

    /** Prints the names that a query knows rows by. */
    static void name(SqlWriter writer, String alias, List<String> columns) {
        writer.print("AS " + DefinitionPlanner.quoted(alias)
                + columns.stream().map(DefinitionPlanner::quoted).collect(Collectors.joining(", ", " (", ")")));
        writer.setNeedWhitespace(true);
    }

    /** Prints the rows without an alias. */
    static void unparse(SqlWriter writer, SystemRows rows, int firstParameter) {
        writer.print("UNNEST(");
        int parameter = firstParameter;
        for (ColumnInfo column : rows.info().columns()) {
            writer.print(parameter == firstParameter ? "" : ", ");
            unparseArray(writer, column, parameter++);
        }
        writer.print(")");
        writer.setNeedWhitespace(true);
    }
}
