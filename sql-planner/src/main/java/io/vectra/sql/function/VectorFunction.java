package io.vectra.sql.function;

import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.storage.Metric;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;

/**
 * A function over vectors, with the function of the mirror that computes it. Which operands are right is checked by the
 * validator. Immutable.
 */
public final class VectorFunction extends SqlFunction {
    private final String mirrorName;
    private final int vectorOperands;
    private final @Nullable Ordering ordering;

    private VectorFunction(
            String name, String mirrorName, int operands, SqlReturnTypeInference returns, @Nullable Ordering ordering) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                returns,
                null,
                OperandTypes.variadic(org.apache.calcite.sql.type.SqlOperandCountRanges.of(operands)),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.mirrorName = mirrorName;
        this.vectorOperands = switch (name) {
            case "VECTOR_OF_ARRAY", "VECTOR_OF_TEXT" -> 0;
            case "VECTOR_SCALE" -> 1;
            default -> operands;
        };
        this.ordering = ordering;
    }

    /** Creates a function whose value is a scalar. */
    static VectorFunction scalar(String name, String mirrorName, int operands) {
        return new VectorFunction(name, mirrorName, operands, VectorFunction::scalar, null);
    }

    /** Creates a distance or similarity of two vectors. */
    static VectorFunction ranking(String name, String mirrorName, Ordering ordering) {
        return new VectorFunction(name, mirrorName, 2, VectorFunction::scalar, ordering);
    }

    /** Creates a function whose value is a vector as long as its operands. */
    static VectorFunction vector(String name, String mirrorName, int operands) {
        return new VectorFunction(name, mirrorName, operands, VectorFunction::vector, null);
    }

    private static RelDataType scalar(SqlOperatorBinding binding) {
        return ((VectraTypeFactory) binding.getTypeFactory()).scalar();
    }

    private static RelDataType vector(SqlOperatorBinding binding) {
        int dimension = VectorSqlType.UNKNOWN;
        for (RelDataType operand : binding.collectOperandTypes()) {
            VectorSqlType vector = VectraTypeFactory.vectorOf(operand);
            if (vector != null && vector.dimension() != VectorSqlType.UNKNOWN) {
                dimension = vector.dimension();
            }
        }
        return ((VectraTypeFactory) binding.getTypeFactory()).vector(dimension);
    }

    /** Returns the qualified name of the function in the mirror. */
    public String mirrorName() {
        return mirrorName;
    }

    /** Returns whether the operand at {@code index} must be a vector. */
    public boolean isVectorOperand(int index) {
        return index < vectorOperands;
    }

    /** Returns how the nearest rows are found by this function's value, or null if it ranks nothing. */
    public @Nullable Ordering ordering() {
        return ordering;
    }

    /**
     * How a function's value orders rows from the nearest on.
     *
     * @param metric the distance that the vector search computes
     * @param nearest which values are the nearest
     * @param value how the function's value follows from the distance
     */
    public record Ordering(Metric metric, Nearest nearest, Value value) {}

    /** Which values of a function are the nearest. */
    public enum Nearest {
        SMALLEST,
        LARGEST
    }

    /** How a function's value follows from the distance of the vector search. */
    public enum Value {
        /** It is the distance, digit for digit. */
        DISTANCE,
        /** It is the negated distance, digit for digit. */
        NEGATED_DISTANCE,
        /** It falls when the distance rises, but its digits are its own. */
        MONOTONE
    }
}
