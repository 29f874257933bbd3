package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.generated.Token;
import io.vectra.sql.parser.generated.TokenMgrError;
import io.vectra.sql.parser.generated.VectraParser;
import io.vectra.sql.parser.generated.VectraParserConstants;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses statements that parser and validator would be busy with for minutes, by their tokens alone.
 *
 * <p>Putting a chain of operators in order takes time that grows with the square of its length, as do queries, parts of
 * a name and parameters; a nesting that ends in a stack overflow is tried twice.
 *
 * <p>Thread rule: one statement, one thread.
 */
final class ExpressionLengths {
    /** Shorter statements are read without a look at their tokens: they cannot take long. */
    static final int UNCHECKED_CHARACTERS = 8192;

    /** Four for each term of {@code id = 1 OR id = 2 OR …}, of which ten thousand are promised. */
    private static final int TOKENS_MAX = 45_000;

    private static final int NESTING_MAX = 5_000;
    private static final int SIGNS_MAX = 1_000;
    private static final int NAME_PARTS_MAX = 100;
    private static final int QUERIES_MAX = 2_000;
    private static final int PARAMETERS_MAX = 65_535;
    private static final int DIGITS_MAX = 10_000;

    private final Deque<Integer> outer = new ArrayDeque<>();

    /** How many tokens follow each other without a comma, a parenthesis or a new query. */
    private int length;

    private int signs;
    private int nameParts;
    private int queries;
    private int parameters;
    private boolean isAfterDot;

    private ExpressionLengths() {}

    /**
     * Reads a statement's tokens.
     *
     * @param parser one that has read nothing yet, for this alone
     * @throws SqlFailure ({@code 54001}) if there is too much of something
     */
    static void check(VectraParser parser) {
        var lengths = new ExpressionLengths();
        try {
            for (Token token = parser.getNextToken();
                    token.kind != VectraParserConstants.EOF;
                    token = parser.getNextToken()) {
                lengths.add(token);
            }
        } catch (TokenMgrError e) {
            // The parser itself comes to the same place, and says what is wrong there.
            return;
        }
    }

    private void add(Token token) {
        boolean isDot = token.kind == VectraParserConstants.DOT;
        boolean isSign = false;
        nameParts = isDot ? nameParts + 1 : isAfterDot ? nameParts : 0;
        isAfterDot = isDot;
        switch (token.kind) {
            case VectraParserConstants.LPAREN, VectraParserConstants.LBRACKET, VectraParserConstants.CASE -> {
                outer.push(length);
                length = 0;
            }
            case VectraParserConstants.RPAREN, VectraParserConstants.RBRACKET, VectraParserConstants.END ->
                length = outer.isEmpty() ? 0 : outer.pop() + 1;
            case VectraParserConstants.COMMA, VectraParserConstants.SEMICOLON -> length = 0;
            case VectraParserConstants.SELECT -> {
                queries++;
                length = 0;
            }
            case VectraParserConstants.HOOK -> {
                parameters++;
                length++;
            }
            case VectraParserConstants.PLUS, VectraParserConstants.MINUS, VectraParserConstants.NOT -> {
                isSign = true;
                length++;
            }
            default -> length++;
        }
        signs = isSign ? signs + 1 : 0;
        check(token, outer.size(), NESTING_MAX, "levels of nesting");
        check(token, length, TOKENS_MAX, "names, values and operators in a row; use IN instead of long chains of OR");
        check(token, signs, SIGNS_MAX, "signs in a row");
        check(token, nameParts, NAME_PARTS_MAX, "parts of a name");
        check(token, queries, QUERIES_MAX, "queries");
        check(token, parameters, PARAMETERS_MAX, "parameters");
        if (Character.isDigit(token.image.charAt(0))) {
            check(token, token.image.length(), DIGITS_MAX, "digits of a number");
        }
    }

    private static void check(Token token, int count, int max, String what) {
        if (count > max) {
            throw new SqlFailure(
                    SqlFailure.TOO_DEEP,
                    "The statement is too complex: more than " + max + " " + what + ". Split it",
                    token.beginLine,
                    token.beginColumn,
                    null);
        }
    }
}
