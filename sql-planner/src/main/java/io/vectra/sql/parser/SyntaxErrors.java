package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the failures of the grammar's own productions. */
final class SyntaxErrors {
    /** The SQLState of a syntax error. */
    static final String SYNTAX_ERROR = "42000";

    private SyntaxErrors() {}

    static SqlFailure at(SqlParserPos pos, String message) {
        return new SqlFailure(SYNTAX_ERROR, "Syntax error: " + message, pos.getLineNum(), pos.getColumnNum(), null);
    }
}
