package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX. */
public final class CreateIndexNode extends StatementNode {
    private final Parts parts;
    private final boolean unique;
    private final boolean ifNotExists;

    public CreateIndexNode(SqlParserPos pos, Parts parts, boolean unique, boolean ifNotExists) {
        super(pos, "CREATE INDEX", SqlKind.OTHER_DDL);
        this.parts = parts;
        this.unique = unique;
        this.ifNotExists = ifNotExists;
    }

    /** Returns what the index is called and made of. */
    public Parts parts() {
        return parts;
    }

    /** Returns whether equal keys are refused. */
    public boolean isUnique() {
        return unique;
    }

    /** Returns whether an existing index of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }

    /**
     * What an index is called and made of.
     *
     * @param name the index's name, or null to have one made
     * @param table the table
     * @param method what stands after USING, or null
     * @param columns the columns, each with or without DESC and NULLS FIRST or LAST
     * @param options what stands after WITH
     */
    public record Parts(
            @Nullable SqlIdentifier name,
            SqlIdentifier table,
            @Nullable SqlIdentifier method,
            List<SqlNode> columns,
            List<IndexOptionNode> options) {
        public Parts {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }
    }
}
