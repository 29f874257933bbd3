package io.vectra.sql.mirror;

import io.vectra.sql.parser.OverridingInsert;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/** Prints a checked statement as one statement of the mirror. */
public final class StatementPrinter {
    private StatementPrinter() {}

    /**
     * Returns the statement.
     *
     * @param queries what is known of its sub-queries
     */
    public static MirrorSql print(Validated statement, Invariants queries) {
        return MirrorWriter.print(writer -> print(writer, statement), queries);
    }

    /** Prints a statement as a part of another one. */
    public static void print(MirrorWriter writer, Validated statement) {
        SqlNode node = statement.node();
        if (node instanceof SqlInsert insert) {
            SqlNode table = qualified(statement, insert.getTargetTable());
            SqlInsert printed = insert instanceof OverridingInsert overriding
                    ? overriding.into(table)
                    : new SqlInsert(
                            insert.getParserPosition(),
                            new SqlNodeList(insert.getParserPosition()),
                            table,
                            insert.getSource(),
                            insert.getTargetColumnList());
            printed.unparse(writer, 0, 0);
        } else if (node instanceof SqlUpdate update) {
            print(writer, update, qualified(statement, update.getTargetTable()));
        } else if (node instanceof SqlDelete delete) {
            writer.keyword("DELETE FROM");
            printTarget(writer, qualified(statement, delete.getTargetTable()), delete.getAlias());
            printWhere(writer, delete.getSourceSelect());
        } else {
            node.unparse(writer, 0, 0);
        }
    }

    /** Returns INSERT INTO table DEFAULT VALUES. */
    public static MirrorSql insertDefaults(TableInfo table) {
        return new MirrorSql(
                "INSERT INTO " + DefinitionPlanner.qualified(table.schema(), table.name()) + " DEFAULT VALUES",
                List.of());
    }

    private static void print(SqlWriter writer, SqlUpdate update, SqlNode table) {
        writer.keyword("UPDATE");
        printTarget(writer, table, update.getAlias());
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.UPDATE_SET_LIST, "SET", "");
        for (int i = 0; i < update.getTargetColumnList().size(); i++) {
            writer.sep(",");
            List<String> column = ((SqlIdentifier) update.getTargetColumnList().get(i)).names;
            writer.identifier(column.get(column.size() - 1), true);
            writer.keyword("=");
            update.getSourceExpressionList().get(i).unparse(writer, 0, 0);
        }
        writer.endList(frame);
        printWhere(writer, update.getSourceSelect());
    }

    /** Prints how many rows an UPDATE or DELETE changes at most, after all else of it. */
    public static void printFetch(MirrorWriter writer, SqlNode count) {
        writer.keyword("FETCH FIRST");
        count.unparse(writer, 0, 0);
        writer.keyword("ROWS ONLY");
    }

    private static void printTarget(SqlWriter writer, SqlNode table, @Nullable SqlIdentifier alias) {
        table.unparse(writer, 0, 0);
        if (alias != null) {
            writer.keyword("AS");
            writer.identifier(alias.getSimple(), true);
        }
    }

    private static void printWhere(SqlWriter writer, @Nullable SqlSelect source) {
        SqlNode where = source == null ? null : source.getWhere();
        if (where != null) {
            SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.WHERE_LIST, "WHERE", "");
            where.unparse(writer, 0, 0);
            writer.endList(frame);
        }
    }

    private static SqlNode qualified(Validated statement, SqlNode table) {
        TableInfo info =
                table instanceof SqlIdentifier name ? statement.catalog().table(name) : null;
        return info == null ? table : new SqlIdentifier(List.of(info.schema(), info.name()), table.getParserPosition());
    }
}
