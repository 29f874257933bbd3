package io.vectra.sql.mirror;

import io.vectra.sql.validate.Parameters;
import io.vectra.storage.MirrorFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.jspecify.annotations.Nullable;

/** Prints a tree as SQL of the mirror, numbering the parameters. Thread rule: not thread-safe. */
public final class MirrorWriter extends SqlPrettyWriter {
    private static final SqlWriterConfig CONFIG = SqlPrettyWriter.config()
            .withDialect(MirrorDialect.INSTANCE)
            .withQuoteAllIdentifiers(true)
            .withAlwaysUseParentheses(false)
            .withSelectListItemsOnSeparateLines(false)
            .withUpdateSetListNewline(false)
            .withClauseStartsLine(false)
            .withIndentation(0)
            .withLineFolding(SqlWriterConfig.LineFolding.WIDE);

    private final List<Integer> slots = new ArrayList<>();

    private final @Nullable Parameters printed;

    /** Whether conditions are printed that only list the rows which meet another one. */
    private final boolean listsRows;

    private boolean hasLists;

    private MirrorWriter(@Nullable Parameters printed, boolean listsRows) {
        super(CONFIG);
        this.printed = printed;
        this.listsRows = listsRows;
    }

    /** Prints a tree. */
    public static MirrorSql print(SqlNode node) {
        return print(writer -> node.unparse(writer, 0, 0));
    }

    /** Prints a tree whose only parameters are the vectors of its text, which are printed in their place. */
    static String printWithConstants(SqlNode node, Parameters parameters) {
        MirrorWriter writer = new MirrorWriter(parameters, true);
        node.unparse(writer, 0, 0);
        return writer.toString();
    }

    /** Prints a parameter that is an array of values of a type. */
    static void printArray(SqlWriter writer, int parameter, String type) {
        writer.print("CAST(");
        writer.dynamicParam(parameter);
        writer.print("AS " + type + " ARRAY)");
    }

    /** Prints what {@code printing} writes. */
    static MirrorSql print(Consumer<? super MirrorWriter> printing) {
        MirrorWriter writer = new MirrorWriter(null, true);
        printing.accept(writer);
        if (!writer.hasLists) {
            return new MirrorSql(writer.toString(), writer.slots);
        }
        MirrorWriter unlisted = new MirrorWriter(null, false);
        printing.accept(unlisted);
        return new MirrorSql(writer.toString(), writer.slots, new MirrorSql(unlisted.toString(), unlisted.slots));
    }

    /** Returns whether a condition that only lists rows is printed; if not, TRUE stands in its place. */
    boolean listsRows() {
        hasLists = true;
        return listsRows;
    }

    /** Everything is printed on one line. */
    @Override
    public void newlineAndIndent() {
        setNeedWhitespace(true);
    }

    @Override
    public void newlineAndIndent(int indent) {
        setNeedWhitespace(true);
    }

    /** The same parameter is printed with the same number wherever it stands. */
    @Override
    public void dynamicParam(int index) {
        if (printed != null) {
            float[] vector = printed.constants().get(index - printed.userCount());
            print(MirrorFunctions.VECTOR_OF_TEXT + "('" + java.util.Arrays.toString(vector) + "')");
            setNeedWhitespace(true);
            return;
        }
        int slot = slots.indexOf(index);
        if (slot < 0) {
            slot = slots.size();
            slots.add(index);
        }
        print("?" + (slot + 1));
        setNeedWhitespace(true);
    }
}
