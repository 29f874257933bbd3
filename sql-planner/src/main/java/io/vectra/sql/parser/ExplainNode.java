package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** EXPLAIN of a query or of a changing statement. */
public final class ExplainNode extends StatementNode {
    private final SqlNode statement;

    public ExplainNode(SqlParserPos pos, SqlNode statement) {
        super(pos, "EXPLAIN", SqlKind.OTHER);
        this.statement = statement;
    }

    /** Returns the statement to be explained. */
    public SqlNode statement() {
        return statement;
    }
}
