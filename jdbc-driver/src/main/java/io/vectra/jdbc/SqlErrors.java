package io.vectra.jdbc;

import io.vectra.sql.SqlFailure;
import io.vectra.storage.StoreException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes every {@link SQLException} of the driver: the right subclass, SQLState and code, and a message that a user of
 * SQL understands.
 *
 * <p>SQLStates and codes of SQL at large are those of H2, so that tools which know H2's know ours. Names of inner
 * classes, generated SQL and hidden columns are cut from messages.
 *
 * <p>Thread rule: stateless, any number of threads.
 */
final class SqlErrors {
    static final String NO_DATA = "02000";
    static final String PARAMETER_TYPE = "07006";
    static final String CONNECTION_CLOSED = "08003";
    static final String NOT_SUPPORTED = "0A000";
    static final String NUMBER_RANGE = "22003";
    static final String CONVERSION = "22018";
    static final String TRANSACTION_STATE = "25000";
    static final String NO_SUCH_COLUMN = "42S22";
    static final String NOT_AN_UPDATE = "90001";
    static final String NOT_A_QUERY = "90002";
    static final String CLOSED = "90007";
    static final String BAD_ARGUMENT = "90008";
    static final String PARAMETER_MISSING = "90012";
    static final String NOT_SCROLLABLE = "90128";
    static final String GENERAL = "HY000";
    static final String INTERNAL = "XX000";

    private static final String INPUT_OUTPUT = "58030";

    private static final int H2_NOT_SUPPORTED = 50100;
    /** The mirror ends itself when it cannot write its file. */
    private static final int H2_CLOSED = 90098;

    /** General error, and failures inside a function or trigger of ours that are not a {@link StoreException}. */
    private static final Set<Integer> H2_INTERNAL = Set.of(50000, 90043, 90044, 90105);

    /** The mirror has no grammar for a statement that was checked, and therefore for the SQL made of it. */
    private static final Set<Integer> H2_SYNTAX = Set.of(42000, 42001);

    /** How the mirror begins to show its SQL inside a message. */
    private static final String SYNTAX = "Syntax error in SQL statement \"";

    private static final String UNKNOWN_TO_MIRROR =
            "The statement is not supported in this form; take it apart, or report it with its text";

    private static final String OPEN_AGAIN =
            "Every acknowledged commit is kept in the log: see that the disk works and has room, then close all"
                    + " connections to the database and open it again";

    private static final int CAUSE_DEPTH_MAX = 20;

    /** SQLStates (H2's or ours) after which a connection cannot work again. */
    private static final Set<String> CONNECTION_STATES = Set.of("90013", "90020", "90067", "90098", "90121", "90146");

    /** Classes of SQLStates that say what is wrong with a statement or its values. */
    private static final Set<String> USERS_MISTAKES = Set.of("0A", "21", "22", "23", "42", "90");

    private static final Pattern H2_SUFFIX = Pattern.compile(" \\[\\d{2,6}-\\d{3}]$");
    private static final Pattern INTERNAL_SCHEMA =
            Pattern.compile("\"?VECTRA_(INTERNAL|TEMPORARY)\"?\\.", Pattern.CASE_INSENSITIVE);
    /** The other row's values behind a violated key, with the mirror's references in place of vectors. */
    private static final Pattern ROW_CONTENT = Pattern.compile(" \\( /\\* key:.*\\)(?=\"$)", Pattern.DOTALL);

    /** What the mirror adds to the name of a table whose rows ALTER TABLE writes anew. */
    private static final Pattern COPIED_TABLE = Pattern.compile("(?<=\\w)_COPY_\\d+_\\d+\\b");

    private static final Pattern HIDDEN_COLUMN = Pattern.compile("\"?\\bVECTRA_ROW\\b\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern INNER_CLASS = Pattern.compile(
            "(?:io\\.vectra\\.(?:shaded|storage|sql)\\.|org\\.h2\\.|org\\.apache\\.calcite\\.)[\\w.$]*\\w");

