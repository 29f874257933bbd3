package io.vectra.sql.mirror;

import io.vectra.storage.TableInfo;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The rows that a vector search found, in place of the table they were found in. The mirror reads them by their row
 * ids: with an inner join it would scan the table instead.
 */
public final class HitsNode extends SqlIdentifier {
    private final String hits;
    private final TableInfo table;
    private final String alias;
    private final int firstParameter;

    /**
     * Creates the rows.
     *
     * @param hits the alias of the hits
     * @param alias the table's alias
     * @param firstParameter the index of the row ids; the distances have the next one
     */
    public HitsNode(String hits, TableInfo table, String alias, int firstParameter) {
        super(hits, SqlParserPos.ZERO);
        this.hits = hits;
        this.table = table;
        this.alias = alias;
        this.firstParameter = firstParameter;
    }

    /** Returns the distance of each row. */
    public SqlIdentifier distance() {
        return new SqlIdentifier(java.util.List.of(hits, "DISTANCE"), SqlParserPos.ZERO);
    }

    /** Returns the position of each row in the order of the search. */
    public SqlIdentifier position() {
        return new SqlIdentifier(java.util.List.of(hits, "POSITION"), SqlParserPos.ZERO);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print("UNNEST(CAST(");
        writer.dynamicParam(firstParameter);
        writer.print("AS BIGINT ARRAY), CAST(");
        writer.dynamicParam(firstParameter + 1);
        String quotedHits = DefinitionPlanner.quoted(hits);
        String quotedAlias = DefinitionPlanner.quoted(alias);
        writer.print("AS DOUBLE PRECISION ARRAY)) WITH ORDINALITY AS " + quotedHits
                + " (\"ROW_ID\", \"DISTANCE\", \"POSITION\") LEFT JOIN "
                + DefinitionPlanner.qualified(table.schema(), table.name()) + " AS " + quotedAlias + " ON "
                + quotedAlias + "._ROWID_ = "
                + quotedHits + ".\"ROW_ID\"");
        writer.setNeedWhitespace(true);
    }
}
