package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** What a foreign key refers to; filled by the parser, read afterwards. */
public final class ReferenceNode {
    private final SqlIdentifier table;
    private final @Nullable SqlNodeList columns;
    private @Nullable String onDelete;
    private @Nullable String onUpdate;

    public ReferenceNode(SqlIdentifier table, @Nullable SqlNodeList columns) {
        this.table = table;
        this.columns = columns;
    }

    /** Declares ON DELETE. */
    public void setOnDelete(String action) {
        onDelete = action;
    }

    /** Declares ON UPDATE. */
    public void setOnUpdate(String action) {
        onUpdate = action;
    }

    /** Returns the referenced table. */
    public SqlIdentifier table() {
        return table;
    }

    /** Returns the referenced columns, or null for the primary key. */
    public @Nullable SqlNodeList columns() {
        return columns;
    }

    /** Returns the clauses ON DELETE and ON UPDATE as SQL; empty for none. */
    public String actions() {
        return (onDelete == null ? "" : " ON DELETE " + onDelete) + (onUpdate == null ? "" : " ON UPDATE " + onUpdate);
    }
}
