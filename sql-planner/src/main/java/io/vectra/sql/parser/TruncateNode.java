package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** TRUNCATE TABLE. */
public final class TruncateNode extends StatementNode {
    private final SqlIdentifier table;
    private final boolean restartIdentity;

    public TruncateNode(SqlParserPos pos, SqlIdentifier table, boolean restartIdentity) {
        super(pos, "TRUNCATE", SqlKind.OTHER_DDL);
        this.table = table;
        this.restartIdentity = restartIdentity;
    }

    /** Returns the table. */
    public SqlIdentifier table() {
        return table;
    }

    /** Returns whether identities start again. */
    public boolean restartIdentity() {
        return restartIdentity;
    }
}
