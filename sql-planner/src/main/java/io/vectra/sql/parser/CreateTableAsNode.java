package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE … AS query. */
public final class CreateTableAsNode extends StatementNode {
    private final Parts parts;
    private final boolean ifNotExists;
    private final boolean withData;

    public CreateTableAsNode(SqlParserPos pos, Parts parts, boolean ifNotExists, boolean withData) {
        super(pos, "CREATE TABLE", SqlKind.OTHER);
        this.parts = parts;
        this.ifNotExists = ifNotExists;
        this.withData = withData;
    }

    /** Returns what the table is called and made of. */
    public Parts parts() {
        return parts;
    }

    /** Returns whether an existing table of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }

    /** Returns whether the table gets the rows of the query, not its columns alone. */
    public boolean withData() {
        return withData;
    }

    /**
     * What a table is called and made of.
     *
     * @param columns the names of its columns, or null for those of the query or of {@code definition}
     * @param definition its columns and constraints, or null where the query says what the columns are
     */
    public record Parts(
            SqlIdentifier name,
            @Nullable SqlNodeList columns,
            SqlNode query,
            @Nullable CreateTableNode definition) {}
}
