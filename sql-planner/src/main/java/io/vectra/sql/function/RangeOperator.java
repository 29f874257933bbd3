package io.vectra.sql.function;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.jspecify.annotations.Nullable;

/**
 * {@code SYSTEM_RANGE(first, last [, step])} in FROM, the whole numbers from the first to the last; PostgreSQL calls it
 * {@code GENERATE_SERIES}. To Calcite it is a kind of UNNEST, with one column.
 */
public final class RangeOperator extends SqlUnnestOperator {
    private static final RangeOperator SYSTEM_RANGE = new RangeOperator("SYSTEM_RANGE", "X");
    private static final RangeOperator GENERATE_SERIES = new RangeOperator("GENERATE_SERIES", null);

    private final String writtenName;
    private final @Nullable String column;

    private RangeOperator(String name, @Nullable String column) {
        super(false);
        this.writtenName = name;
        this.column = column;
    }

    /** Returns what stands for a function called in FROM, or null if it is none of these. */
    public static @Nullable RangeOperator of(SqlCall function) {
        if (!(function.getOperator() instanceof SqlUnresolvedFunction)) {
            return null;
        }
        return switch (function.getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "SYSTEM_RANGE" -> SYSTEM_RANGE;
            case "GENERATE_SERIES" -> GENERATE_SERIES;
            default -> null;
        };
    }

    /** Returns what its column is called, or null if it is called as the table is. */
    public @Nullable String column() {
        return column;
    }

    @Override
    public String getName() {
        return writtenName == null ? super.getName() : writtenName;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.between(2, 3);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        var types = (VectraTypeFactory) binding.getTypeFactory();
        for (RelDataType operand : binding.collectOperandTypes()) {
            VectorSqlType vector = VectraTypeFactory.vectorOf(operand);
            if (vector != null) {
                throw new SqlFailure(
                        "42804", getName() + " takes numbers, but one of its operands is a " + vector.sql());
            }
        }
        return types.builder().add("X", types.scalar()).build();
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlWriter.Frame frame = writer.startFunCall("SYSTEM_RANGE");
        call.getOperandList().forEach(operand -> {
            writer.sep(",");
            operand.unparse(writer, 0, 0);
        });
        writer.endFunCall(frame);
    }
}
