package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.parser.SqlText;
import java.sql.SQLException;
import java.util.List;
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
    private static final int DIVISION_BY_ZERO = 22012;
    private static final int CONVERSION = 22018;
    private static final int GENERAL = 50000;
    private static final int NOT_SUPPORTED = 50100;
    /** Values that cannot be what they are used as. */
    private static final Set<Integer> BAD_VALUES =
            Set.of(22003, 22004, 22007, 22018, 22025, 90008, 90010, 90014, 90055, 90095);

    private static final String DATATYPE = "42804";
    private static final String BAD_DATE = "22007";

    /** Texts above this length are machines' work, and not worth reading twice. */
    private static final int LENGTH_MAX = 1 << 20;

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
    private static final Pattern OF_COLUMN = Pattern.compile("(?s)'?(.*?)'? \\([^()]*: .*\\)");

    private static final String TYPE =
            "(?:CHARACTER|BINARY|BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|NUMERIC|REAL|DOUBLE|DECFLOAT"
                    + "|DATE|TIME|INTERVAL|UUID|ENUM|JSON|ARRAY|ROW|GEOMETRY|VARCHAR)[A-Z_ ]*";

    /** A value of a column has its type in place of what it is. */
    private static final Pattern TYPES = Pattern.compile("(" + TYPE + ") to (" + TYPE + ")");

    private static final Pattern OF_NO_NUMBER = Pattern.compile("([A-Z][A-Z ]+) SIGNUM");
    private static final Pattern BAD_ARGUMENT = Pattern.compile("(?s)java\\.lang\\.IllegalArgumentException: (.*)");

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
                String what = code == NOT_GROUPED ? notGrouped(subject) : told;
                return Failures.at(refusal.getSQLState(), what, pos, refusal);
            }
            SqlFailure clearer = clearer(sql, subject, refusal);
            if (clearer != null) {
                return clearer;
            }
        }
        return null;
    }

    /** Says in a user's words what the mirror says in its own; null where it is clear enough. */
    private static @Nullable SqlFailure clearer(String sql, String subject, SQLException refusal) {
        int code = refusal.getErrorCode();
        Matcher types = TYPES.matcher(subject);
        if (code == CONVERSION && types.matches()) {
            return notConverted(types.group(1), types.group(2), refusal);
        }
        Matcher type = OF_NO_NUMBER.matcher(subject);
        if (code == NOT_SUPPORTED && type.matches()) {
            return noNumber(sql, type.group(1), refusal);
        }
        Matcher argument = BAD_ARGUMENT.matcher(subject);
        return code == GENERAL && argument.matches() ? noDate(sql, argument.group(1), refusal) : null;
    }

    private static SqlFailure notConverted(String from, String to, SQLException refusal) {
        String message = "A value of a column of type " + from + " cannot become a " + to
                + "; compare values of one type, or CAST one of them";
        return Failures.at(refusal.getSQLState(), message, SqlParserPos.ZERO, refusal);
    }

    private static SqlFailure noNumber(String sql, String type, SQLException refusal) {
        for (String function : List.of("ABS", "SIGN")) {
            SqlParserPos pos = TextPlaces.function(SqlText.parse(sql), function);
            if (pos != null) {
                return Failures.at(DATATYPE, "Function " + function + " takes a number, not " + type, pos, refusal);
            }
        }
        return Failures.at(DATATYPE, "A number is expected, not " + type, SqlParserPos.ZERO, refusal);
    }

    /** The mirror checks the argument of this function alone by an exception that is none of SQL's. */
    private static @Nullable SqlFailure noDate(String sql, String value, SQLException refusal) {
        SqlParserPos pos = TextPlaces.function(SqlText.parse(sql), "LAST_DAY");
        return pos == null
                ? null
                : Failures.at(BAD_DATE, "LAST_DAY takes a date or a timestamp, not \"" + value + "\"", pos, refusal);
    }

    private static @Nullable SqlParserPos position(String sql, int code, String subject) {
        return switch (code) {
            case NOT_GROUPED -> TextPlaces.ungrouped(SqlText.parse(sql), subject);
            case NO_NUMBERS, FUNCTION_NOT_FOUND, OPERAND_COUNT ->
                TextPlaces.function(SqlText.parse(sql), subject.replaceAll("(?s)\\(.*", ""));
            case DIVISION_BY_ZERO -> TextPlaces.onlyDivision(SqlText.parse(sql));
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
