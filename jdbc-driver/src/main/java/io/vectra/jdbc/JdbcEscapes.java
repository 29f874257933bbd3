package io.vectra.jdbc;

import io.vectra.sql.LexicalRegions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Takes the braces off JDBC's escapes <code>{oj …}</code>, <code>{escape 'c'}</code> and <code>{limit …}</code>; the
 * parser knows the others (<code>{fn …}</code>, <code>{d '…'}</code>, <code>{t '…'}</code>, <code>{ts '…'}</code>)
 * itself.
 *
 * <p>What is taken off becomes spaces, so that positions in error messages stay right. Thread rule: stateless.
 */
final class JdbcEscapes {
    private JdbcEscapes() {}

    /** Returns the text without those braces; texts without any brace come back as they are. */
    static String translate(String sql) throws SQLException {
        if (sql == null) {
            throw SqlErrors.badArgument("sql", null, "a statement");
        }
        return sql.indexOf('{') < 0 ? sql : scan(sql);
    }

    private static String scan(String sql) {
        char[] text = sql.toCharArray();
        Deque<Boolean> isTakenOff = new ArrayDeque<>();
        int i = 0;
        while (i < text.length) {
            int behind = LexicalRegions.end(sql, i);
            if (behind > i) {
                i = behind;
                continue;
            }
            if (text[i] == '{') {
                int length = prefixLength(sql, i);
                isTakenOff.push(length > 0);
                blank(text, i, length);
            } else if (text[i] == '}' && !isTakenOff.isEmpty() && isTakenOff.pop()) {
                text[i] = ' ';
            }
            i++;
        }
        return new String(text);
    }

    /** Returns how many characters to blank at a brace: itself and {@code oj}, or itself, or none. */
    private static int prefixLength(String sql, int brace) {
        int from = brace + 1;
        while (from < sql.length() && Character.isWhitespace(sql.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < sql.length() && Character.isLetter(sql.charAt(to))) {
            to++;
        }
        return switch (sql.substring(from, to).toLowerCase(Locale.ROOT)) {
            case "oj" -> to - brace;
            case "escape", "limit" -> 1;
            default -> 0;
        };
    }

    private static void blank(char[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            text[i] = ' ';
        }
    }
}
