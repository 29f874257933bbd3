package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** UNNEST with a column for each of its arrays, of scalars too, where Calcite sees one column of any type. */
public final class UnnestOperator extends SqlUnnestOperator {
    private static final UnnestOperator PLAIN = new UnnestOperator(false);
    private static final UnnestOperator WITH_ORDINALITY = new UnnestOperator(true);

    private UnnestOperator(boolean withOrdinality) {
        super(withOrdinality);
    }

    /** Returns whether an operator is Calcite's UNNEST. */
    public static boolean isUnnest(SqlOperator operator) {
        return operator == SqlStdOperatorTable.UNNEST || operator == SqlStdOperatorTable.UNNEST_WITH_ORDINALITY;
    }

    /** Returns what stands for Calcite's UNNEST. */
    public static UnnestOperator of(SqlOperator unnest) {
        return ((SqlUnnestOperator) unnest).withOrdinality ? WITH_ORDINALITY : PLAIN;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        var types = (VectraTypeFactory) binding.getTypeFactory();
        RelDataType scalar = types.createTypeWithNullability(types.scalar(), true);
        RelDataTypeFactory.Builder columns = types.builder();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            RelDataType array = binding.getOperandType(i);
            RelDataType element = array.getSqlTypeName() == SqlTypeName.ANY ? scalar : array.getComponentType();
            columns.add("C" + (i + 1), element == null ? scalar : element);
        }
        if (withOrdinality) {
            columns.add("NORD", types.scalar());
        }
        return columns.build();
    }
}
