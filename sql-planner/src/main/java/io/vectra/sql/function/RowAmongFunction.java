package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;

/**
 * Whether a row is among some, in a form for which the mirror reads only those: operands are the table's key, the
 * parameter of the ids, and the key's type as a text. Put by the planner beside {@code matches}; no user can call it.
 */
public final class RowAmongFunction extends SqlFunction {
    /** The one function. */
    public static final RowAmongFunction INSTANCE = new RowAmongFunction();

    private RowAmongFunction() {
        super(
                "ROW_AMONG",
                SqlKind.OTHER_FUNCTION,
                binding -> ((VectraTypeFactory) binding.getTypeFactory()).scalar(),
                null,
                OperandTypes.variadic(SqlOperandCountRanges.of(3)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }
}
