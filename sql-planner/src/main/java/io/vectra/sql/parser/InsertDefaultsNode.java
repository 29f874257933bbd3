package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** INSERT INTO table DEFAULT VALUES. */
public final class InsertDefaultsNode extends StatementNode {
    private final SqlIdentifier table;
    private final @Nullable SqlNodeList columns;

    public InsertDefaultsNode(SqlParserPos pos, SqlIdentifier table, @Nullable SqlNodeList columns) {
        super(pos, "INSERT", SqlKind.OTHER);
        this.table = table;
        this.columns = columns;
    }

    /** Returns the table. */
    public SqlIdentifier table() {
        return table;
    }

    /** Returns the column list, or null if there was none. */
    public @Nullable SqlNodeList columns() {
        return columns;
    }
}
