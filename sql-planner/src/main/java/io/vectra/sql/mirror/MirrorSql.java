package io.vectra.sql.mirror;

import java.util.List;

/**
 * A statement of the mirror with numbered parameters.
 *
 * @param text the statement, its parameters printed as {@code ?1}, {@code ?2} …
 * @param slots for each of these parameters, the index of the planned statement's parameter that it takes its value
 *     from
 */
public record MirrorSql(String text, List<Integer> slots) {
    public MirrorSql {
        slots = List.copyOf(slots);
    }
}
