package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** DROP of something that has a name. */
public final class DropNode extends StatementNode {
    private final Kind kind;
    private final SqlIdentifier name;
    private final boolean ifExists;
    private final boolean cascade;

    /** What is dropped. */
    public enum Kind {
        TABLE,
        INDEX,
        VIEW,
        SCHEMA,
        SEQUENCE
    }

    /** Creates a DROP. */
    public DropNode(SqlParserPos pos, Kind kind, SqlIdentifier name, boolean ifExists, boolean cascade) {
        super(pos, "DROP", SqlKind.OTHER_DDL);
        this.kind = kind;
        this.name = name;
        this.ifExists = ifExists;
        this.cascade = cascade;
    }

    /** Creates a DROP TABLE. */
    public static DropNode table(SqlParserPos pos, SqlIdentifier name, boolean ifExists, boolean cascade) {
        return new DropNode(pos, Kind.TABLE, name, ifExists, cascade);
    }

    /** Creates a DROP INDEX. */
    public static DropNode index(SqlParserPos pos, SqlIdentifier name, boolean ifExists) {
        return new DropNode(pos, Kind.INDEX, name, ifExists, false);
    }

    /** Returns what is dropped. */
    public Kind kind() {
        return kind;
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
}
