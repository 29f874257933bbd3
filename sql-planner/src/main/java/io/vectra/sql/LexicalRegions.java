package io.vectra.sql;

/**
 * Knows the parts of a statement in which no character means what it means elsewhere: string literals, quoted names and
 * comments. A doubled quote inside of one ends it and begins the next. Stateless.
 */
public final class LexicalRegions {
    private LexicalRegions() {}

    /** Returns where the literal, quoted name or comment that begins at a place ends, or the place if none does. */
    public static int end(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            return behind(sql, sql.indexOf(c, at + 1), 1);
        }
        if (!isComment(sql, at)) {
            return at;
        }
        return sql.charAt(at + 1) == '*'
                ? behind(sql, sql.indexOf("*/", at + 2), 2)
                : behind(sql, sql.indexOf('\n', at), 1);
    }

    /** Returns whether a comment begins at a place. */
    private static boolean isComment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("//", at) || sql.startsWith("/*", at);
    }

    /** Returns whether a comment begins at a place, and ends. */
    public static boolean isWholeComment(String sql, int at) {
        return isComment(sql, at) && (sql.charAt(at + 1) != '*' || sql.indexOf("*/", at + 2) >= 0);
    }

    private static int behind(String sql, int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }
}
