package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** INSERT with ON CONFLICT. */
public final class UpsertNode extends StatementNode {
    private final SqlInsert insert;
    private final @Nullable SqlNodeList key;
    private final @Nullable ChangeBranch update;

    /**
     * Creates a statement.
     *
     * @param key the columns after ON CONFLICT, or null for every unique key
     * @param update what is done with the row that is there, or null for nothing
     */
    public UpsertNode(SqlInsert insert, @Nullable SqlNodeList key, @Nullable ChangeBranch update) {
        super(insert.getParserPosition(), "INSERT", SqlKind.OTHER);
        if (insert instanceof OverridingInsert) {
            throw SyntaxErrors.at(insert.getParserPosition(), "OVERRIDING and ON CONFLICT do not go together");
        }
        this.insert = insert;
        this.key = key;
        this.update = update;
    }

    /** Returns the statement without ON CONFLICT. */
    public SqlInsert insert() {
        return insert;
    }

    /** Returns the columns after ON CONFLICT, or null for every unique key. */
    public @Nullable SqlNodeList key() {
        return key;
    }

    /** Returns what is done with the row that is there, or null for nothing. */
    public @Nullable ChangeBranch update() {
        return update;
    }
}
