package io.vectra.sql.mirror;

import io.vectra.sql.mirror.MirrorSql.Forms;
import io.vectra.sql.mirror.MirrorSql.Invariant;
import io.vectra.sql.mirror.MirrorSql.TypePlace;
import io.vectra.sql.mirror.MirrorSql.Use;
import io.vectra.sql.validate.Parameters;
import io.vectra.storage.MirrorFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
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

    /** How a statement is printed. */
    private enum Form {
        /** As it is. */
        WHOLE,
        /** {@link Forms#listed()}. */
        LISTED,
        /** {@link Forms#lookedUp()}. */
        LOOKED_UP
    }

    private final List<Integer> slots = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final List<TypePlace> types = new ArrayList<>();

    private final @Nullable Parameters printed;
    private final Form form;
    private final @Nullable Invariants queries;

    private boolean hasLists;
    /** Whether what is printed is computed for many rows. */
    private boolean isForEachRow = true;
    /** The two sides of the comparison that is being printed. */
    private @Nullable SqlCall comparison;

    private MirrorWriter(@Nullable Parameters printed, Form form, @Nullable Invariants queries) {
        super(CONFIG);
        this.printed = printed;
        this.form = form;
        this.queries = queries;
    }

    /** Prints a tree. */
    public static MirrorSql print(SqlNode node) {
        return print(writer -> node.unparse(writer, 0, 0), null);
    }

    /**
     * Prints a tree.
     *
     * @param queries what is known of its sub-queries
     */
    public static MirrorSql print(SqlNode node, Invariants queries) {
        return print(writer -> node.unparse(writer, 0, 0), queries);
    }

    /** Prints a tree whose only parameters are the vectors of its text, which are printed in their place. */
    static String printWithConstants(SqlNode node, Parameters parameters) {
        MirrorWriter writer = new MirrorWriter(parameters, Form.WHOLE, null);
        node.unparse(writer, 0, 0);
        return writer.toString();
    }

    /** Prints a parameter that is an array of values of a type. */
    static void printArray(SqlWriter writer, int parameter, String type) {
        writer.print("CAST(");
        writer.dynamicParam(parameter);
        writer.print("AS " + type + " ARRAY)");
    }

    /**
     * Prints what {@code printing} writes.
     *
     * @param queries what is known of its sub-queries; null if all are computed where they stand
     */
    static MirrorSql print(Consumer<? super MirrorWriter> printing, @Nullable Invariants queries) {
        MirrorWriter listed = written(printing, Form.LISTED, queries);
        if (!listed.hasLists) {
            return new MirrorSql(listed.toString(), listed.slots);
        }
        MirrorWriter whole = written(printing, Form.WHOLE, queries);
        MirrorWriter lookedUp = written(printing, Form.LOOKED_UP, queries);
        if (!listed.invariants.equals(lookedUp.invariants)) {
            throw new AssertionError("both forms ask the same sub-queries");
        }
        Forms forms = new Forms(listed.invariants, listed.form(), lookedUp.form());
        return new MirrorSql(whole.toString(), whole.slots, List.of(), forms);
    }

    private MirrorSql form() {
        return new MirrorSql(toString(), slots, types, null);
    }

    private static MirrorWriter written(
            Consumer<? super MirrorWriter> printing, Form form, @Nullable Invariants queries) {
        MirrorWriter writer = new MirrorWriter(null, form, queries);
        printing.accept(writer);
        return writer;
    }

    /** Returns whether a condition that only lists rows is printed; if not, TRUE stands in its place. */
    boolean listsRows() {
        hasLists = true;
        return form == Form.LISTED;
    }

    /**
     * Begins a call.
     *
     * @return what {@link #leave} needs to end it
     */
    boolean enter(SqlCall call) {
        boolean outside = isForEachRow;
        if (call instanceof SqlSelect select) {
            isForEachRow = select.getFrom() != null;
        } else if (call.getKind() == SqlKind.VALUES) {
            isForEachRow = false;
        }
        if (call.isA(SqlKind.COMPARISON) && call.operandCount() == 2) {
            comparison = call;
        }
        return outside;
    }

    /** Ends a call. */
    void leave(boolean outside) {
        isForEachRow = outside;
    }

    /** Prints a call if it asks a sub-query that is computed before the statement; returns whether it does. */
    boolean printsInvariant(SqlCall call) {
        if (queries == null || form == Form.WHOLE || !isForEachRow) {
            return false;
        }
        return switch (call.getKind()) {
            case SCALAR_QUERY -> printsValue(call);
            case EXISTS -> printsExists(call);
            case IN, NOT_IN -> call.operand(1).isA(SqlKind.QUERY) && printsList(call, call.getKind() == SqlKind.NOT_IN);
            case SOME, ALL -> call.operand(1).isA(SqlKind.QUERY) && printsQuantified(call);
            default -> false;
        };
    }

    /** Beside an indexed column the value has its own type; elsewhere its expression must have the query's. */
    private boolean printsValue(SqlCall call) {
        boolean isRow = !(call.operand(0) instanceof SqlSelect select)
                || select.getSelectList().size() != 1;
        Invariant invariant = isRow ? null : invariant(Use.VALUE, call.operand(0), comparedWith(call));
        if (invariant == null) {
            return false;
        }
        int slot = slot(invariant);
        if (form == Form.LISTED && invariant.columnType() != null) {
            dynamicParam(slot);
            return true;
        }
        print("(");
        int from = toString().length();
        dynamicParam(slot);
        types.add(new TypePlace(from, toString().length(), Forms.invariant(slot)));
        print(")");
        setNeedWhitespace(true);
        return true;
    }

    private @Nullable SqlNode comparedWith(SqlCall call) {
        if (comparison == null || !comparison.getOperandList().contains(call)) {
            return null;
        }
        return comparison.operand(0) == call ? comparison.operand(1) : comparison.operand(0);
    }

    private boolean printsExists(SqlCall call) {
        Invariant invariant = invariant(Use.EXISTS, call.operand(0), null);
        if (invariant == null) {
            return false;
        }
        print("CAST(");
        dynamicParam(slot(invariant));
        print("AS BOOLEAN)");
        setNeedWhitespace(true);
        return true;
    }

    private boolean printsQuantified(SqlCall call) {
        SqlKind comparison = ((SqlQuantifyOperator) call.getOperator()).comparisonKind;
        boolean isAll = call.getKind() == SqlKind.ALL;
        return comparison == (isAll ? SqlKind.NOT_EQUALS : SqlKind.EQUALS) && printsList(call, isAll);
    }

    private boolean printsList(SqlCall call, boolean isNegated) {
        SqlNode value = call.operand(0);
        Invariant invariant = invariant(Use.LIST, call.operand(1), value);
        if (invariant == null) {
            return false;
        }
        int slot = slot(invariant);
        print(isNegated ? "(NOT (" : "((");
        if (form == Form.LISTED && invariant.columnType() != null) {
            Frame frame = startList("(", ")");
            value.unparse(this, 0, 0);
            endList(frame);
            print("= ANY(");
            dynamicParam(slot);
            print(")))");
        } else {
            print(MirrorFunctions.IS_AMONG + "(");
            dynamicParam(slot);
            print(",");
            setNeedWhitespace(true);
            value.unparse(this, 0, 0);
            print(")))");
        }
        setNeedWhitespace(true);
        return true;
    }

    private @Nullable Invariant invariant(Use use, SqlNode query, @Nullable SqlNode compared) {
        return queries == null ? null : queries.of(use, query, compared);
    }

    private int slot(Invariant invariant) {
        hasLists = true;
        int index = invariants.indexOf(invariant);
        if (index < 0) {
            index = invariants.size();
            invariants.add(invariant);
        }
        return Forms.slot(index);
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
