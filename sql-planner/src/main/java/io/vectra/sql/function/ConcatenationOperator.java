package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;

/** {@code ||}, which binds looser than {@code +}, as in the mirror; Calcite's binds as {@code *} does. */
public final class ConcatenationOperator extends SqlBinaryOperator {
    /** The one operator. */
    public static final ConcatenationOperator INSTANCE = new ConcatenationOperator();

    /** Between those of {@code +} (40) and of BETWEEN (32). */
    private static final int PRECEDENCE = 36;

    private ConcatenationOperator() {
        super(
                "||",
                SqlKind.OTHER,
                PRECEDENCE,
                true,
                binding -> ((VectraTypeFactory) binding.getTypeFactory()).scalar(),
                InferTypes.RETURN_TYPE,
                OperandTypes.VARIADIC);
    }
}
