package io.vectra.sql.mirror;

import io.vectra.storage.MirrorFunctions;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Whether a row is among those that a search has found, whatever is NULL in it. */
public final class RowFoundNode extends SqlIdentifier {
    private final String alias;
    private final int parameter;

    /**
     * Creates the condition.
     *
     * @param alias the table's alias
     * @param parameter the index of the rows found
     */
    public RowFoundNode(String alias, int parameter) {
        super("VECTRA_FOUND", SqlParserPos.ZERO);
        this.alias = alias;
        this.parameter = parameter;
    }

    /** Returns the table's alias. */
    public String alias() {
        return alias;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        SqlWriter.Frame frame = writer.startFunCall(MirrorFunctions.TEXT_MATCHES);
        writer.sep(",");
        writer.dynamicParam(parameter);
        writer.sep(",");
        new RowIdNode(alias).unparse(writer, 0, 0);
        writer.endFunCall(frame);
    }
}
