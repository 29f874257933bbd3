package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.SqlText;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Says of what the mirror refuses where it stands in the user's text, and what to write instead. The text is read again
 * for that, so a statement that succeeds pays nothing.
 */
public final class MirrorRefusals {
    private static final int NOT_GROUPED = 90016;
    private static final int NO_NUMBERS = 90015;
    private static final int FUNCTION_NOT_FOUND = 90022;
    private static final int OPERAND_COUNT = 7001;
    /** Values that cannot be what they are used as. */
    private static final Set<Integer> BAD_VALUES =
            Set.of(22003, 22004, 22007, 22018, 22025, 90008, 90010, 90014, 90055, 90095);

    /** Texts above this length are machines' work, and not worth reading twice. */
    private static final int LENGTH_MAX = 1 << 20;

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
    private static final Pattern OF_COLUMN = Pattern.compile("(?s)'?(.*?)'? \\([^()]*: .*\\)");

    private MirrorRefusals() {}

    /**
     * Returns the refusal as a failure with its place; null where the place is not known.
     *
     * @param sql the text that its user wrote
     */
    public static @Nullable SqlFailure explain(String sql, SQLException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (sql.length() > LENGTH_MAX || refusal.getSQLState() == null) {
            return null;
        }
        int statement = message.indexOf("; SQL statement:");
        String told = statement < 0 ? message : message.substring(0, statement);
        int code = refusal.getErrorCode();
        Matcher quoted = QUOTED.matcher(told);
        while (quoted.find()) {
            String subject = quoted.group(1).replace("\"\"", "\"");
            SqlParserPos pos = position(sql, code, subject);
            if (pos != null) {
                return Failures.at(refusal.getSQLState(), code == NOT_GROUPED ? notGrouped(subject) : told, pos);
            }
        }
        return null;
    }

    private static @Nullable SqlParserPos position(String sql, int code, String subject) {
        return switch (code) {
            case NOT_GROUPED -> TextPlaces.ungrouped(SqlText.parse(sql), subject);
            case NO_NUMBERS, FUNCTION_NOT_FOUND, OPERAND_COUNT ->
                TextPlaces.function(SqlText.parse(sql), subject.replaceAll("(?s)\\(.*", ""));
            default -> BAD_VALUES.contains(code) ? TextPlaces.onlyLiteral(SqlText.parse(sql), value(subject)) : null;
        };
    }

    /** A value on its way into a column is shown as {@code 'abc' (T: "N" INTEGER)}. */
    private static String value(String subject) {
        Matcher ofColumn = OF_COLUMN.matcher(subject);
        return ofColumn.matches() ? ofColumn.group(1) : subject;
    }

    private static String notGrouped(String column) {
        return "Column \"" + column + "\" has several values in a group: add it to GROUP BY, or make one of them by an"
                + " aggregate, such as MIN, or AVG of a vector";
    }
}
