package io.vectra.sql.mirror;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A table's row id, which has no name that could be quoted. */
public final class RowIdNode extends SqlIdentifier {
    private final String alias;

    /** Creates the row id of the table with this alias. */
    public RowIdNode(String alias) {
        super("_ROWID_", SqlParserPos.ZERO);
        this.alias = alias;
    }

    /** Returns the table's alias. */
    public String alias() {
        return alias;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print(DefinitionPlanner.quoted(alias) + "._ROWID_");
        writer.setNeedWhitespace(true);
    }
}
