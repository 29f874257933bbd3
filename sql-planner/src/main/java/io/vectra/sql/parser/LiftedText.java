package io.vectra.sql.parser;

import io.vectra.sql.LexicalRegions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose long vector literals were replaced by {@code ?}, so that statements that differ only in them share
 * a plan.
 *
 * @param text the statement with a {@code ?} in place of each lifted literal
 * @param literals for each {@code ?} of {@code text} in order, the text inside the quotes of the literal that stood
 *     there, or null for one that the user wrote
 */
public record LiftedText(String text, List<@Nullable String> literals) {
    private static final int LENGTH_MIN = 24;

    /** Returns the statement without its long vector literals, or null if it has none. */
    public static @Nullable LiftedText lift(String sql) {
        return sql.contains("'[") || sql.contains("' [") ? new Scanner(sql).lift() : null;
    }

    /** Walks over the text once, jumping over comments and quoted names. */
    private static final class Scanner {
        private final String sql;
        private final StringBuilder text = new StringBuilder();
        private final List<@Nullable String> literals = new ArrayList<>();
        private int copied;
        private boolean lifted;

        Scanner(String sql) {
            this.sql = sql;
        }

        @Nullable
        LiftedText lift() {
            int at = 0;
            while (at < sql.length()) {
                at = step(at);
            }
            text.append(sql, copied, sql.length());
            return lifted ? new LiftedText(text.toString(), literals) : null;
        }

        private int step(int at) {
            char c = sql.charAt(at);
            if (c == '\'') {
                return literal(at);
            }
            if (c == '?') {
                literals.add(null);
            }
            return Math.max(LexicalRegions.end(sql, at), at + 1);
        }

        private int literal(int start) {
            int end = sql.indexOf('\'', start + 1);
            while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == '\'') {
                end = sql.indexOf('\'', end + 2);
            }
            if (end < 0) {
                return sql.length();
            }
            if (end - start >= LENGTH_MIN && isVector(start + 1, end) && !isPrefixed(start)) {
                literals.add(sql.substring(start + 1, end));
                text.append(sql, copied, start).append('?');
                copied = end + 1;
                lifted = true;
            }
            return end + 1;
        }

        /**
         * A literal with a type or character set before it, such as JSON '[1]', is that type's. VECTOR takes a ? as
         * well.
         */
        private boolean isPrefixed(int start) {
            int at = start - 1;
            if (at >= 0 && isWord(sql.charAt(at))) {
                return true;
            }
            while (at >= 0 && Character.isWhitespace(sql.charAt(at))) {
                at--;
            }
            if (at < 0 || sql.charAt(at) == '\'') {
                return true;
            }
            return sql.regionMatches(true, at - 3, "JSON", 0, 4);
        }

        private static boolean isWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '&';
        }

        private boolean isVector(int start, int end) {
            int first = start;
            while (first < end && Character.isWhitespace(sql.charAt(first))) {
                first++;
            }
            if (first == end || sql.charAt(first) != '[') {
                return false;
            }
            for (int i = first + 1; i < end; i++) {
                char c = sql.charAt(i);
                boolean isPart = (c >= '0' && c <= '9') || "+-.eE, \t\r\n]".indexOf(c) >= 0;
                if (!isPart) {
                    return false;
                }
            }
            return true;
        }
    }
}
