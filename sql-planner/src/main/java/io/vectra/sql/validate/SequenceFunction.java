package io.vectra.sql.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** NEXTVAL('name') and CURRVAL('name'): the functions that stand for NEXT and CURRENT VALUE FOR. */
final class SequenceFunction {
    private static final String NEXT = "NEXTVAL";
    private static final String CURRENT = "CURRVAL";

    private SequenceFunction() {}

    static boolean isCall(SqlCall call) {
        return call.getOperator() instanceof SqlUnresolvedFunction function
                && (function.getName().equalsIgnoreCase(NEXT)
                        || function.getName().equalsIgnoreCase(CURRENT));
    }

    /** Returns the expression; the text is read as a name in SQL, so it folds to upper case unless it is quoted. */
    static SqlNode plain(SqlCall call) {
        boolean isText = call.operandCount() == 1 && call.operand(0) instanceof SqlCharStringLiteral;
        List<String> names =
                isText ? names(((SqlCharStringLiteral) call.operand(0)).getValueAs(String.class)) : List.of();
        if (names.isEmpty()) {
            throw Failures.at(
                    Failures.NOT_SUPPORTED,
                    call.getOperator().getName() + " takes the name of a sequence as a text, such as 'numbers'",
                    call.getParserPosition());
        }
        SqlIdentifier sequence = new SqlIdentifier(names, call.operand(0).getParserPosition());
        SqlParserPos pos = call.getParserPosition();
        return call.getOperator().getName().equalsIgnoreCase(NEXT)
                ? SequenceValue.function(sequence, pos)
                : SequenceValue.of(SqlStdOperatorTable.CURRENT_VALUE.createCall(pos, sequence));
    }

    /** Returns the name of a sequence without a schema, where it stands inside the text; null for any other. */
    static @Nullable SqlIdentifier unqualified(SqlCall call) {
        if (call.operandCount() != 1 || !(call.operand(0) instanceof SqlCharStringLiteral literal)) {
            return null;
        }
        List<String> names = names(literal.getValueAs(String.class));
        SqlParserPos pos = literal.getParserPosition();
        return names.size() == 1
                ? new SqlIdentifier(names, new SqlParserPos(pos.getLineNum(), pos.getColumnNum() + 1))
                : null;
    }

    /** Writes a schema before the name. */
    static void qualify(SqlCall call, String schema) {
        SqlCharStringLiteral literal = call.operand(0);
        call.setOperand(
                0,
                SqlLiteral.createCharString(
                        schema + "." + literal.getValueAs(String.class), literal.getParserPosition()));
    }

    /** Returns the parts of a name, none if there are more than a schema and a name. */
    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            boolean isQuoted = part.length() > 2 && part.startsWith("\"") && part.endsWith("\"");
            names.add(isQuoted ? part.substring(1, part.length() - 1) : part.toUpperCase(Locale.ROOT));
        }
        return names.size() > 2 || names.contains("") ? List.of() : names;
    }
}
