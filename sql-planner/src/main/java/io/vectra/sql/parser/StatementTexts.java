package io.vectra.sql.parser;

import io.vectra.sql.LexicalRegions;
import java.util.ArrayList;
import java.util.List;

/** Splits a text into its statements, which semicolons separate. */
public final class StatementTexts {
    private StatementTexts() {}

    /** Returns the statements that are not blank, in order; at least one, so that a blank text stays one. */
    public static List<String> split(String sql) {
        if (sql.indexOf(';') < 0) {
            return List.of(sql);
        }
        List<String> statements = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < sql.length()) {
            if (sql.charAt(at) == ';') {
                add(statements, sql.substring(start, at));
                start = at + 1;
                at++;
            } else {
                at = after(sql, at);
            }
        }
        add(statements, sql.substring(start));
        return statements.isEmpty() ? List.of(sql) : List.copyOf(statements);
    }

    private static void add(List<String> statements, String statement) {
        if (!isBlank(statement)) {
            statements.add(statement);
        }
    }

    /** Returns whether a text has nothing but white space, comments and semicolons. */
    public static boolean isBlank(String text) {
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (!LexicalRegions.isWholeComment(text, at) && !Character.isWhitespace(next) && next != ';') {
                return false;
            }
            at = after(text, at);
        }
        return true;
    }

    /** Returns where the literal, quoted name, comment or character that begins here ends. */
    private static int after(String sql, int at) {
        return Math.max(LexicalRegions.end(sql, at), at + 1);
    }
}
