package io.vectra.sql.function;

import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;

/** The functions of the mirror that give back one of their operands, so that vectors may go through them. */
public final class VectorBranches {
    private static final Set<String> NAMES = Set.of("COALESCE", "IFNULL", "NVL");

    private VectorBranches() {}

    /** Returns whether a function of that name gives back one of its operands. */
    public static boolean contains(String function) {
        return NAMES.contains(function);
    }

    /** Returns the vector type of the operands if the function gives one of them back, else the scalar type. */
    static RelDataType commonType(SqlOperatorBinding binding, VectraTypeFactory types) {
        if (contains(binding.getOperator().getName())) {
            for (RelDataType operand : binding.collectOperandTypes()) {
                VectorSqlType vector = VectraTypeFactory.vectorOf(operand);
                if (vector != null) {
                    return vector;
                }
            }
        }
        return types.scalar();
    }
}
