package io.vectra.sql.function;

import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** EXTRACT without Calcite's check of its operand's type and field, which are the mirror's to check. */
public final class ExtractFunction extends SqlExtractFunction {
    /** The one function. */
    public static final ExtractFunction INSTANCE = new ExtractFunction();

    /** The mirror's fields that are no units of Calcite's. */
    private static final Set<String> FIELDS = Set.of(
            ("YY YYYY SQL_TSI_YEAR M MM SQL_TSI_MONTH D DD SQL_TSI_DAY HH SQL_TSI_HOUR MI N SQL_TSI_MINUTE S SS SQL_TSI_SECOND"
                            + " TIMEZONE_HOUR TIMEZONE_MINUTE TIMEZONE_SECOND MILLISECONDS MS MICROSECONDS MCS NS DAY_OF_YEAR DAYOFYEAR DY"
                            + " ISO_DAY_OF_WEEK ISO_WEEK ISO_WEEK_YEAR ISO_YEAR DAY_OF_WEEK DAYOFWEEK WK WW SQL_TSI_WEEK WEEK_YEAR")
                    .split(" ", -1));

    private ExtractFunction() {
        super("EXTRACT", false);
    }

    /** Returns whether the mirror has a field, which Calcite knows as a unit or by its name only. */
    public static boolean hasField(SqlIntervalQualifier field) {
        return field.timeFrameName == null || FIELDS.contains(field.timeFrameName);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlIntervalQualifier field = call.operand(0);
        SqlWriter.Frame frame = writer.startFunCall(getName());
        writer.print(field.timeFrameName == null ? field.getUnit().name() : field.timeFrameName);
        writer.setNeedWhitespace(true);
        writer.sep("FROM");
        call.operand(1).unparse(writer, 0, 0);
        writer.endFunCall(frame);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding callBinding, boolean throwOnFailure) {
        return true;
    }

    @Override
    public void validateCall(
            SqlCall call, SqlValidator validator, SqlValidatorScope scope, SqlValidatorScope operandScope) {
        validator.deriveType(operandScope, call.operand(1));
    }
}
