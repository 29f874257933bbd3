package io.vectra.sql.parser;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.TemporaryTable;
import io.vectra.storage.TemporaryTable.OnCommit;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE TEMPORARY TABLE. */
public final class TemporaryTableNode extends StatementNode {
    private final SqlNode table;
    private final Options options;

    /**
     * Creates a statement.
     *
     * @param table the same for a table that stays: a {@link CreateTableNode} or {@link CreateTableAsNode}
     */
    public TemporaryTableNode(SqlParserPos pos, SqlNode table, Options options) {
        super(pos, "CREATE TEMPORARY TABLE", SqlKind.OTHER);
        this.table = table;
        this.options = options;
    }

    /**
     * What is said about the table beside its columns.
     *
     * @param isGlobal whether all sessions see it
     * @param onCommit what a transaction's end does to it
     * @param isTransactional whether the running transaction goes on
     */
    public record Options(boolean isGlobal, OnCommit onCommit, boolean isTransactional) {
        /** A table that the transaction's end drops is of no use to other sessions. */
        public Options {
            isGlobal &= onCommit != OnCommit.DROP;
        }

        /** Returns the table to be made. */
        public TemporaryTable table(SchemaChange.CreateTable definition) {
            return new TemporaryTable(definition, isGlobal, onCommit, isTransactional);
        }
    }

    /** Returns the same for a table that stays: a {@link CreateTableNode} or {@link CreateTableAsNode}. */
    public SqlNode table() {
        return table;
    }

    /** Returns what is said about the table beside its columns. */
    public Options options() {
        return options;
    }
}
