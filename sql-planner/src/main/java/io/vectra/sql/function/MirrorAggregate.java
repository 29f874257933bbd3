package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate function of the mirror: only its name and the number of its operands are checked here, the rest by the
 * mirror. Immutable.
 */
final class MirrorAggregate extends SqlAggFunction {
    private static final Set<String> PREDICATES = Set.of("EVERY", "BOOL_AND", "BOOL_OR", "SOME");

    private MirrorAggregate(String name, int operandsMin, int operandsMax) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                binding -> {
                    VectraTypeFactory types = (VectraTypeFactory) binding.getTypeFactory();
                    return PREDICATES.contains(name)
                            ? types.createTypeWithNullability(types.createSqlType(SqlTypeName.BOOLEAN), true)
                            : types.scalar();
                },
                null,
                OperandTypes.variadic(SqlOperandCountRanges.between(operandsMin, operandsMax)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.OPTIONAL);
    }

    static MirrorAggregate of(String name, int operandsMin, int operandsMax) {
        return new MirrorAggregate(name, operandsMin, operandsMax);
    }

    @Override
    public boolean allowsFilter() {
        return true;
    }
}
