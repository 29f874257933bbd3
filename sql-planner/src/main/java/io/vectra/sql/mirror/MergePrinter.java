package io.vectra.sql.mirror;

import io.vectra.sql.mirror.ChangePrinter.Printing;
import io.vectra.sql.parser.ChangeBranch;
import io.vectra.sql.validate.CheckedMerge;
import io.vectra.sql.validate.CheckedUpsert;
import io.vectra.storage.TableInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/**
 * Prints a MERGE for which a row may have several partners.
 *
 * <p>The mirror takes each row of the table for changed that has a partner, even if no branch changes it, and finds
 * rows that the statement itself has inserted if its result is read by a query. Neither is so if the source is made of
 * pairs first: each row of it beside each row of the table that it changes, or alone if it matches none.
 */
public final class MergePrinter {
    /** The column of the pairs with the id of the table's row. */
    private static final String PARTNER = "\"(row)\"";

    private final CheckedMerge merge;
    private final String target;
    private final String partner;

    public MergePrinter(CheckedMerge merge) {
        this.merge = merge;
        this.target = DefinitionPlanner.quoted(merge.targetName());
        this.partner = target + "." + DefinitionPlanner.quoted(merge.table().rowIdColumn());
    }

    /** Returns whether the source is one row that is written down. */
    public boolean hasOneRow() {
        return merge.source() instanceof SqlCall as
                && as.getKind() == SqlKind.AS
                && as.operand(0).getKind() == SqlKind.VALUES
                && ((SqlCall) as.operand(0)).operandCount() == 1;
    }

    /** Returns whether a row may match another and still not be changed. */
    public boolean isConditional() {
        return matched().stream().allMatch(branch -> branch.condition() != null);
    }

    /** Returns whether rows may be deleted, so that the mirror finds no row where one was changed before. */
    public boolean deletes() {
        return matched().stream().anyMatch(branch -> branch.action() == ChangeBranch.Action.DELETE);
    }

    private List<ChangeBranch> matched() {
        return merge.branches().stream()
                .filter(branch -> branch.action() != ChangeBranch.Action.INSERT)
                .toList();
    }

    /** MERGE INTO table USING source. */
    public Printing plain() {
        return ChangePrinter.merge(
                merge,
                writer -> ChangePrinter.source(writer, merge.source()),
                writer -> merge.condition().unparse(writer, 0, 0));
    }

    /** The same by pairs. */
    public Printing byPairs() {
        return ChangePrinter.merge(
                merge,
                writer -> {
                    String source = DefinitionPlanner.quoted(sourceName());
                    write(writer, "(SELECT " + source + ".*, " + partner + " AS " + PARTNER + " FROM");
                    pairs(writer, "LEFT JOIN");
                    write(writer, ") AS " + source);
                },
                writer -> write(writer, partner + " = " + DefinitionPlanner.quoted(sourceName()) + "." + PARTNER));
    }

    /** A query that has a row if a row of the table would be changed twice. */
    public MirrorSql repeatedRow() {
        return ChangePrinter.print(writer -> {
            write(writer, "SELECT 1 FROM");
            pairs(writer, "JOIN");
            write(writer, "GROUP BY " + partner + " HAVING COUNT(*) > 1 FETCH FIRST ROW ONLY");
        });
    }

    /** A query that has a row if two of the rows that an INSERT with ON CONFLICT brings have the same key. */
    public MirrorSql repeatedKey(List<String> key) {
        return ChangePrinter.print(writer -> {
            write(writer, "SELECT 1 FROM");
            if (isConditional()) {
                pairs(writer, "LEFT JOIN");
            } else {
                ChangePrinter.source(writer, merge.source());
                write(writer, "WHERE TRUE");
            }
            List<String> columns = key.stream()
                    .map(column ->
                            DefinitionPlanner.quoted(CheckedUpsert.EXCLUDED) + "." + DefinitionPlanner.quoted(column))
                    .toList();
            write(
                    writer,
                    columns.stream()
                                    .map(column -> "AND " + column + " IS NOT NULL")
                                    .collect(Collectors.joining(" "))
                            + " GROUP BY " + String.join(", ", columns)
                            + " HAVING COUNT(*) > 1 FETCH FIRST ROW ONLY");
        });
    }

    /** Prints the rows of the source with those of the table that they change, as far as WHERE. */
    private void pairs(MirrorWriter writer, String join) {
        TableInfo table = merge.table();
        ChangePrinter.source(writer, merge.source());
        write(writer, join + " " + DefinitionPlanner.qualified(table.schema(), table.name()) + " AS " + target + " ON");
        merge.condition().unparse(writer, 0, 0);
        write(writer, "WHERE (" + partner + " IS NULL");
        for (ChangeBranch branch : matched()) {
            writer.keyword("OR");
            SqlNode condition = branch.condition();
            if (condition == null) {
                writer.keyword("TRUE");
            } else {
                SqlWriter.Frame frame = writer.startList("(", ")");
                condition.unparse(writer, 0, 0);
                writer.endList(frame);
            }
        }
        write(writer, ")");
    }

    private String sourceName() {
        return ((SqlIdentifier) ((SqlCall) merge.source()).operand(1)).getSimple();
    }

    private static void write(MirrorWriter writer, String text) {
        writer.print(text);
        writer.setNeedWhitespace(true);
    }
}
