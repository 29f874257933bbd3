package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.jspecify.annotations.Nullable;

/** The operator {@code text REGEXP pattern}, which binds as LIKE does, and parses to {@code REGEXP_LIKE}. */
public final class RegexpOperator extends SqlBinaryOperator {
    /** The one operator. */
    public static final RegexpOperator INSTANCE = new RegexpOperator();

    private RegexpOperator() {
        super(
                "REGEXP",
                SqlKind.OTHER,
                SqlStdOperatorTable.LIKE.getRightPrec(),
                false,
                null,
                null,
                OperandTypes.ANY_ANY);
    }

    @Override
    public SqlCall createCall(@Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
        var function = new SqlUnresolvedFunction(
                new SqlIdentifier("REGEXP_LIKE", pos),
                null,
                null,
                null,
                null,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        return function.createCall(functionQualifier, pos, operands);
    }
}
