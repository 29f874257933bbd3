package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A changing statement that gives the rows it changed: RETURNING, or SELECT … FROM FINAL TABLE (…). */
public final class ReturningNode extends StatementNode {
    private final SqlNode change;
    private final Version version;
    private final Rows rows;

    /** Which version of a changed row is given. */
    public enum Version {
        OLD,
        NEW,
        FINAL
    }

    public ReturningNode(SqlParserPos pos, SqlNode change, Version version, Rows rows) {
        super(pos, "RETURNING", SqlKind.OTHER);
        this.change = change;
        this.version = version;
        this.rows = rows;
    }

    /** Creates a statement with RETURNING: deleted rows are given as they were, others as they are. */
    public static ReturningNode of(SqlParserPos pos, SqlNode change, SqlNodeList items) {
        SqlNode plain = change instanceof LimitedChangeNode limited ? limited.change() : change;
        Version version = plain instanceof SqlDelete ? Version.OLD : Version.FINAL;
        return new ReturningNode(pos, change, version, new Rows(items, alias(plain), null));
    }

    private static @Nullable SqlIdentifier alias(SqlNode change) {
        if (change instanceof SqlDelete delete) {
            return delete.getAlias();
        }
        if (change instanceof MergeNode merge) {
            return merge.parts().alias();
        }
        return change instanceof SqlUpdate update ? update.getAlias() : null;
    }

    /** Returns the changing statement. */
    public SqlNode change() {
        return change;
    }

    /** Returns which version of the rows is given. */
    public Version version() {
        return version;
    }

    /** Returns what of the rows is given. */
    public Rows rows() {
        return rows;
    }

    /**
     * What of the changed rows is given.
     *
     * @param items the select list
     * @param alias what the rows are called, or null
     * @param where which rows, or null for all
     */
    public record Rows(
            SqlNodeList items,
            @Nullable SqlIdentifier alias,
            @Nullable SqlNode where) {}
}
