package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE SCHEMA. */
public final class CreateSchemaNode extends StatementNode {
    private final SqlIdentifier name;
    private final boolean ifNotExists;

    public CreateSchemaNode(SqlParserPos pos, SqlIdentifier name, boolean ifNotExists) {
        super(pos, "CREATE SCHEMA", SqlKind.OTHER_DDL);
        this.name = name;
        this.ifNotExists = ifNotExists;
    }

    /** Returns the schema's name. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns whether an existing schema of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }
}
