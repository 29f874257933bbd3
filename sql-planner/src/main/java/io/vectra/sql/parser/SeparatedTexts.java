package io.vectra.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The aggregate {@code GROUP_CONCAT(text ORDER BY … SEPARATOR ', ')}, as {@code STRING_AGG(text, ', ' ORDER BY …)}. */
public final class SeparatedTexts {
    private SeparatedTexts() {}

    /** Makes the call of an aggregate, whose last operand may be a separator. */
    public static SqlCall call(
            SqlOperator aggregate, @Nullable SqlLiteral distinct, SqlParserPos pos, List<SqlNode> operands) {
        SqlNode last = operands.get(operands.size() - 1);
        if (last.getKind() != SqlKind.SEPARATOR) {
            return aggregate.createCall(distinct, pos, operands);
        }
        List<SqlNode> ordered = new ArrayList<>(operands.subList(0, operands.size() - 1));
        ordered.add(1, ((SqlCall) last).operand(0));
        return SqlLibraryOperators.STRING_AGG.createCall(distinct, pos, ordered);
    }
}
