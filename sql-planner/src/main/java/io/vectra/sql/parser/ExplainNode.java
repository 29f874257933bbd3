package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** EXPLAIN of a query or of a changing statement. */
public final class ExplainNode extends StatementNode {
    private final SqlNode statement;
    private final boolean analyzes;

    public ExplainNode(SqlParserPos pos, SqlNode statement, boolean analyzes) {
        super(pos, "EXPLAIN", SqlKind.OTHER);
        this.statement = statement;
        this.analyzes = analyzes;
    }

    /** Returns the statement to be explained. */
    public SqlNode statement() {
        return statement;
    }

    /** Returns whether the statement is run and measured. */
    public boolean analyzes() {
        return analyzes;
    }
}
