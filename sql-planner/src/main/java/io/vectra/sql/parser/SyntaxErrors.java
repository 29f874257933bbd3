package io.vectra.sql.parser;

import io.vectra.sql.LexicalRegions;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.generated.ParseException;
import io.vectra.sql.parser.generated.Token;
import io.vectra.sql.parser.generated.TokenMgrError;
import io.vectra.sql.parser.generated.VectraParserConstants;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes the failures of texts that the grammar does not have. */
final class SyntaxErrors {
    /** The SQLState of a syntax error. */
    static final String SYNTAX_ERROR = "42000";

    private static final int EXPECTED_SHOWN = 12;
    private static final String IDENTIFIER = "an identifier";
    private static final String OPERATOR = "an operator";
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern UNKNOWN_CHARACTER =
            Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (?:\"(.+?)\" \\(|<EOF>)");

    /** What is written for the operators of other databases, by their first character that has no meaning here. */
    private static final Map<String, String> ADVICE = Map.of(
            "~", "; REGEXP_LIKE(text, pattern) looks for a pattern",
            "\\", "; commands of psql are not SQL",
            "`", "; a name is quoted \"so\", a text 'so'");

    private SyntaxErrors() {}

    static SqlFailure at(SqlParserPos pos, String message) {
        return at(pos, SYNTAX_ERROR, "Syntax error: " + message);
    }

    static SqlFailure at(SqlParserPos pos, String sqlState, String message) {
        return new SqlFailure(sqlState, message, pos.getLineNum(), pos.getColumnNum(), null);
    }

    /** What the grammar's own checks found wrong in a text. */
    static SqlFailure of(CalciteContextException e, String sql) {
        Throwable cause = e.getCause();
        String message = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
        if (message.startsWith("Non-query expression")) {
            Matcher word = WORD.matcher(sql);
            word.region(SqlText.offset(sql, e.getPosLine(), e.getPosColumn()), sql.length());
            message = "a statement is expected, such as SELECT, but found "
                    + (word.lookingAt() ? "\"" + VectorText.shown(word.group()) + "\"" : "an expression");
        }
        return new SqlFailure(SYNTAX_ERROR, "Syntax error: " + message, e.getPosLine(), e.getPosColumn(), e);
    }

    /** Returns the failure of a text with a quote that is never closed; null if there is none. */
    static @Nullable SqlFailure unclosed(String sql, ParseException cause) {
        int at = 0;
        int start = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean isDoubled = at > start && sql.charAt(start) == c && sql.charAt(at - 1) == c;
            start = isDoubled ? start : at;
            int end = Math.max(LexicalRegions.end(sql, at), at + 1);
            boolean isQuote = c == '\'' || c == '"';
            if (isQuote && end == sql.length() && (end == at + 1 || sql.charAt(end - 1) != c)) {
                return unclosed(sql, start, cause);
            }
            at = end;
        }
        return null;
    }

    private static SqlFailure unclosed(String sql, int quote, ParseException cause) {
        String before = sql.substring(0, quote);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new SqlFailure(
                SYNTAX_ERROR,
                "Syntax error: the closing " + sql.charAt(quote) + " is missing; inside of a text, ' is written ''",
                line,
                quote - before.lastIndexOf('\n'),
                cause);
    }

    /** A token where another one is expected. */
    static SqlFailure of(ParseException e) {
        Token found = e.currentToken == null ? null : e.currentToken.next;
        if (found == null) {
            return new SqlFailure(SYNTAX_ERROR, "Syntax error", 0, 0, e);
        }
        String what = found.kind == 0 ? "the statement ends" : "found \"" + VectorText.shown(found.image) + "\"";
        TreeSet<String> expected = expected(e);
        boolean isReserved =
                expected.contains(IDENTIFIER) && WORD.matcher(found.image).matches() && isKeyword(found);
        return new SqlFailure(
                SYNTAX_ERROR,
                "Syntax error: " + what + (expected.isEmpty() ? "" : ", expected " + listed(expected))
                        + (isReserved
                                ? "; as a name, it is written \"" + found.image.toUpperCase(Locale.ROOT) + "\""
                                : ""),
                found.beginLine,
                found.beginColumn,
                e);
    }

    private static boolean isKeyword(Token token) {
        return VectraParserConstants.tokenImage[token.kind].equalsIgnoreCase("\"" + token.image + "\"");
    }

    private static TreeSet<String> expected(ParseException e) {
        TreeSet<String> tokens = new TreeSet<>();
        if (e.expectedTokenSequences == null || e.tokenImage == null) {
            return tokens;
        }
        for (int[] sequence : e.expectedTokenSequences) {
            tokens.add(shown(e.tokenImage[sequence[0]]));
        }
        tokens.removeIf(t -> t.startsWith("<") && t.endsWith(">") && t.length() > 3);
        if (tokens.contains(IDENTIFIER)) {
            tokens.removeIf(t -> !t.equals(IDENTIFIER) && Character.isLetter(t.charAt(0)));
            tokens.add(IDENTIFIER);
        }
        if (tokens.size() > EXPECTED_SHOWN
                && tokens.removeIf(t -> !"(),;?".contains(t) && !WORD.matcher(t).find())) {
            tokens.add(OPERATOR);
        }
        return tokens;
    }

    private static String listed(TreeSet<String> tokens) {
        List<String> list = List.copyOf(tokens);
        return list.size() <= EXPECTED_SHOWN
                ? String.join(", ", list)
                : String.join(", ", list.subList(0, EXPECTED_SHOWN)) + " …";
    }

    private static String shown(String image) {
        return switch (image) {
            case "<IDENTIFIER>", "<QUOTED_IDENTIFIER>", "<UNICODE_QUOTED_IDENTIFIER>" -> IDENTIFIER;
            case "<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" -> "a number";
            case "<QUOTED_STRING>" -> "a string";
            case "<EOF>" -> "the end";
            default ->
                image.startsWith("\"") && image.endsWith("\"") && image.length() > 2
                        ? image.substring(1, image.length() - 1)
                        : image.toLowerCase(Locale.ROOT);
        };
    }

    /** A character that begins no token, or the end of the text inside one. */
    static SqlFailure of(TokenMgrError e) {
        String message = String.valueOf(e.getMessage());
        Matcher matcher = UNKNOWN_CHARACTER.matcher(message);
        if (!matcher.find()) {
            return new SqlFailure(SYNTAX_ERROR, "Syntax error: " + message, 0, 0, e);
        }
        String shown = matcher.group(3);
        String character = shown != null && shown.equals("\\\\") ? "\\" : shown;
        return new SqlFailure(
                SYNTAX_ERROR,
                "Syntax error: "
                        + (character == null
                                ? "the statement ends inside a literal, a quoted name or a comment"
                                : "the character \"" + character + "\" has no meaning here"
                                        + ADVICE.getOrDefault(character, "")),
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                e);
    }
}
