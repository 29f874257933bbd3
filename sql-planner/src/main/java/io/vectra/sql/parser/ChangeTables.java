package io.vectra.sql.parser;

import io.vectra.sql.parser.generated.Token;
import io.vectra.sql.parser.generated.VectraParserConstants;
import io.vectra.sql.parser.generated.VectraParserTokenManager;

/** Tells the parser whether it stands before SELECT … FROM FINAL TABLE (…), or the same with OLD or NEW. */
public final class ChangeTables {
    private ChangeTables() {}

    /** Returns whether it does. */
    public static boolean isNext(Token first, VectraParserTokenManager tokens) {
        if (first.kind != VectraParserConstants.SELECT) {
            return false;
        }
        Token token = first;
        Token before = first;
        int depth = 0;
        while (token.kind != VectraParserConstants.EOF && (depth > 0 || !beginsFrom(before, token))) {
            if (token.kind == VectraParserConstants.LPAREN) {
                depth++;
            } else if (token.kind == VectraParserConstants.RPAREN) {
                depth--;
            }
            before = token;
            token = after(token, tokens);
        }
        if (token.kind == VectraParserConstants.EOF) {
            return false;
        }
        token = after(token, tokens);
        boolean isVersion = token.kind == VectraParserConstants.FINAL
                || token.kind == VectraParserConstants.OLD
                || token.kind == VectraParserConstants.NEW;
        return isVersion && after(token, tokens).kind == VectraParserConstants.TABLE;
    }

    /** Returns whether the parser stands before WITH, after which a changing statement follows. */
    public static boolean isAfterWith(Token first, VectraParserTokenManager tokens) {
        if (first.kind != VectraParserConstants.WITH) {
            return false;
        }
        int depth = 0;
        for (Token token = first; token.kind != VectraParserConstants.EOF; token = after(token, tokens)) {
            if (token.kind == VectraParserConstants.LPAREN) {
                depth++;
            } else if (token.kind == VectraParserConstants.RPAREN && --depth == 0) {
                switch (after(token, tokens).kind) {
                    case VectraParserConstants.INSERT,
                            VectraParserConstants.UPDATE,
                            VectraParserConstants.DELETE,
                            VectraParserConstants.MERGE -> {
                        return true;
                    }
                    case VectraParserConstants.COMMA, VectraParserConstants.AS -> {}
                    default -> {
                        return false;
                    }
                }
            }
        }
        return false;
    }

    /** IS DISTINCT FROM does not. */
    private static boolean beginsFrom(Token before, Token token) {
        return token.kind == VectraParserConstants.FROM && before.kind != VectraParserConstants.DISTINCT;
    }

    /** Tokens that were looked at stay in the chain that the parser walks. */
    private static Token after(Token token, VectraParserTokenManager tokens) {
        if (token.next == null) {
            token.next = tokens.getNextToken();
        }
        return token.next;
    }
}
