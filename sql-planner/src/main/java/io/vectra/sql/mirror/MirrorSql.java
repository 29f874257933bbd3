package io.vectra.sql.mirror;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the mirror with numbered parameters.
 *
 * @param text the statement, its parameters printed as {@code ?1}, {@code ?2} …
 * @param slots for each of these parameters, the index of the planned statement's parameter that it takes its value
 *     from
 * @param unlisted the same statement without the lists of rows that only make it faster, for when they are too long;
 *     null if it has none
 */
public record MirrorSql(
        String text, List<Integer> slots, @Nullable MirrorSql unlisted) {
    public MirrorSql {
        slots = List.copyOf(slots);
    }

    /** A statement that lists no rows. */
    public MirrorSql(String text, List<Integer> slots) {
        this(text, slots, null);
    }
}
