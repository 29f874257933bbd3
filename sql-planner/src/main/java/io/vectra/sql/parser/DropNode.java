package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** DROP TABLE or DROP INDEX. */
public final class DropNode extends StatementNode {
    private final SqlIdentifier name;
    private final boolean ifExists;
    private final boolean cascade;
    private final boolean isIndex;

    private DropNode(SqlParserPos pos, SqlIdentifier name, boolean ifExists, boolean cascade, boolean isIndex) {
        super(pos, "DROP", SqlKind.OTHER_DDL);
        this.name = name;
        this.ifExists = ifExists;
        this.cascade = cascade;
        this.isIndex = isIndex;
    }

    /** Creates a DROP TABLE. */
    public static DropNode table(SqlParserPos pos, SqlIdentifier name, boolean ifExists, boolean cascade) {
        return new DropNode(pos, name, ifExists, cascade, false);
    }

    /** Creates a DROP INDEX. */
    public static DropNode index(SqlParserPos pos, SqlIdentifier name, boolean ifExists) {
        return new DropNode(pos, name, ifExists, false, true);
    }

    /** Returns the name of what is dropped. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns whether a missing one is no error. */
    public boolean ifExists() {
        return ifExists;
    }

    /** Returns whether what depends on it is dropped too. */
    public boolean cascade() {
        return cascade;
    }

    /** Returns whether an index is dropped, not a table. */
    public boolean isIndex() {
        return isIndex;
    }
}
