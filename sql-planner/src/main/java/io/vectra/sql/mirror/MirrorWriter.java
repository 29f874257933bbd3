package io.vectra.sql.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;

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

    private MirrorWriter() {
        super(CONFIG);
    }

    /** Prints a tree. */
    public static MirrorSql print(SqlNode node) {
        return print(writer -> node.unparse(writer, 0, 0));
    }

    /** Prints what {@code printing} writes. */
    static MirrorSql print(Consumer<? super MirrorWriter> printing) {
        MirrorWriter writer = new MirrorWriter();
        printing.accept(writer);
        return new MirrorSql(writer.toString(), writer.slots);
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
        int slot = slots.indexOf(index);
        if (slot < 0) {
            slot = slots.size();
            slots.add(index);
        }
        print("?" + (slot + 1));
        setNeedWhitespace(true);
    }
}
