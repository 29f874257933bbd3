package io.vectra.sql.function;

import io.vectra.sql.function.VectorFunction.Nearest;
import io.vectra.sql.function.VectorFunction.Ordering;
import io.vectra.sql.function.VectorFunction.Value;
import io.vectra.storage.Metric;
import io.vectra.storage.MirrorFunctions;
import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.jspecify.annotations.Nullable;

/** The functions and operators over vectors, by the names of docs/SQL.md. */
public final class VectorOperators {
    private static final Ordering BY_COSINE = new Ordering(Metric.COSINE, Nearest.SMALLEST, Value.DISTANCE);
    private static final Ordering BY_SIMILARITY = new Ordering(Metric.COSINE, Nearest.LARGEST, Value.MONOTONE);
    private static final Ordering BY_EUCLIDEAN = new Ordering(Metric.EUCLIDEAN, Nearest.SMALLEST, Value.DISTANCE);
    private static final Ordering BY_PRODUCT =
            new Ordering(Metric.DOT_PRODUCT, Nearest.LARGEST, Value.NEGATED_DISTANCE);
    private static final Ordering BY_MANHATTAN = new Ordering(Metric.MANHATTAN, Nearest.SMALLEST, Value.DISTANCE);

    public static final VectorFunction COSINE = VectorFunction.ranking("COSINE", MirrorFunctions.COSINE, BY_COSINE);
    static final VectorFunction COSINE_SIMILARITY =
            VectorFunction.ranking("COSINE_SIMILARITY", MirrorFunctions.COSINE_SIMILARITY, BY_SIMILARITY);

    public static final VectorFunction EUCLIDEAN =
            VectorFunction.ranking("EUCLIDEAN", MirrorFunctions.EUCLIDEAN, BY_EUCLIDEAN);
    public static final VectorFunction DOT_PRODUCT =
            VectorFunction.ranking("DOT_PRODUCT", MirrorFunctions.DOT_PRODUCT, BY_PRODUCT);
    public static final VectorFunction MANHATTAN =
            VectorFunction.ranking("MANHATTAN", MirrorFunctions.MANHATTAN, BY_MANHATTAN);

    /** {@code VECTOR '[…]'}: says that its operand is a vector. */
    public static final VectorFunction VECTOR_VALUE = VectorFunction.vector("VECTOR_VALUE", "", 1);
    /** A vector made of an array of numbers. */
    public static final VectorFunction VECTOR_OF_ARRAY =
            VectorFunction.vector("VECTOR_OF_ARRAY", MirrorFunctions.VECTOR_OF_ARRAY, 1);

    /** A vector made of text. */
    public static final VectorFunction VECTOR_OF_TEXT =
            VectorFunction.vector("VECTOR_OF_TEXT", MirrorFunctions.VECTOR_OF_TEXT, 1);
    /** A vector's text. */
    public static final VectorFunction VECTOR_TEXT =
            VectorFunction.scalar("VECTOR_TEXT", MirrorFunctions.VECTOR_TEXT, 1);
    /** What is equal exactly for equal vectors. */
    public static final VectorFunction VECTOR_KEY = VectorFunction.scalar("VECTOR_KEY", MirrorFunctions.VECTOR_KEY, 1);
    /** The first of the vectors that are equal to it. */
    public static final VectorFunction VECTOR_SAME =
            VectorFunction.vector("VECTOR_SAME", MirrorFunctions.VECTOR_SAME, 1);

    static final VectorFunction VECTOR_ADD = VectorFunction.vector("VECTOR_ADD", MirrorFunctions.VECTOR_ADD, 2);
    static final VectorFunction VECTOR_SUBTRACT =
            VectorFunction.vector("VECTOR_SUBTRACT", MirrorFunctions.VECTOR_SUBTRACT, 2);
    static final VectorFunction VECTOR_SCALE = VectorFunction.vector("VECTOR_SCALE", MirrorFunctions.VECTOR_SCALE, 2);

    /** The functions that users call by name. */
    static final List<VectorFunction> NAMED = List.of(
            COSINE,
            EUCLIDEAN,
            VectorFunction.ranking("COSINE_DISTANCE", MirrorFunctions.COSINE, BY_COSINE),
            VectorFunction.ranking("L1_DISTANCE", MirrorFunctions.MANHATTAN, BY_MANHATTAN),
            VectorFunction.ranking("L2_DISTANCE", MirrorFunctions.EUCLIDEAN, BY_EUCLIDEAN),
            DOT_PRODUCT,
            VectorFunction.ranking("INNER_PRODUCT", MirrorFunctions.DOT_PRODUCT, BY_PRODUCT),
            MANHATTAN,
            COSINE_SIMILARITY,
            VectorFunction.scalar("VECTOR_DIMS", MirrorFunctions.VECTOR_DIMS, 1),
            VectorFunction.scalar("VECTOR_NORM", MirrorFunctions.VECTOR_NORM, 1),
            VectorFunction.vector("NORMALIZE", MirrorFunctions.NORMALIZE, 1),
            VectorFunction.vector("L2_NORMALIZE", MirrorFunctions.NORMALIZE, 1));

    /** The functions that the planner puts in place of operators; no user can call them by name. */
    static final List<VectorFunction> INTERNAL = List.of(
            VECTOR_VALUE,
            VECTOR_OF_ARRAY,
            VECTOR_OF_TEXT,
            VECTOR_TEXT,
            VECTOR_KEY,
            VECTOR_SAME,
            VECTOR_ADD,
            VECTOR_SUBTRACT,
            VECTOR_SCALE);

    public static final SqlBinaryOperator COSINE_INFIX = new Infix("<=>", COSINE, false);
    public static final SqlBinaryOperator EUCLIDEAN_INFIX = new Infix("<->", EUCLIDEAN, false);
    public static final SqlBinaryOperator NEGATIVE_INNER_PRODUCT_INFIX = new Infix("<#>", DOT_PRODUCT, true);
    public static final SqlBinaryOperator MANHATTAN_INFIX = new Infix("<+>", MANHATTAN, false);

    private VectorOperators() {}

    /** Returns the vector that a query gives, as it was before the query had to compare it. */
    public static SqlNode withoutComparison(SqlNode vector) {
        return vector instanceof SqlCall call
                        && (call.getOperator() == VECTOR_SAME || call.getOperator() == VectorAggregate.ANY)
                ? withoutComparison(call.operand(0))
                : vector;
    }

    /**
     * Returns the function over vectors that an arithmetic operator means.
     *
     * @param isScaled whether exactly one operand is a vector
     */
    public static @Nullable VectorFunction arithmetic(SqlKind kind, boolean isScaled) {
        return switch (kind) {
            case PLUS -> isScaled ? null : VECTOR_ADD;
            case MINUS -> isScaled ? null : VECTOR_SUBTRACT;
            case TIMES -> isScaled ? VECTOR_SCALE : null;
            default -> null;
        };
    }

    /**
     * A distance operator between two operands: it binds less than + and more than comparisons, and parses to a call of
     * its function.
     */
    private static final class Infix extends SqlBinaryOperator {
        private final VectorFunction function;
        private final boolean isNegated;

        Infix(String name, VectorFunction function, boolean isNegated) {
            super(name, SqlKind.OTHER, 36, true, null, null, OperandTypes.ANY_ANY);
            this.function = function;
            this.isNegated = isNegated;
        }

        @Override
        public SqlCall createCall(
                @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
            SqlCall call = function.createCall(pos, operands);
            return isNegated ? SqlStdOperatorTable.UNARY_MINUS.createCall(pos, call) : call;
        }
    }
}
