package io.vectra.storage.text;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads full-text queries.
 *
 * <pre>
 * query   = [ list ]
 * list    = item { [ OR ] item }
 * item    = chain                  a chain of one clause may be required by + or prohibited by -, ! or NOT
 * chain   = clause { AND clause }
 * clause  = { + | - | ! | NOT } primary [ ^ factor ]
 * primary = ( list ) | "words" [ ~ slop ] | word [ * | ~ [ edits ] ]
 * </pre>
 *
 * <p>AND, OR and NOT are operators in capitals only. A backslash takes the meaning from the character after it. Thread
 * rule: one use by one thread.
 */
final class TextQueryParser {
    static final int LENGTH_MAX = 1 << 16;
    static final int DEPTH_MAX = 100;
    private static final int EDITS_MAX = 2;
    private static final int FACTOR_MAX = 1_000_000;

    /** How long a fuzzy word may be: what is like it is told by an automaton that grows with it. */
    static final int FUZZY_LETTERS_MAX = 255;

    private static final String SPECIAL = "()\"*~^";

    private final String query;
    private int at;
    private int depth;

    private TextQueryParser(String query) {
        this.query = query;
    }

    /**
     * Reads a query; an empty one is a group without clauses, which no row meets.
     *
     * @throws StoreException ({@link StoreError#BAD_TEXT_QUERY}) with the position of what is wrong
     */
    static TextClause parse(String query) {
        if (query.length() > LENGTH_MAX) {
            throw new StoreException(
                    StoreError.LIMIT_EXCEEDED,
                    "A full-text query has at most " + LENGTH_MAX + " characters, but this one has " + query.length()
                            + ".");
        }
        var parser = new TextQueryParser(query);
        TextClause clause = parser.list();
        if (parser.at < query.length()) {
            throw parser.failure("\")\" without \"(\" before it");
        }
        return clause;
    }

    /** A clause with what stood before it. */
    private record Signed(TextClause clause, char sign) {
        private static final char NONE = ' ';

        boolean isProhibited() {
            return sign == '-';
        }
    }

    private TextClause list() {
        List<TextClause> required = new ArrayList<>();
        List<TextClause> optional = new ArrayList<>();
        List<TextClause> prohibited = new ArrayList<>();
        boolean isAfterOr = false;
        boolean isEmpty = true;
        skipBlanks();
        while (at < query.length() && query.charAt(at) != ')') {
            if (takeOperator("OR") || takeTwice('|')) {
                if (isEmpty || isAfterOr) {
                    throw failure("OR needs a word, a phrase or \"(\" before it");
                }
                isAfterOr = true;
                continue;
            }
            Signed item = chain();
            (item.sign() == '+' ? required : item.isProhibited() ? prohibited : optional).add(item.clause());
            isEmpty = false;
            isAfterOr = false;
            skipBlanks();
        }
        if (isAfterOr) {
            throw failure("a word, a phrase or \"(\" is expected after OR");
        }
        boolean isOne = optional.size() == 1 && required.isEmpty() && prohibited.isEmpty();
        return isOne ? optional.get(0) : new TextClause.Group(required, optional, prohibited);
    }

    private Signed chain() {
        Signed first = clause();
        skipBlanks();
        if (!takeOperator("AND") && !takeTwice('&')) {
            return first;
        }
        List<TextClause> required = new ArrayList<>();
        List<TextClause> prohibited = new ArrayList<>();
        (first.isProhibited() ? prohibited : required).add(first.clause());
        do {
            skipBlanks();
            Signed next = clause();
            (next.isProhibited() ? prohibited : required).add(next.clause());
            skipBlanks();
        } while (takeOperator("AND") || takeTwice('&'));
        return new Signed(new TextClause.Group(required, List.of(), prohibited), Signed.NONE);
    }

    private Signed clause() {
        char sign = Signed.NONE;
        while (true) {
            if (take('+')) {
                sign = sign == '-' ? '-' : '+';
            } else if (take('-') || take('!') || takeOperator("NOT")) {
                sign = sign == '-' ? '+' : '-';
            } else {
                break;
            }
            skipBlanksAfterNot();
        }
        TextClause clause = primary();
        if (take('^')) {
            clause = new TextClause.Boosted(clause, factor());
        }
        return new Signed(clause, sign);
    }

    /** A sign stands before its word; only NOT is followed by blanks. */
    private void skipBlanksAfterNot() {
        if (at > 0 && Character.isLetter(query.charAt(at - 1))) {
            skipBlanks();
        }
    }

