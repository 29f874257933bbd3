package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** AT TIME ZONE and AT LOCAL, which bind tighter than arithmetic. */
public final class AtTimeZone {
    private static final int PRECEDENCE = 94;
    private static final SqlReturnTypeInference SCALAR =
            binding -> ((VectraTypeFactory) binding.getTypeFactory()).scalar();

    /** {@code time AT TIME ZONE zone}. */
    public static final SqlBinaryOperator ZONE =
            new SqlBinaryOperator(
                    "AT TIME ZONE",
                    SqlKind.OTHER,
                    PRECEDENCE,
                    true,
                    SCALAR,
                    InferTypes.RETURN_TYPE,
                    OperandTypes.VARIADIC) {
                /** The mirror takes all that follows for the zone. */
                @Override
                public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
                    SqlWriter.Frame frame = writer.startList("(", ")");
                    call.operand(0).unparse(writer, leftPrec, getLeftPrec());
                    writer.keyword(getName());
                    call.operand(1).unparse(writer, getRightPrec(), rightPrec);
                    writer.endList(frame);
                }
            };

    /** {@code time AT LOCAL}. */
    public static final SqlPostfixOperator LOCAL = new SqlPostfixOperator(
            "AT LOCAL", SqlKind.OTHER, PRECEDENCE, SCALAR, InferTypes.RETURN_TYPE, OperandTypes.ANY);

    private AtTimeZone() {}
}
