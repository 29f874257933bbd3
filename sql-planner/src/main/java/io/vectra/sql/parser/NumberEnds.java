package io.vectra.sql.parser;

import io.vectra.sql.parser.generated.Token;
import io.vectra.sql.parser.generated.VectraParserConstants;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Refuses numbers that a name follows without a blank, which would be read as the number's alias. */
public final class NumberEnds {
    private NumberEnds() {}

    /**
     * Checks what stands behind a number.
     *
     * @throws io.vectra.sql.SqlFailure if it goes on as a name
     */
    public static void check(Token number, Token next) {
        boolean isAdjacent = next.beginLine == number.endLine && next.beginColumn == number.endColumn + 1;
        if (isAdjacent && next.kind == VectraParserConstants.IDENTIFIER) {
            throw SyntaxErrors.at(
                    new SqlParserPos(number.beginLine, number.beginColumn),
                    "\"" + VectorText.shown(number.image + next.image)
                            + "\" is no number; write its digits only, or a blank before the word");
        }
    }
}
