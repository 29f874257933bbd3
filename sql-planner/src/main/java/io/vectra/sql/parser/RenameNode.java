package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER INDEX, VIEW or SCHEMA … RENAME TO; a table is renamed by an {@link AlterTableNode}. */
public final class RenameNode extends StatementNode {
    private final Kind kind;
    private final SqlIdentifier name;
    private final SqlIdentifier to;
    private final boolean ifExists;

    /** What is renamed. */
    public enum Kind {
        INDEX,
        VIEW,
        SCHEMA
    }

    /** Creates a statement. */
    public RenameNode(SqlParserPos pos, Kind kind, SqlIdentifier name, SqlIdentifier to, boolean ifExists) {
        super(pos, "ALTER " + kind, SqlKind.OTHER_DDL);
        this.kind = kind;
        this.name = name;
        this.to = to;
        this.ifExists = ifExists;
    }

    /** Returns what is renamed. */
    public Kind kind() {
        return kind;
    }

    /** Returns the name until now. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns the new name, which has no schema. */
    public SqlIdentifier to() {
        return to;
    }

    /** Returns whether a missing one is no error. */
    public boolean ifExists() {
        return ifExists;
    }
}
