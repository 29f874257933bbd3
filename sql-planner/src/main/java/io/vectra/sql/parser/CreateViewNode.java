package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE VIEW. */
public final class CreateViewNode extends StatementNode {
    private final Parts parts;
    private final boolean replaces;
    private final boolean ifNotExists;

    public CreateViewNode(SqlParserPos pos, Parts parts, boolean replaces, boolean ifNotExists) {
        super(pos, "CREATE VIEW", SqlKind.OTHER_DDL);
        this.parts = parts;
        this.replaces = replaces;
        this.ifNotExists = ifNotExists;
    }

    /** Returns what the view is called and made of. */
    public Parts parts() {
        return parts;
    }

    /** Returns whether an existing view of that name is replaced. */
    public boolean replaces() {
        return replaces;
    }

    /** Returns whether an existing view of that name is no error. */
    public boolean ifNotExists() {
        return ifNotExists;
    }

    /**
     * What a view is called and made of.
     *
     * @param columns the names of its columns, or null for those of the query
     * @param as where AS stands, which the query follows
     */
    public record Parts(SqlIdentifier name, @Nullable SqlNodeList columns, SqlParserPos as, SqlNode query) {}
}
