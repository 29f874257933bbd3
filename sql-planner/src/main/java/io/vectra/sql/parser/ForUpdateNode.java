package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A query with FOR UPDATE. */
public final class ForUpdateNode extends StatementNode {
    private final SqlNode query;

    public ForUpdateNode(SqlParserPos pos, SqlNode query) {
        super(pos, "FOR UPDATE", SqlKind.OTHER);
        this.query = query;
    }

    /** Returns the query. */
    public SqlNode query() {
        return query;
    }

    /**
     * Refuses NOWAIT, WAIT and SKIP LOCKED.
     *
     * @throws io.vectra.sql.SqlFailure always
     */
    public static void refuse(SqlParserPos pos, String word) {
        throw SyntaxErrors.at(
                pos,
                "0A000",
                "\"" + word
                        + "\" after FOR UPDATE is not supported: one transaction writes at a time, not each its rows;"
                        + " SET statement_timeout says how long a statement may wait for others");
    }
}
