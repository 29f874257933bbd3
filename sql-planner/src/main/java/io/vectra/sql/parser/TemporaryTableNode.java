package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE TEMPORARY TABLE. */
public final class TemporaryTableNode extends StatementNode {
    /** What a commit does to the table. */
    public enum OnCommit {
        PRESERVE_ROWS,
        DELETE_ROWS,
        DROP
    }

    private final SqlNode table;
    private final OnCommit onCommit;
    private final boolean isTransactional;

    /**
     * Creates a statement.
     *
     * @param table the same for a table that stays: a {@link CreateTableNode} or {@link CreateTableAsNode}
     * @param isTransactional whether the running transaction goes on
     */
    public TemporaryTableNode(SqlParserPos pos, SqlNode table, OnCommit onCommit, boolean isTransactional) {
        super(pos, "CREATE TEMPORARY TABLE", SqlKind.OTHER);
        this.table = table;
        this.onCommit = onCommit;
        this.isTransactional = isTransactional;
    }

    /** Returns the same for a table that stays: a {@link CreateTableNode} or {@link CreateTableAsNode}. */
    public SqlNode table() {
        return table;
    }

    /** Returns what a commit does to the table. */
    public OnCommit onCommit() {
        return onCommit;
    }

    /** Returns whether the running transaction goes on. */
    public boolean isTransactional() {
        return isTransactional;
    }
}
