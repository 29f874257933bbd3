package io.vectra.sql.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.jspecify.annotations.Nullable;

/**
 * The operator {@code value::type}, which binds tighter than every other one, as it does in PostgreSQL, and parses to
 * CAST.
 */
public final class InfixCast extends SqlBinaryOperator {
    /** The one operator. */
    public static final InfixCast INSTANCE = new InfixCast();

    private static final int PRECEDENCE = 94;

    private InfixCast() {
        super("::", SqlKind.OTHER, PRECEDENCE, true, null, null, OperandTypes.ANY_ANY);
    }

    @Override
    public SqlCall createCall(@Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
        return SqlStdOperatorTable.CAST.createCall(pos, operands);
    }
}
