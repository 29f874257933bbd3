package io.vectra.sql.mirror;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the mirror with numbered parameters.
 *
 * @param text the statement, its parameters printed as {@code ?1}, {@code ?2} …
 * @param slots for each of these parameters, the index of the planned statement's parameter that it takes its value
 *     from
 * @param types where in the text the types of invariants are missing, which are known when these are computed
 * @param forms in which the statement is run instead, where that is possible; null if it has none
 */
public record MirrorSql(
        String text,
        List<Integer> slots,
        List<TypePlace> types,
        @Nullable Forms forms) {
    public MirrorSql {
        slots = List.copyOf(slots);
        types = List.copyOf(types);
    }

    /** A statement that is run as it is. */
    public MirrorSql(String text, List<Integer> slots) {
        this(text, slots, List.of(), null);
    }

    /** Returns the statement as it is mostly run, for an explanation. */
    public String shown() {
        return forms == null ? text : forms.listed().typed(invariant -> new Typing("CAST(", " AS …)"));
    }

    /**
     * Returns the text with what gives invariants their types.
     *
     * @param typing of an invariant
     */
    public String typed(IntFunction<Typing> typing) {
        StringBuilder whole = new StringBuilder();
        int end = 0;
        for (TypePlace place : types) {
            Typing around = typing.apply(place.invariant());
            whole.append(text, end, place.from()).append(around.before());
            whole.append(text, place.from(), place.to()).append(around.after());
            end = place.to();
        }
        return whole.append(text, end, text.length()).toString();
    }

    /** What stands before and after a parameter, so that the expression has a type. */
    public record Typing(String before, String after) {}

    /**
     * A parameter without a type.
     *
     * @param from the index of the parameter in the text
     * @param to the index after it
     * @param invariant the number of the invariant whose value it takes
     */
    public record TypePlace(int from, int to, int invariant) {}

    /**
     * The same statement over what is computed before it.
     *
     * @param invariants what is computed once; the number of the i-th among the slots of both forms is {@link #slot}(i)
     * @param listed finds rows through indexes by values and lists of them, which it compares one after the other
     * @param lookedUp reads the rows and looks each one's value up, for lists that are too long and values that an
     *     index does not find
     */
    public record Forms(List<Invariant> invariants, MirrorSql listed, MirrorSql lookedUp) {
        public Forms {
            invariants = List.copyOf(invariants);
        }

        /** Returns the slot of an invariant. */
        public static int slot(int invariant) {
            return -1 - invariant;
        }

        /** Returns the invariant of a slot, below 0 if it is none. */
        public static int invariant(int slot) {
            return -1 - slot;
        }
    }

    /**
     * A sub-query that gives the same for all rows.
     *
     * @param use what is asked of it
     * @param sql computes it; null if it is the rows that a search has found
     * @param hits the slot of their ids; without a meaning if there is a query
     * @param columnType the JDBC type of the indexed column that it is compared with; null if there is none
     */
    public record Invariant(
            Use use,
            @Nullable MirrorSql sql,
            int hits,
            @Nullable Integer columnType) {}

    /** What a statement asks a sub-query for. */
    public enum Use {
        /** The value of its only row. */
        VALUE,
        /** Whether it has a row. */
        EXISTS,
        /** Whether a value is among its values. */
        LIST
    }
}
