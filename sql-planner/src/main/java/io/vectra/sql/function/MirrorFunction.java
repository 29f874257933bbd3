package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A scalar function of the mirror: only its name and the number of its operands are checked here, the rest by the
 * mirror. Immutable.
 */
final class MirrorFunction extends SqlFunction {
    /** The functions whose value may stand as a condition. */
    private static final Set<String> PREDICATES = Set.of("REGEXP_LIKE", "BITGET", "ARRAY_CONTAINS");

    private final SqlSyntax syntax;

    private MirrorFunction(String name, int operandsMin, int operandsMax, SqlSyntax syntax) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                MirrorFunction::resultType,
                InferTypes.RETURN_TYPE,
                OperandTypes.variadic(
                        operandsMax < 0
                                ? SqlOperandCountRanges.from(operandsMin)
                                : SqlOperandCountRanges.between(operandsMin, operandsMax)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.syntax = syntax;
    }

    /**
     * Creates a function.
     *
     * @param operandsMax -1 for any number
     */
    static MirrorFunction of(String name, int operandsMin, int operandsMax) {
        return new MirrorFunction(name, operandsMin, operandsMax, SqlSyntax.FUNCTION);
    }

    private static RelDataType resultType(SqlOperatorBinding binding) {
        VectraTypeFactory types = (VectraTypeFactory) binding.getTypeFactory();
        return PREDICATES.contains(binding.getOperator().getName())
                ? types.createTypeWithNullability(types.createSqlType(SqlTypeName.BOOLEAN), true)
                : VectorBranches.commonType(binding, types);
    }

    @Override
    public SqlSyntax getSyntax() {
        return syntax;
    }
}