    private SqlErrors() {}

    /** Returns an exception of the subclass that belongs to the SQLState. */
    static SQLException of(String sqlState, String message) {
        return make(sqlState, codeOf(sqlState), message, null);
    }

    /** As {@link #of(String, String)}, with the failure behind it. */
    static SQLException of(String sqlState, String message, @Nullable Throwable cause) {
        return make(sqlState, codeOf(sqlState), message, cause);
    }

    /** Returns the refusal of a feature. */
    static SQLFeatureNotSupportedException notSupported(String feature) {
        return new SQLFeatureNotSupportedException(feature + " is not supported by Vectra", NOT_SUPPORTED);
    }

    /** Returns the error for a use of something closed; {@code what} is such as {@code "statement"}. */
    static SQLException closed(String what) {
        return of(CLOSED, "The " + what + " is closed");
    }

    /** Returns the error for a bad argument of a JDBC method. */
    static SQLException badArgument(String name, @Nullable Object value, String expected) {
        return of(BAD_ARGUMENT, "Invalid value \"" + value + "\" for " + name + "; expected " + expected);
    }

    /** Translates whatever came from below; an exception that is already fit for users is returned as it is. */
    static SQLException of(Throwable failure) {
        if (failure instanceof SQLException made && isOurs(made)) {
            return made;
        }
        SQLException translated = translate(failure);
        for (Throwable suppressed : failure.getSuppressed()) {
            translated.addSuppressed(suppressed instanceof SQLException sql ? of(sql) : suppressed);
        }
        return translated;
    }

