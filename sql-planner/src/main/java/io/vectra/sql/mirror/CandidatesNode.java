package io.vectra.sql.mirror;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Some rows of a table, in place of the table: a query over them has the same result. The mirror reads them by their
 * row ids: with an inner join it would scan the table instead.
 */
public final class CandidatesNode extends SqlIdentifier {
    private final TableInfo table;
    private final String alias;
    private final int parameter;

    /**
     * Creates the rows.
     *
     * @param alias the table's alias
     * @param parameter the index of the row ids
     */
    public CandidatesNode(TableInfo table, String alias, int parameter) {
        super(alias, SqlParserPos.ZERO);
        this.table = table;
        this.alias = alias;
        this.parameter = parameter;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        ColumnInfo key = HitsNode.rowIdColumn(table);
        String ids = DefinitionPlanner.quoted("VECTRA_CANDIDATES_" + parameter);
        String quotedAlias = DefinitionPlanner.quoted(alias);
        writer.print("UNNEST(CAST(");
        writer.dynamicParam(parameter);
        writer.print(
                "AS " + (key == null ? "BIGINT" : key.type().sql()) + " ARRAY)) AS " + ids + " (\"ROW_ID\") LEFT JOIN "
                        + DefinitionPlanner.qualified(table.schema(), table.name()) + " AS " + quotedAlias + " ON "
                        + quotedAlias + "." + DefinitionPlanner.quoted(table.rowIdColumn())
                        + " = " + ids + ".\"ROW_ID\"");
        writer.setNeedWhitespace(true);
    }
}
