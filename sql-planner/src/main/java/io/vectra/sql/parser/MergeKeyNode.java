package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** MERGE INTO table KEY (columns): rows are updated if there is one with their key, else inserted. */
public final class MergeKeyNode extends StatementNode {
    private final SqlInsert insert;
    private final @Nullable SqlNodeList key;

    public MergeKeyNode(SqlInsert insert, @Nullable SqlNodeList key) {
        super(insert.getParserPosition(), "MERGE", SqlKind.OTHER);
        this.insert = insert;
        this.key = key;
    }

    /** Returns the same statement as an INSERT. */
    public SqlInsert insert() {
        return insert;
    }

    /** Returns the key's columns, or null for the primary key. */
    public @Nullable SqlNodeList key() {
        return key;
    }
}
