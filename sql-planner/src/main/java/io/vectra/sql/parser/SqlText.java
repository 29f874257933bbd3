package io.vectra.sql.parser;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.generated.ParseException;
import io.vectra.sql.parser.generated.Token;
import io.vectra.sql.parser.generated.TokenMgrError;
import io.vectra.sql.parser.generated.VectraParser;
import io.vectra.sql.validate.VectraConformance;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.SourceStringReader;

/** Parses the text of one statement. */
public final class SqlText {
    /** How many characters a statement may have. */
    public static final int LENGTH_MAX = 64 << 20;

    private static final int IDENTIFIER_LENGTH_MAX = 256;
    private static final String FOR = "FOR";
    private static final String UPDATE = "UPDATE";

    private SqlText() {}

    /**
     * Returns the syntax tree of a statement.
     *
     * @throws SqlFailure ({@code 42000}) for a syntax error, ({@code 54000}) for a statement that is too long,
     *     ({@code 54001}) for one that is nested too deeply
     */
    public static SqlNode parse(String sql) {
        if (sql.length() > LENGTH_MAX) {
            throw new SqlFailure(
                    "54000",
                    "The statement has " + sql.length() + " characters, but at most " + LENGTH_MAX + " are allowed");
        }
        // The generated reader fails on a text without any character.
        String text = sql.isEmpty() ? " " : withOneBlankInForUpdate(sql);
        if (text.length() > ExpressionLengths.UNCHECKED_CHARACTERS) {
            ExpressionLengths.check(parser(text));
        }
        VectraParser parser = parser(text);
        try {
            return parser.VectraStatementEof();
        } catch (ParseException e) {
            SqlFailure unclosed = SyntaxErrors.unclosed(text, e);
            throw LaterStatements.refusal(sql, unclosed != null ? unclosed : SyntaxErrors.of(e));
        } catch (NumberFormatException e) {
            throw new SqlFailure("22003", "A number of the statement has too many digits in its exponent", 0, 0, e);
        } catch (TokenMgrError e) {
            throw LaterStatements.refusal(sql, SyntaxErrors.of(e));
        } catch (CalciteContextException e) {
            throw LaterStatements.refusal(sql, SyntaxErrors.of(e, text));
        } catch (SqlFailure e) {
            throw e;
        } catch (RuntimeException e) {
            // Calcite gives up so on operators that it cannot put in order, such as ESCAPE without its LIKE.
            Token last = parser.getToken(0);
            throw new SqlFailure(
                    SyntaxErrors.SYNTAX_ERROR,
                    "Syntax error: what stands before this cannot be understood; parentheses may help",
                    last.endLine,
                    last.endColumn,
                    e);
        }
    }

    /** Returns the text with {@code FOR UPDATE} at its end as the lexer knows it; the text's length stays. */
    private static String withOneBlankInForUpdate(String sql) {
        int end = sql.length();
        while (end > 0 && (Character.isWhitespace(sql.charAt(end - 1)) || sql.charAt(end - 1) == ';')) {
            end--;
        }
        int update = end - UPDATE.length();
        int blank = update;
        while (blank > 0 && Character.isWhitespace(sql.charAt(blank - 1))) {
            blank--;
        }
        int start = blank - FOR.length();
        boolean isWritten = start > 0
                && sql.regionMatches(true, update, UPDATE, 0, UPDATE.length())
                && sql.regionMatches(true, start, FOR, 0, FOR.length())
                && !Character.isJavaIdentifierPart(sql.charAt(start - 1));
        return isWritten && blank < update
                ? sql.substring(0, start) + sql.substring(blank, update - 1) + FOR + ' ' + sql.substring(update)
                : sql;
    }

    private static VectraParser parser(String sql) {
        VectraParser parser = (VectraParser) VectraParser.FACTORY.getParser(new SourceStringReader(sql));
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.TO_UPPER);
        parser.setIdentifierMaxLength(IDENTIFIER_LENGTH_MAX);
        parser.setConformance(VectraConformance.INSTANCE);
        parser.switchTo(SqlAbstractParserImpl.LexicalState.DQID);
        return parser;
    }

    /** Returns where in a text a position of the parser is, both from 1. */
    public static int offset(String sql, int line, int column) {
        int at = 0;
        for (int i = 1; i < line; at++) {
            char c = sql.charAt(at);
            if (c == '\n' || c == '\r' && sql.charAt(at + 1) != '\n') {
                i++;
            }
        }
        return at + column - 1;
    }

    /** Returns the query in the text of a CREATE VIEW. */
    public static String queryOfView(String sql) {
        SqlParserPos as = ((CreateViewNode) parse(sql)).parts().as();
        String rest = sql.substring(offset(sql, as.getEndLineNum(), as.getEndColumnNum()) + 1)
                .strip();
        while (rest.endsWith(";")) {
            rest = rest.substring(0, rest.length() - 1).strip();
        }
        return rest;
    }
}
