package io.vectra.sql.mirror;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A table's row id, which has no name that could be quoted. */
public final class RowIdNode extends SqlIdentifier {
    private final String alias;
    private final boolean isComputed;

    /** Creates the row id of the table with this alias. */
    public RowIdNode(String alias) {
        this(alias, false);
    }

    private RowIdNode(String alias, boolean isComputed) {
        super("_ROWID_", SqlParserPos.ZERO);
        this.alias = alias;
        this.isComputed = isComputed;
    }

    /**
     * Creates the row id as the first key of an order. H2 2.5 loses rows where that is {@code _ROWID_} itself and a
     * condition is answered by an index: it reads the table by the index's key as if that were the row id.
     */
    public static RowIdNode ordering(String alias) {
        return new RowIdNode(alias, true);
    }

    /** Returns the table's alias. */
    public String alias() {
        return alias;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        String rowId = DefinitionPlanner.quoted(alias) + "._ROWID_";
        writer.print(isComputed ? "(" + rowId + " + 0)" : rowId);
        writer.setNeedWhitespace(true);
    }
}
