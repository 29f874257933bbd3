package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.BitString;

/** Makes one literal of strings that follow each other, as in {@code 'one' ' two'} and {@code X'00' '01'}. */
public final class LiteralFragments {
    /** The character set of every string with a prefix: one that has all characters. */
    public static final String UNICODE = "UTF16";

    private LiteralFragments() {}

    /** Returns the literal that fragments of one kind make up. */
    public static SqlNode joined(List<? extends SqlNode> fragments) {
        SqlParserPos pos = SqlParserPos.sum(fragments);
        if (((SqlLiteral) fragments.get(0)).getValue() instanceof BitString) {
            StringBuilder digits = new StringBuilder();
            fragments.forEach(f ->
                    digits.append(((SqlLiteral) f).getValueAs(BitString.class).toHexString()));
            return SqlLiteral.createBinaryString(digits.toString(), pos);
        }
        StringBuilder text = new StringBuilder();
        fragments.forEach(f -> text.append(((SqlLiteral) f).getValueAs(String.class)));
        return SqlLiteral.createCharString(text.toString(), UNICODE, pos);
    }

    /**
     * Returns a literal that is a character string.
     *
     * @throws io.vectra.sql.SqlFailure ({@code 42000}) if it is a binary string
     */
    public static SqlLiteral characters(SqlNode literal) {
        SqlLiteral whole = SqlLiteral.unchain(literal);
        if (whole instanceof SqlCharStringLiteral) {
            return whole;
        }
        throw SyntaxErrors.at(
                literal.getParserPosition(), "expected a text in quotes, but found the binary string " + whole);
    }
}
