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
