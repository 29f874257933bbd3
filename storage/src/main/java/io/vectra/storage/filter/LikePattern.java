package io.vectra.storage.filter;

import org.jspecify.annotations.Nullable;

/** A LIKE pattern, matched by UTF-16 unit and case as the relational mirror does. Immutable. */
final class LikePattern {
    private static final char ANY = '%';
    private static final char ONE = '_';

    /** The pattern's characters; where {@link #isLiteral} is false, {@link #ANY} or {@link #ONE}. */
    private final char[] units;

    private final boolean[] isLiteral;
    private final int length;
    private final String prefix;

    private LikePattern(char[] units, boolean[] isLiteral, int length) {
        this.units = units;
        this.isLiteral = isLiteral;
        this.length = length;
        int literals = 0;
        while (literals < length && isLiteral[literals]) {
            literals++;
        }
        this.prefix = new String(units, 0, literals);
    }

    /**
     * Parses a pattern; returns null if it ends with its escape character, which matches nothing and excludes nothing.
     */
    static @Nullable LikePattern parse(String pattern, @Nullable Character escape) {
        char[] units = new char[pattern.length()];
        boolean[] isLiteral = new boolean[pattern.length()];
        int length = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char unit = pattern.charAt(i);
            if (escape != null && unit == escape) {
                i++;
                if (i == pattern.length()) {
                    return null;
                }
                unit = pattern.charAt(i);
                isLiteral[length] = true;
            } else {
                isLiteral[length] = unit != ANY && unit != ONE;
            }
            units[length++] = unit;
        }
        return new LikePattern(units, isLiteral, length);
    }

    /** Returns what every matching text begins with. */
    String prefix() {
        return prefix;
    }

    /** Returns whether a text matches exactly if it begins with {@link #prefix()}. */
    boolean isPrefixOnly() {
        return length == prefix.length() + 1 && units[length - 1] == ANY;
    }

    /** Matches from left to right, and goes back to the last {@code %} only, which is enough. */
    boolean matches(CharSequence text) {
        int at = 0;
        int unit = 0;
        int lastAny = -1;
        int retryAt = 0;
        int end = text.length();
        while (at < end) {
            if (unit < length && !isLiteral[unit] && units[unit] == ANY) {
                lastAny = unit++;
                retryAt = at;
            } else if (unit < length && (isLiteral[unit] ? units[unit] == text.charAt(at) : units[unit] == ONE)) {
                unit++;
                at++;
            } else if (lastAny >= 0) {
                unit = lastAny + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (unit < length && !isLiteral[unit] && units[unit] == ANY) {
            unit++;
        }
        return unit == length;
    }
}
