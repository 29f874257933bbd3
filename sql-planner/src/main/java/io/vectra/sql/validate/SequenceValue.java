package io.vectra.sql.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * NEXT VALUE FOR or CURRENT VALUE FOR one sequence: a call without operands, because Calcite takes a name among the
 * operands for a column's wherever a query has a FROM.
 */
public final class SequenceValue extends SqlSpecialOperator {
    private final SqlIdentifier sequence;
    private final boolean isFunction;

    private SequenceValue(SqlKind kind, SqlIdentifier sequence, boolean isFunction) {
        super(kind.name() + " " + sequence, kind, 100);
        this.sequence = sequence;
        this.isFunction = isFunction;
    }

    /** Returns whether a call is NEXT VALUE FOR or CURRENT VALUE FOR, as parsed or as made here. */
    public static boolean isSequenceValue(SqlCall call) {
        return call.getKind() == SqlKind.NEXT_VALUE || call.getKind() == SqlKind.CURRENT_VALUE;
    }

    /** Returns the same without operands. */
    static SqlCall of(SqlCall parsed) {
        return parsed.getOperator() instanceof SequenceValue
                ? parsed
                : new SequenceValue(parsed.getKind(), sequence(parsed), false).createCall(parsed.getParserPosition());
    }

    /** Returns a call of the function NEXTVAL, which gives a number to each call, not to each row. */
    static SqlCall function(SqlIdentifier sequence, SqlParserPos pos) {
        return new SequenceValue(SqlKind.NEXT_VALUE, sequence, true).createCall(pos);
    }

    /** Returns whether a call is written as a function. */
    public static boolean isFunction(SqlCall call) {
        return call.getOperator() instanceof SequenceValue value && value.isFunction;
    }

    /** Returns the name of a call's sequence. */
    public static SqlIdentifier sequence(SqlCall call) {
        return call.getOperator() instanceof SequenceValue value ? value.sequence : call.operand(0);
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return validator.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    }

    @Override
    public void validateCall(
            SqlCall call, SqlValidator validator, SqlValidatorScope scope, SqlValidatorScope operandScope) {
        validator.validateSequenceValue(scope, sequence);
    }
}