    /**
     * Returns the failure of a batch.
     *
     * @param what the batch's parts, {@code "Row"} or {@code "Statement"}
     * @param number the failing part, from 1, or more than there are if all ran and the end failed
     * @param updateCounts one for each part: {@link java.sql.Statement#EXECUTE_FAILED} for all that left nothing behind
     */
    static BatchUpdateException batch(String what, int number, long[] updateCounts, Throwable failure) {
        SQLException cause = of(failure);
        String where = number > updateCounts.length
                ? "The end of the batch of " + updateCounts.length + " failed: "
                : what + " " + number + " of " + updateCounts.length
                        + " of the batch failed, and the batch was undone: ";
        var batch = new BatchUpdateException(
                where + cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), updateCounts, cause);
        batch.setNextException(cause);
        return batch;
    }

    /** Returns {@code count} times {@link java.sql.Statement#EXECUTE_FAILED}. */
    static long[] allFailed(int count) {
        long[] counts = new long[count];
        Arrays.fill(counts, java.sql.Statement.EXECUTE_FAILED);
        return counts;
    }

    private static SQLException translate(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return make(
                    SqlFailure.TOO_DEEP, codeOf(SqlFailure.TOO_DEEP), "The statement is nested too deeply", failure);
        }
        Throwable inner = failure;
        for (int depth = 0; inner != null && depth < CAUSE_DEPTH_MAX; depth++, inner = inner.getCause()) {
            if (inner instanceof SqlFailure sql) {
                return ofSqlFailure(sql);
            }
            if (inner instanceof StoreException store) {
                String state = store.error().sqlState();
                return make(state, codeOf(state), readable(store.getMessage()), store);
            }
            if (inner instanceof AssertionError) {
                return internal(inner);
            }
        }
        return failure instanceof SQLException sql ? ofMirror(sql) : internal(failure);
    }

    private static SQLException ofSqlFailure(SqlFailure failure) {
        String message = readable(failure.getMessage());
        if (failure.line() > 0) {
            message += " (line " + failure.line() + ", column " + failure.column() + ")";
        }
        String state = failure.sqlState();
        return make(state, codeOf(state), message, isForReport(state) ? failure : null);
    }

    /** Whoever reports an error of ours needs its stack trace. */
    private static boolean isForReport(String state) {
        return state.equals(INTERNAL) || state.equals("HY000");
    }

    private static SQLException ofMirror(SQLException failure) {
        String state = failure.getSQLState();
        int code = failure.getErrorCode();
        if (code == H2_CLOSED) {
            return make(state, code, "The database was closed, or failed to write to its disk. " + OPEN_AGAIN, failure);
        }
        String disk = diskFailure(failure);
        if (disk != null) {
            return make(INPUT_OUTPUT, 0, "A file could not be read or written: " + disk + ". " + OPEN_AGAIN, failure);
        }
        if (state == null || H2_INTERNAL.contains(code)) {
            return internal(failure);
        }
        if (H2_SYNTAX.contains(code)) {
            return make(NOT_SUPPORTED, code, UNKNOWN_TO_MIRROR, null);
        }
        if (code == H2_NOT_SUPPORTED) {
            state = NOT_SUPPORTED;
        }
        return make(state, code, readable(failure.getMessage()), isUsersMistake(state) ? null : failure);
    }

    /** Returns what the disk said, or null if the failure is another one. */
    private static @Nullable String diskFailure(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; inner != null && depth < CAUSE_DEPTH_MAX; depth++, inner = inner.getCause()) {
            if (inner instanceof IOException) {
                return readable(inner.getMessage());
            }
        }
        return null;
    }

    private static SQLException internal(Throwable failure) {
        String kind = failure instanceof SQLException ? "" : failure.getClass().getSimpleName() + ": ";
        return make(
                INTERNAL,
                0,
                "Internal error, please report it with the statement and the stack trace: " + kind
                        + readable(failure.getMessage()),
                failure);
    }

    private static boolean isOurs(SQLException failure) {
        return failure.getClass().getName().startsWith("java.sql.")
                && failure.getSQLState() != null
                && readable(failure.getMessage()).equals(failure.getMessage());
    }

    /** The inner exception would tell such a caller nothing more, but show generated SQL in every stack trace. */
    private static boolean isUsersMistake(String state) {
        return USERS_MISTAKES.contains(state.substring(0, 2)) && !CONNECTION_STATES.contains(state);
    }

    private static String readable(@Nullable String message) {
        if (message == null) {
            return "no message";
        }
        int sql = message.indexOf("; SQL statement:");
        String text = sql < 0 ? message : message.substring(0, sql);
        int syntax = text.indexOf(SYNTAX);
        text = syntax < 0 ? text : text.substring(0, syntax) + UNKNOWN_TO_MIRROR;
        text = H2_SUFFIX.matcher(text).replaceFirst("");
        text = ROW_CONTENT.matcher(text).replaceFirst("");
        text = COPIED_TABLE.matcher(text).replaceAll("");
        text = INTERNAL_SCHEMA.matcher(text).replaceAll("");
        text = HIDDEN_COLUMN.matcher(text).replaceAll("row id");
        return INNER_CLASS.matcher(text).replaceAll("an internal class");
    }

    /** H2's code for a state is its digits; an S in it, as in 42S02, counts as 1. */
    private static int codeOf(String sqlState) {
        String digits = sqlState.startsWith("42S") ? sqlState.replace('S', '1') : sqlState;
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : 0;
    }

    private static SQLException make(String state, int code, String message, @Nullable Throwable cause) {
        if (state.equals("HYT00") || state.equals("57014")) {
            return new SQLTimeoutException(message, state, code, cause);
        }
        if (CONNECTION_STATES.contains(state)) {
            return new SQLNonTransientConnectionException(message, state, code, cause);
        }
        return switch (state.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(message, state, code, cause);
            case "0A" -> new SQLFeatureNotSupportedException(message, state, code, cause);
            case "22" -> new SQLDataException(message, state, code, cause);
            case "23" -> new SQLIntegrityConstraintViolationException(message, state, code, cause);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, state, code, cause);
            case "40" -> new SQLTransactionRollbackException(message, state, code, cause);
            case "42" -> new SQLSyntaxErrorException(message, state, code, cause);
            case "54", "58", "XX" -> new SQLNonTransientException(message, state, code, cause);
            default -> new SQLException(message, state, code, cause);
        };
    }
}
