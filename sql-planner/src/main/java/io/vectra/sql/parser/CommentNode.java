package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** COMMENT ON. */
public final class CommentNode extends StatementNode {
    private final String kind;
    private final SqlIdentifier name;
    private final SqlNode text;

    /**
     * Creates a statement.
     *
     * @param kind such as {@code TABLE}
     * @param text a string literal; empty to take the comment away
     */
    public CommentNode(SqlParserPos pos, String kind, SqlIdentifier name, SqlNode text) {
        super(pos, "COMMENT", SqlKind.OTHER_DDL);
        this.kind = kind;
        this.name = name;
        this.text = text;
    }

    /** Returns what gets the comment, such as {@code TABLE}. */
    public String kind() {
        return kind;
    }

    /** Returns the name of what gets the comment. */
    public SqlIdentifier name() {
        return name;
    }

    /** Returns the comment, a string literal. */
    public SqlNode text() {
        return text;
    }
}
