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
}