    private TextClause primary() {
        if (at == query.length()) {
            throw failure("a word, a phrase or \"(\" is expected at the end");
        }
        char next = query.charAt(at);
        if (next == '(') {
            return parenthesised();
        }
        if (next == '"') {
            return phrase();
        }
        if (isOperator("AND") || isOperator("OR")) {
            throw failure("a word, a phrase or \"(\" is expected before " + (isOperator("AND") ? "AND" : "OR"));
        }
        int start = at;
        String word = word();
        if (take('*')) {
            if (at < query.length() && !isEnd(query.charAt(at))) {
                throw failure("\"*\" is allowed at the end of a word only");
            }
            return new TextClause.Prefix(word, start);
        }
        if (take('~')) {
            if (word.length() > FUZZY_LETTERS_MAX) {
                at = start;
                throw failure("a word before \"~\" has at most " + FUZZY_LETTERS_MAX + " letters");
            }
            return new TextClause.Fuzzy(word, number(EDITS_MAX, EDITS_MAX), start);
        }
        return new TextClause.Word(word);
    }

    private TextClause parenthesised() {
        int start = at++;
        if (++depth > DEPTH_MAX) {
            throw failure("the query is nested more than " + DEPTH_MAX + " deep");
        }
        TextClause inner = list();
        if (!take(')')) {
            at = start;
            throw failure("\"(\" has no \")\"");
        }
        depth--;
        return inner;
    }

    private TextClause phrase() {
        int start = at++;
        var text = new StringBuilder();
        while (at < query.length() && query.charAt(at) != '"') {
            if (query.charAt(at) == '\\' && at + 1 < query.length()) {
                at++;
            }
            text.append(query.charAt(at++));
        }
        if (!take('"')) {
            at = start;
            throw failure("the phrase has no closing quotation mark");
        }
        return new TextClause.Phrase(text.toString(), take('~') ? number(0, 1000) : 0);
    }

    private String word() {
        var text = new StringBuilder();
        int start = at;
        while (at < query.length() && !isEnd(query.charAt(at)) && SPECIAL.indexOf(query.charAt(at)) < 0) {
            if (query.charAt(at) == '\\' && at + 1 < query.length()) {
                at++;
            }
            text.append(query.charAt(at++));
        }
        if (at == start) {
            throw failure("a word, a phrase or \"(\" is expected before \""
                    + (at < query.length() ? query.charAt(at) : "") + "\"");
        }
        return text.toString();
    }

    private int number(int ifNone, int max) {
        int start = at;
        while (at < query.length() && Character.digit(query.charAt(at), 10) >= 0 && at - start < 6) {
            at++;
        }
        int value = start == at ? ifNone : Integer.parseInt(query, start, at, 10);
        if (value > max) {
            at = start;
            throw failure("the number after \"~\" is at most " + max);
        }
        return value;
    }

    private float factor() {
        int start = at;
        while (at < query.length() && (Character.digit(query.charAt(at), 10) >= 0 || query.charAt(at) == '.')) {
            at++;
        }
        float factor = number(query.substring(start, at));
        if (factor >= 0 && factor <= FACTOR_MAX) {
            return factor;
        }
        at = start;
        throw failure("a number from 0 to " + FACTOR_MAX + " is expected after \"^\"");
    }

    private static float number(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    private static boolean isEnd(char character) {
        return Character.isWhitespace(character) || character == '(' || character == ')' || character == '"';
    }

    private void skipBlanks() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
    }

    private boolean take(char character) {
        if (at < query.length() && query.charAt(at) == character) {
            at++;
            return true;
        }
        return false;
    }

    private boolean takeTwice(char character) {
        if (query.startsWith(String.valueOf(character).repeat(2), at)) {
            at += 2;
            skipBlanks();
            return true;
        }
        return false;
    }

    private boolean takeOperator(String operator) {
        if (isOperator(operator)) {
            at += operator.length();
            skipBlanks();
            return true;
        }
        return false;
    }

    private boolean isOperator(String operator) {
        int end = at + operator.length();
        return query.startsWith(operator, at) && (end == query.length() || isEnd(query.charAt(end)));
    }

    private StoreException failure(String what) {
        return failure(query, at, what);
    }

    /** @param index where, from 0 */
    static StoreException failure(String query, int index, String what) {
        String shown = query.length() <= 200 ? query : query.substring(0, 200) + "…";
        return new StoreException(
                StoreError.BAD_TEXT_QUERY,
                "In the full-text query '" + shown + "', at character " + (index + 1) + ": " + what + ".");
    }
}
