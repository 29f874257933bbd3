package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A function over columns of a full-text index and a full-text query, which is the last operand. While a statement is
 * planned, the parameter of the rows found takes the query's place. Immutable.
 */
public final class TextFunction extends SqlFunction {
    /** {@code bm25(column, …, 'query')}. */
    public static final TextFunction BM25 = new TextFunction("BM25", false);
    /** {@code matches(column, …, 'query')}. */
    public static final TextFunction MATCHES = new TextFunction("MATCHES", true);

    /** A text's score as a share of the best one, in {@code hybrid}. */
    public static final TextFunction SHARE = new TextFunction("TEXT_SHARE", false);

    static final List<TextFunction> NAMED = List.of(BM25, MATCHES);

    private TextFunction(String name, boolean isPredicate) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                isPredicate ? TextFunction::truth : TextFunction::number,
                TextFunction::inferText,
                OperandTypes.variadic(SqlOperandCountRanges.from(2)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static RelDataType truth(SqlOperatorBinding binding) {
        return binding.getTypeFactory()
                .createTypeWithNullability(binding.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true);
    }

    private static RelDataType number(SqlOperatorBinding binding) {
        return ((VectraTypeFactory) binding.getTypeFactory()).scalar();
    }

    private static void inferText(SqlCallBinding binding, RelDataType returned, RelDataType[] operands) {
        Arrays.fill(operands, ((VectraTypeFactory) binding.getTypeFactory()).scalar());
    }
}
