package io.vectra.sql.function;

import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;

/**
 * {@code hybrid} once its method is known: operands are the similarity of two vectors, the share of the best score that
 * a row's text has, and the weight of the first. Immutable.
 */
public final class HybridFunction extends SqlFunction {
    /** Both scores, weighted. */
    public static final HybridFunction WEIGHTED = new HybridFunction("HYBRID_WEIGHTED");
    /** The reciprocals of both ranks, weighted. */
    public static final HybridFunction RANKED = new HybridFunction("HYBRID_RANKED");

    static final List<HybridFunction> INTERNAL = List.of(WEIGHTED, RANKED);

    private HybridFunction(String name) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                binding -> ((VectraTypeFactory) binding.getTypeFactory()).scalar(),
                HybridFunction::inferNumber,
                OperandTypes.variadic(SqlOperandCountRanges.of(3)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static void inferNumber(SqlCallBinding binding, RelDataType returned, RelDataType[] operands) {
        Arrays.fill(operands, ((VectraTypeFactory) binding.getTypeFactory()).scalar());
    }

    /** Returns a call for a vector column, a vector, a text column, a full-text query and a weight. */
    public SqlCall of(SqlParserPos pos, List<SqlNode> operands) {
        SqlCall similarity = VectorOperators.COSINE_SIMILARITY.createCall(pos, operands.get(0), operands.get(1));
        SqlCall share = TextFunction.SHARE.createCall(pos, operands.get(2), operands.get(3));
        return createCall(pos, similarity, share, operands.get(4));
    }
}
