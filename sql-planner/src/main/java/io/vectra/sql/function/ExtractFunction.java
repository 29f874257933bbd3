package io.vectra.sql.function;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** EXTRACT without Calcite's check of its operand's type and field, which are the mirror's to check. */
public final class ExtractFunction extends SqlExtractFunction {
    /** The one function. */
    public static final ExtractFunction INSTANCE = new ExtractFunction();

    private ExtractFunction() {
        super("EXTRACT", false);
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
