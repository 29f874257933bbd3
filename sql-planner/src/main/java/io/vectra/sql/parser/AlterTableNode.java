package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER TABLE. */
public final class AlterTableNode extends StatementNode {
    private final SqlIdentifier table;
    private final boolean ifExists;
    private final AlterAction action;

    public AlterTableNode(SqlParserPos pos, SqlIdentifier table, boolean ifExists, AlterAction action) {
        super(pos, "ALTER TABLE", SqlKind.OTHER_DDL);
        this.table = table;
        this.ifExists = ifExists;
        this.action = action;
    }

    /** Returns the table. */
    public SqlIdentifier table() {
        return table;
    }

    /** Returns whether a missing table is no error. */
    public boolean ifExists() {
        return ifExists;
    }

    /** Returns what is changed. */
    public AlterAction action() {
        return action;
    }
}
