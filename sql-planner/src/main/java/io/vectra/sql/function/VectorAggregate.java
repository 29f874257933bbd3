package io.vectra.sql.function;

import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.storage.MirrorFunctions;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** An aggregate over vectors, which the planner puts in place of SUM and AVG. Immutable. */
public final class VectorAggregate extends SqlAggFunction {
    static final VectorAggregate SUM = new VectorAggregate("VECTOR_SUM", MirrorFunctions.VECTOR_SUM);
    static final VectorAggregate AVG = new VectorAggregate("VECTOR_AVG", MirrorFunctions.VECTOR_AVG);
    /** Any vector of a group whose vectors are all equal. */
    public static final VectorAggregate ANY = new VectorAggregate("VECTOR_ANY", "MIN");

    private final String mirrorName;

    private VectorAggregate(String name, String mirrorName) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                binding -> {
                    VectraTypeFactory types = (VectraTypeFactory) binding.getTypeFactory();
                    VectorSqlType operand = VectraTypeFactory.vectorOf(binding.getOperandType(0));
                    return types.vector(operand == null ? VectorSqlType.UNKNOWN : operand.dimension());
                },
                null,
                OperandTypes.ANY,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
        this.mirrorName = mirrorName;
    }

    /** Returns the aggregate over vectors that an aggregate over numbers means, or null if there is none. */
    public static @Nullable VectorAggregate of(SqlKind kind) {
        return switch (kind) {
            case SUM -> SUM;
            case AVG -> AVG;
            default -> null;
        };
    }

    /** Returns the qualified name of the aggregate in the mirror. */
    public String mirrorName() {
        return mirrorName;
    }

    @Override
    public boolean allowsFilter() {
        return true;
    }
}
