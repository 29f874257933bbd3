package io.vectra.sql.mirror;

import io.vectra.sql.parser.ChangeBranch;
import io.vectra.sql.parser.ReturningNode;
import io.vectra.sql.validate.CheckedMerge;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.TableInfo;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/** Prints the changing statements that Calcite has no tree for as statements of the mirror. */
public final class ChangePrinter {
    private ChangePrinter() {}

    /** Prints a statement, alone or inside another one. */
    @FunctionalInterface
    public interface Printing extends Consumer<MirrorWriter> {}

    /** Returns the printed statement, all of whose sub-queries are computed where they stand. */
    public static MirrorSql print(Printing printing) {
        return MirrorWriter.print(printing, null);
    }

    /**
     * Returns the printed statement.
     *
     * @param queries what is known of its sub-queries
     */
    public static MirrorSql print(Printing printing, Invariants queries) {
        return MirrorWriter.print(printing, queries);
    }

    /**
     * MERGE INTO table KEY (…).
     *
     * @param key the key's columns; empty for the primary key
     */
    public static Printing mergeKey(Validated checked, TableInfo table, List<String> key) {
        SqlInsert insert = (SqlInsert) checked.node();
        return writer -> {
            writer.print("MERGE INTO " + DefinitionPlanner.qualified(table.schema(), table.name()));
            writer.print(insert.getTargetColumnList() == null ? "" : " " + names(insert.getTargetColumnList()));
            writer.print(key.isEmpty() ? "" : " KEY " + list(key));
            writer.setNeedWhitespace(true);
            insert.getSource().unparse(writer, 0, 0);
        };
    }

    /**
     * MERGE INTO table USING source.
     *
     * @param source prints it, with its alias
     * @param condition prints which rows match
     */
    static Printing merge(CheckedMerge merge, Printing source, Printing condition) {
        return writer -> {
            TableInfo table = merge.table();
            writer.print("MERGE INTO " + DefinitionPlanner.qualified(table.schema(), table.name()) + " AS "
                    + DefinitionPlanner.quoted(merge.targetName()) + " USING");
            writer.setNeedWhitespace(true);
            source.accept(writer);
            writer.keyword("ON");
            condition.accept(writer);
            merge.branches().forEach(branch -> branch(writer, branch));
        };
    }

    /** Sub-queries are printed with their parentheses inside a frame of FROM only. */
    static void source(SqlWriter writer, SqlNode source) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.FROM_LIST);
        source.unparse(writer, 0, 0);
        writer.endList(frame);
    }

    private static void branch(SqlWriter writer, ChangeBranch branch) {
        boolean isInsert = branch.action() == ChangeBranch.Action.INSERT;
        writer.keyword(isInsert ? "WHEN NOT MATCHED" : "WHEN MATCHED");
        SqlNode condition = branch.condition();
        if (condition != null) {
            writer.keyword("AND");
            condition.unparse(writer, 30, 30);
        }
        writer.keyword("THEN");
        switch (branch.action()) {
            case DELETE -> writer.keyword("DELETE");
            case UPDATE -> update(writer, branch);
            case INSERT -> {
                writer.keyword("INSERT");
                SqlNodeList columns = branch.columns();
                if (columns != null) {
                    writer.print(names(columns));
                    writer.setNeedWhitespace(true);
                }
                writer.keyword("VALUES");
                SqlWriter.Frame frame = writer.startList("(", ")");
                for (SqlNode value : branch.values()) {
                    writer.sep(",");
                    value.unparse(writer, 0, 0);
                }
                writer.endList(frame);
            }
        }
    }

    private static void update(SqlWriter writer, ChangeBranch branch) {
        SqlNodeList columns = branch.columns();
        if (columns == null) {
            throw new AssertionError("an UPDATE names its columns");
        }
        writer.keyword("UPDATE SET");
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                writer.print(",");
                writer.setNeedWhitespace(true);
            }
            writer.print(DefinitionPlanner.quoted(last(columns.get(i))));
            writer.setNeedWhitespace(true);
            writer.keyword("=");
            branch.values().get(i).unparse(writer, 0, 0);
        }
    }

    /**
     * SELECT … FROM FINAL TABLE (change).
     *
     * @param rows the query over the table, in place of whose rows the changed ones are taken
     */
    public static Printing returning(ReturningNode.Version version, Printing change, Validated rows, String alias) {
        SqlSelect select = (SqlSelect) rows.node();
        return writer -> {
            writer.keyword("SELECT");
            SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SELECT_LIST);
            for (SqlNode item : select.getSelectList()) {
                writer.sep(",");
                item.unparse(writer, 0, 0);
            }
            writer.endList(frame);
            writer.print("FROM " + version + " TABLE (");
            change.accept(writer);
            writer.print(") AS " + DefinitionPlanner.quoted(alias));
            writer.setNeedWhitespace(true);
            where(writer, select.getWhere());
        };
    }

    private static void where(SqlWriter writer, @Nullable SqlNode where) {
        if (where != null) {
            SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.WHERE_LIST, "WHERE", "");
            where.unparse(writer, 0, 0);
            writer.endList(frame);
        }
    }

    private static String names(SqlNodeList names) {
        return list(names.stream().map(ChangePrinter::last).toList());
    }

    private static String last(SqlNode name) {
        List<String> parts = ((SqlIdentifier) name).names;
        return parts.get(parts.size() - 1);
    }

    private static String list(List<String> names) {
        return names.stream().map(DefinitionPlanner::quoted).collect(Collectors.joining(", ", "(", ")"));
    }
}
