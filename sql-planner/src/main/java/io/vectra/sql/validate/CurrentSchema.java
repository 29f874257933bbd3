package io.vectra.sql.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** CURRENT_SCHEMA, written {@code SCHEMA()} too, of a statement whose current schema is known. */
final class CurrentSchema extends SqlFunction {
    private static final String NAME = "CURRENT_SCHEMA";

    private final String schema;

    CurrentSchema(String schema) {
        super(NAME, SqlKind.OTHER_FUNCTION, null, null, OperandTypes.NILADIC, SqlFunctionCategory.SYSTEM);
        this.schema = schema;
    }

    /** Returns whether an expression asks for the current schema. */
    static boolean isAsked(SqlNode node) {
        return node instanceof SqlIdentifier name
                ? name.isSimple()
                        && !name.isComponentQuoted(0)
                        && name.getSimple().equals(NAME)
                : isFunction((SqlCall) node);
    }

    /** Returns whether a call is {@code SCHEMA()}. */
    static boolean isFunction(SqlCall call) {
        return call.getOperator() instanceof SqlUnresolvedFunction function
                && call.operandCount() == 0
                && function.getName().equalsIgnoreCase("SCHEMA");
    }

    /** Returns what {@code SCHEMA()} is short for. */
    static SqlNode asked(SqlParserPos pos) {
        return new SqlIdentifier(NAME, pos);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return ((VectraValidator) validator).types().scalar();
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlWriter.Frame cast = writer.startFunCall("CAST");
        SqlLiteral.createCharString(schema, call.getParserPosition()).unparse(writer, 0, 0);
        writer.keyword("AS VARCHAR");
        writer.endFunCall(cast);
    }
}
