package io.vectra.sql.validate;

import io.vectra.sql.system.SystemCatalog;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * CURRENT_SCHEMA and CURRENT_USER, written {@code SCHEMA()} and {@code USER()} too, of a statement whose session is
 * known; the mirror has others.
 */
final class SessionName extends SqlFunction {
    private static final String CURRENT_SCHEMA = SqlStdOperatorTable.CURRENT_SCHEMA.getName();
    private static final String CURRENT_USER = SqlStdOperatorTable.CURRENT_USER.getName();
    private static final Set<String> USERS = Set.of(
            CURRENT_USER,
            SqlStdOperatorTable.SESSION_USER.getName(),
            SqlStdOperatorTable.SYSTEM_USER.getName(),
            SqlStdOperatorTable.USER.getName());
    private static final Map<String, String> FUNCTIONS = Map.of("SCHEMA", CURRENT_SCHEMA, "USER", CURRENT_USER);

    private final String value;

    private SessionName(String name, String value) {
        super(name, SqlKind.OTHER_FUNCTION, null, null, OperandTypes.NILADIC, SqlFunctionCategory.SYSTEM);
        this.value = value;
    }

    /** Returns the call with its value, if it asks for a name of the session; else the call. */
    static SqlCall known(SqlCall call, String currentSchema) {
        String name = call.getOperator().getName();
        if (name.equals(CURRENT_SCHEMA)) {
            return new SessionName(name, currentSchema).createCall(call.getParserPosition());
        }
        return USERS.contains(name)
                ? new SessionName(name, SystemCatalog.USER).createCall(call.getParserPosition())
                : call;
    }

    /** Returns whether an expression asks for a name of the session. */
    static boolean isAsked(SqlNode node) {
        if (node instanceof SqlCall call) {
            return function(call) != null;
        }
        return node instanceof SqlIdentifier name
                && name.isSimple()
                && !name.isComponentQuoted(0)
                && (name.getSimple().equals(CURRENT_SCHEMA) || USERS.contains(name.getSimple()));
    }

    /** Returns what {@code SCHEMA()} or {@code USER()} is short for; null for another call. */
    static @Nullable SqlNode function(SqlCall call) {
        if (!(call.getOperator() instanceof SqlUnresolvedFunction function) || call.operandCount() > 0) {
            return null;
        }
        String name = FUNCTIONS.get(function.getName().toUpperCase(Locale.ROOT));
        return name == null ? null : new SqlIdentifier(name, call.getParserPosition());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return ((VectraValidator) validator).types().scalar();
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlWriter.Frame cast = writer.startFunCall("CAST");
        SqlLiteral.createCharString(value, call.getParserPosition()).unparse(writer, 0, 0);
        writer.keyword("AS VARCHAR");
        writer.endFunCall(cast);
    }
}
