package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE SEQUENCE. */
public final class CreateSequenceNode extends StatementNode {
    private final SqlIdentifier name;
    private final String options;
    private final boolean ifNotExists;

    /**
     * Creates a statement.
     *
     * @param options such as {@code START WITH 1 INCREMENT BY 50}; empty for none
     */
    public CreateSequenceNode(SqlParserPos pos, SqlIdentifier name, String options, boolean ifNotExists) {
        super(pos, "CREATE SEQUENCE", SqlKind.OTHER_DDL);
        this.name = name;
        this.options = options;
        this.ifNotExists = ifNotExists;
    }

    /** Returns the sequence's name. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns the options as the mirror's SQL. */
    public String options() {
        return options;
    }

    /** Returns whether an existing sequence of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }
}
