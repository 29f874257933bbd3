package io.vectra.sql.mirror;

import io.vectra.sql.system.InformationTable;
import io.vectra.sql.system.InformationTable.Piece;
import io.vectra.sql.system.SystemRows;
import io.vectra.storage.ColumnInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The rows of a table of INFORMATION_SCHEMA, which are a query of the mirror. */
public final class InformationRowsNode extends SqlIdentifier {
    private final InformationTable table;
    private final String alias;
    private final List<String> columns;
    private final Map<SystemRows, Integer> firstParameters;

    /**
     * Creates the rows.
     *
     * @param alias the name that the query knows them by
     * @param columns the names that the query knows the columns by
     * @param firstParameters the indices of the first columns' arrays of what the query reads beside the mirror
     */
    public InformationRowsNode(
            InformationTable table, String alias, List<String> columns, Map<SystemRows, Integer> firstParameters) {
        super(alias, SqlParserPos.ZERO);
        this.table = table;
        this.alias = alias;
        this.columns = List.copyOf(columns);
        this.firstParameters = Map.copyOf(firstParameters);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print("(");
        for (Piece piece : table.query()) {
            writer.print(piece.sql());
            SystemRows rows = piece.rows();
            if (rows != null) {
                unparse(writer, rows, piece.alias());
            }
        }
        writer.print(")");
        writer.setNeedWhitespace(true);
        SystemRowsNode.name(writer, alias, columns);
    }

    private void unparse(SqlWriter writer, SystemRows rows, @Nullable String name) {
        int parameter = Objects.requireNonNull(firstParameters.get(rows));
        if (name == null) {
            SystemRowsNode.unparseArray(writer, rows.info().columns().get(0), parameter);
        } else {
            SystemRowsNode.unparse(writer, rows, parameter);
            SystemRowsNode.name(
                    writer,
                    name,
                    rows.info().columns().stream().map(ColumnInfo::name).toList());
        }
    }
}
