package io.vectra.storage.relational;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a sequence stands that belongs to no column. A commit logs it as a row of a table that does not exist.
 *
 * @param next the value that it hands out next, or handed out last if it is exhausted
 * @param isExhausted whether it hands out none any more
 */
public record SequencePosition(String schema, String name, long next, boolean isExhausted) {
    /** The number that no table has; rows of it in the log are positions of sequences. */
    public static final int TABLE_ID = 0;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+( EXHAUSTED)?");

    /** Returns the row for the log. */
    public @Nullable Object[] image() {
        return isExhausted
                ? new @Nullable Object[] {schema, name, next, true}
                : new @Nullable Object[] {schema, name, next};
    }

    /** A sequence's name. */
    public record Name(String schema, String name) {}

    /** Returns whose position it is. */
    public Name sequence() {
        return new Name(schema, name);
    }

    /** Returns a number for the row: the same for a sequence each time, but two sequences may have the same. */
    public long rowId() {
        return (long) schema.hashCode() << 32 ^ Objects.hash(name, name.length()) & 0xFFFF_FFFFL;
    }

    /** Returns the position in a row of the log. */
    public static SequencePosition of(@Nullable Object[] image) {
        boolean isExhausted = image.length == 4 && Boolean.TRUE.equals(image[3]);
        if ((image.length == 3 || isExhausted)
                && image[0] instanceof String schema
                && image[1] instanceof String name
                && image[2] instanceof Long next) {
            return new SequencePosition(schema, name, next, isExhausted);
        }
        throw new IllegalArgumentException(
                "the position of a sequence must be a schema, a name, a number, and true if it is exhausted");
    }

    /** Returns the statement that moves a fresh sequence here. */
    public String mirrorSql() {
        return movingSql() + next + (isExhausted ? " EXHAUSTED" : "");
    }

    private String movingSql() {
        return "ALTER SEQUENCE " + MirrorSql.name(schema, name) + " RESTART WITH ";
    }

    /** Returns whether a statement does nothing but move this sequence. */
    public boolean isMovedBy(String statement) {
        String start = movingSql();
        return statement.startsWith(start)
                && NUMBER.matcher(statement.substring(start.length())).matches();
    }
}
