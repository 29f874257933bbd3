package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What a MERGE does with some of its rows.
 *
 * @param action what is done; an INSERT is for rows that match nothing, the others are for those that match
 * @param condition what else has to hold, or null
 * @param columns the columns that get values; null for a DELETE, and for an INSERT into all columns
 * @param values one for each column, expressions or DEFAULT; empty for a DELETE
 */
public record ChangeBranch(
        SqlParserPos pos,
        Action action,
        @Nullable SqlNode condition,
        @Nullable SqlNodeList columns,
        SqlNodeList values) {
    /** What is done with a row. */
    public enum Action {
        UPDATE,
        DELETE,
        INSERT
    }

    public static ChangeBranch update(
            SqlParserPos pos, @Nullable SqlNode condition, SqlNodeList columns, SqlNodeList values) {
        return new ChangeBranch(pos, Action.UPDATE, condition, columns, values);
    }

    public static ChangeBranch delete(SqlParserPos pos, @Nullable SqlNode condition) {
        return new ChangeBranch(pos, Action.DELETE, condition, null, SqlNodeList.EMPTY);
    }

    public static ChangeBranch insert(
            SqlParserPos pos, @Nullable SqlNode condition, @Nullable SqlNodeList columns, SqlNodeList values) {
        return new ChangeBranch(pos, Action.INSERT, condition, columns, values);
    }
}
