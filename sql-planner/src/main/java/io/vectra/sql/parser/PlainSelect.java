package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes a SELECT of nothing but a list, FROM and WHERE. */
public final class PlainSelect {
    private PlainSelect() {}

    /** Returns SELECT items FROM from WHERE where. */
    public static SqlSelect of(SqlParserPos pos, SqlNodeList items, @Nullable SqlNode from, @Nullable SqlNode where) {
        return new SqlSelect(pos, null, items, from, where, null, null, null, null, null, null, null, null);
    }

    /** Returns SELECT * FROM from. */
    public static SqlSelect all(SqlParserPos pos, SqlNode from) {
        return of(pos, SqlNodeList.of(SqlIdentifier.star(pos)), from, null);
    }
}
