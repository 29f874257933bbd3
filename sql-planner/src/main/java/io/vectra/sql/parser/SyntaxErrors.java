package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the failures of the grammar's own productions. */
final class SyntaxErrors {
    /** The SQLState of a syntax error. */
    static final String SYNTAX_ERROR = "42000";

    private SyntaxErrors() {}

    static SqlFailure at(SqlParserPos pos, String message) {
        return at(pos, SYNTAX_ERROR, "Syntax error: " + message);
    }

    static SqlFailure at(SqlParserPos pos, String sqlState, String message) {
        return new SqlFailure(sqlState, message, pos.getLineNum(), pos.getColumnNum(), null);
    }
}
