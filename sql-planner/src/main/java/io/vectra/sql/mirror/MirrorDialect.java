package io.vectra.sql.mirror;

import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.function.VectorOperators;
import io.vectra.sql.parser.VectorTypeNameSpec;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/**
 * How the mirror wants its SQL: every identifier quoted, vector functions by their names in the mirror. Thread rule:
 * immutable.
 */
public final class MirrorDialect extends SqlDialect {
    /** The one dialect. */
    public static final MirrorDialect INSTANCE = new MirrorDialect();

    private MirrorDialect() {
        super(EMPTY_CONTEXT
                .withDatabaseProduct(DatabaseProduct.UNKNOWN)
                .withIdentifierQuoteString("\"")
                .withNullCollation(NullCollation.LOW));
    }

    @Override
    public boolean supportsCharSet() {
        return false;
    }

    /** Text goes to the mirror as it is; Unicode needs no escapes there. */
    @Override
    public void quoteStringLiteral(StringBuilder buf, @Nullable String charsetName, String val) {
        buf.append('\'').append(val.replace("'", "''")).append('\'');
    }

    @Override
    public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        if (call.getOperator() instanceof VectorFunction function) {
            unparseVectorFunction(writer, call, function);
        } else if (isVectorCast(call)) {
            call.operand(0).unparse(writer, leftPrec, rightPrec);
        } else {
            super.unparseCall(writer, call, leftPrec, rightPrec);
        }
    }

    private static boolean isVectorCast(SqlCall call) {
        return call.getKind() == SqlKind.CAST
                && call.operand(1) instanceof SqlDataTypeSpec type
                && type.getTypeNameSpec() instanceof VectorTypeNameSpec;
    }

    private static void unparseVectorFunction(SqlWriter writer, SqlCall call, VectorFunction function) {
        if (function == VectorOperators.VECTOR_VALUE) {
            call.operand(0).unparse(writer, 0, 0);
            return;
        }
        SqlWriter.Frame frame = writer.startFunCall(function.mirrorName());
        for (SqlNode operand : call.getOperandList()) {
            writer.sep(",");
            if (function == VectorOperators.VECTOR_OF_ARRAY) {
                SqlWriter.Frame cast = writer.startFunCall("CAST");
                operand.unparse(writer, 0, 0);
                writer.keyword("AS DOUBLE PRECISION ARRAY");
                writer.endFunCall(cast);
            } else {
                operand.unparse(writer, 0, 0);
            }
        }
        writer.endFunCall(frame);
    }
}
