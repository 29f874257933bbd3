package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** An UPDATE or DELETE of some of the rows that meet its WHERE. */
public final class LimitedChangeNode extends StatementNode {
    private final SqlNode change;
    private final SqlNode fetch;

    /** @param fetch how many rows are changed at most, a number or parameter */
    public LimitedChangeNode(SqlParserPos pos, SqlNode change, SqlNode fetch) {
        super(pos, "FETCH", SqlKind.OTHER);
        this.change = change;
        this.fetch = fetch;
    }

    /** Returns the statement for all rows. */
    public SqlNode change() {
        return change;
    }

    /** Returns how many rows are changed at most. */
    public SqlNode fetch() {
        return fetch;
    }
}
