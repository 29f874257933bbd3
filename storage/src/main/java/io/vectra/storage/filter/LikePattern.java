package io.vectra.storage.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LIKE pattern, matched by UTF-16 unit and case as the relational mirror does. Immutable. */
final class LikePattern {
    private static final char ANY = '%';
    private static final char ONE = '_';

    /**
     * What stands between the {@link #ANY}s, the first and the last one perhaps empty: one more than there are of them.
     */
    private final List<Segment> segments;

    private final String prefix;

    /** Whether no unit of any segment is a wildcard. */
    private final boolean isLiteral;

    private LikePattern(List<Segment> segments) {
        this.segments = segments;
        this.prefix = segments.get(0).literalStart();
        this.isLiteral = segments.stream().allMatch(Segment::isLiteral);
    }

    /**
     * A pattern for a number of units.
     *
     * @param isAny whether any unit matches, of each one
     * @param literal the units
     */
    private record Segment(char[] units, boolean[] isAny, String literal) {
        static Segment of(String text, boolean[] isAny) {
            return new Segment(text.toCharArray(), isAny, text);
        }

        boolean isLiteral() {
            return literalStart().length() == units.length;
        }

        int length() {
            return units.length;
        }

        String literalStart() {
            int length = 0;
            while (length < units.length && !isAny[length]) {
                length++;
            }
            return new String(units, 0, length);
        }

        boolean matchesAt(char[] text, int at) {
            for (int i = 0; i < units.length; i++) {
                if (units[i] != text[at + i] && !isAny[i]) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Returns the first place from {@code from} on that this matches at, so that it ends before {@code end}; or -1.
         */
        int find(char[] text, int from, int end) {
            for (int at = from; at <= end - units.length; at++) {
                if (matchesAt(text, at)) {
                    return at;
                }
            }
            return -1;
        }
    }

    /** Parses a pattern; returns null if it ends with its escape character: such a condition is always UNKNOWN. */
    static @Nullable LikePattern parse(String pattern, @Nullable Character escape) {
        List<Segment> segments = new ArrayList<>();
        var units = new StringBuilder();
        var isAny = new ArrayList<Boolean>();
        for (int i = 0; i < pattern.length(); i++) {
            char unit = pattern.charAt(i);
            if (escape != null && unit == escape) {
                i++;
                if (i == pattern.length()) {
                    return null;
                }
                units.append(pattern.charAt(i));
                isAny.add(false);
            } else if (unit == ANY) {
                segments.add(segment(units, isAny));
                units.setLength(0);
                isAny.clear();
            } else {
                units.append(unit);
                isAny.add(unit == ONE);
            }
        }
        segments.add(segment(units, isAny));
        return new LikePattern(segments);
    }

    private static Segment segment(StringBuilder units, List<Boolean> isAny) {
        boolean[] any = new boolean[isAny.size()];
        for (int i = 0; i < any.length; i++) {
            any[i] = isAny.get(i);
        }
        return Segment.of(units.toString(), any);
    }

    /** Returns what every matching text begins with. */
    String prefix() {
        return prefix;
    }

    /** Returns whether a text matches exactly if it begins with {@link #prefix()}. */
    boolean isPrefixOnly() {
        return segments.size() == 2
                && segments.get(0).length() == prefix.length()
                && segments.get(1).length() == 0;
    }

    boolean matches(String text) {
        return isLiteral ? matchesLiterals(text) : matches(text.toCharArray(), text.length());
    }

    private boolean matchesLiterals(String text) {
        int last = segments.size() - 1;
        if (last == 0) {
            return text.equals(prefix);
        }
        String end = segments.get(last).literal();
        int at = prefix.length();
        int tail = text.length() - end.length();
        if (at > tail || !text.startsWith(prefix) || !text.endsWith(end)) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            String literal = segments.get(i).literal();
            int found = text.indexOf(literal, at);
            at = found + literal.length();
            if (found < 0 || at > tail) {
                return false;
            }
        }
        return true;
    }

    /** Matches the first units of an array. Each segment is taken where it first fits, which leaves the others most. */
    boolean matches(char[] text, int length) {
        Segment first = segments.get(0);
        int last = segments.size() - 1;
        if (last == 0) {
            return first.length() == length && first.matchesAt(text, 0);
        }
        Segment end = segments.get(last);
        int at = first.length();
        int tail = length - end.length();
        if (at > tail || !first.matchesAt(text, 0) || !end.matchesAt(text, tail)) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            int found = segments.get(i).find(text, at, tail);
            if (found < 0) {
                return false;
            }
            at = found + segments.get(i).length();
        }
        return true;
    }
}
