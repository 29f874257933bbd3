package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER SEQUENCE. */
public final class AlterSequenceNode extends StatementNode {
    private final SqlIdentifier name;
    private final String options;
    private final boolean ifExists;

    /**
     * Creates a statement.
     *
     * @param options such as {@code RESTART WITH 1}
     */
    public AlterSequenceNode(SqlParserPos pos, SqlIdentifier name, String options, boolean ifExists) {
        super(pos, "ALTER SEQUENCE", SqlKind.OTHER_DDL);
        this.name = name;
        this.options = options;
        this.ifExists = ifExists;
    }

    /** Returns the sequence's name. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns the options as the mirror's SQL. */
    public String options() {
        return options;
    }

    /** Returns whether a missing sequence is no error. */
    public boolean ifExists() {
        return ifExists;
    }
}
