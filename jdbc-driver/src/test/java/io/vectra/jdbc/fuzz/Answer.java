package io.vectra.jdbc.fuzz;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a database answers to one statement, in a form that two databases' answers can be compared in.
 *
 * @param columns labels and types of the rows
 * @param rows their values as text, with their Java types
 * @param count of changed rows, -1 for a query
 * @param failure instead of all this
 */
record Answer(
        List<String> columns,
        List<String> rows,
        long count,
        @Nullable SQLException failure) {
    private static final int TIMEOUT_SECONDS = 20;
    private static final Set<String> H2_SYNTAX = Set.of("42000", "42001");
    private static final String H2_LINE_END = "\\000a";
    private static final String REFUSED = "0A000";

    /** Runs a statement. */
    static Answer of(Connection connection, String sql, List<Object> parameters, boolean isQuery) {
        try {
            return parameters.isEmpty() && sql.hashCode() % 2 == 0
                    ? plain(connection, sql, isQuery)
                    : prepared(connection, sql, parameters, isQuery);
        } catch (SQLException e) {
            return new Answer(List.of(), List.of(), -1, e);
        }
    }

    /** Returns whether there was not enough memory, after which H2 has closed its database. */
    boolean isOutOfMemory() {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static Answer plain(Connection connection, String sql, boolean isQuery) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            return isQuery
                    ? read(statement.executeQuery(sql))
                    : new Answer(List.of(), List.of(), statement.executeUpdate(sql), null);
        }
    }

    private static Answer prepared(Connection connection, String sql, List<Object> parameters, boolean isQuery)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return isQuery
                    ? read(statement.executeQuery())
                    : new Answer(List.of(), List.of(), statement.executeUpdate(), null);
        }
    }

    private static Answer read(ResultSet result) throws SQLException {
        try (result) {
            ResultSetMetaData described = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= described.getColumnCount(); i++) {
                columns.add(label(described.getColumnLabel(i)) + "\t" + described.getColumnTypeName(i) + " "
                        + described.getColumnType(i) + " (" + described.getPrecision(i) + ", " + described.getScale(i)
                        + ")");
            }
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(shown(result.getObject(i)));
                }
                rows.add(String.join(" | ", row));
            }
            return new Answer(columns, rows, -1, null);
        }
    }

    /** An expression without a name is labelled with its text, which H2 shows optimized. */
    private static String label(String label) {
        return label.matches("(?i)(c_?|x|col )\\d|n|s|name|amount|id") ? label : "";
    }

    /** Equal decimals may have zeros more; sums of floating numbers may differ in their last digits. */
    static String shown(@Nullable Object value) throws SQLException {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof BigDecimal decimal) {
            return "BigDecimal "
                    + (decimal.signum() == 0
                            ? "0"
                            : decimal.stripTrailingZeros().toPlainString());
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return value.getClass().getSimpleName() + " "
                    + (Double.isFinite(number)
                            ? new BigDecimal(number)
                                            .round(new MathContext(value instanceof Double ? 10 : 6))
                                            .doubleValue()
                                    + 0.0
                            : number);
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof float[] vector) {
            return Arrays.toString(vector);
        }
        if (value instanceof Clob clob) {
            return "Clob " + clob.getSubString(1, (int) clob.length());
        }
        if (value instanceof Blob blob) {
            return "Blob " + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof Array array) {
            List<String> elements = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                elements.add(shown(element));
            }
            return elements.toString();
        }
        // H2 has a class of its own for intervals, which is no class of ours.
        String type = value.getClass().getSimpleName();
        return (type.equals("Interval") ? "String" : type) + " " + value;
    }

    /** Returns how this answer differs from the one of the plain database, or null. */
    @Nullable
    String differenceFrom(Answer plain, boolean isOrdered) {
        if (failure != null || plain.failure != null) {
            return differentFailure(plain);
        }
        if (!areSame(columns, plain.columns)) {
            return "columns " + columns + ", H2 has " + plain.columns;
        }
        if (count != plain.count) {
            return count + " rows were changed, by H2 " + plain.count;
        }
        List<String> mine = new ArrayList<>(rows);
        List<String> theirs = new ArrayList<>(plain.rows);
        if (!isOrdered) {
            mine.sort(null);
            theirs.sort(null);
        }
        return mine.equals(theirs) ? null : "rows\n    " + mine + "\n  H2 has\n    " + theirs;
    }

    private static boolean areSame(List<String> mine, List<String> theirs) {
        boolean same = mine.size() == theirs.size();
        for (int i = 0; same && i < mine.size(); i++) {
            String[] my = mine.get(i).split("\t", -1);
            String[] their = theirs.get(i).split("\t", -1);
            same = my[1].equals(their[1]) && (my[0].isEmpty() || their[0].isEmpty() || my[0].equals(their[0]));
        }
        return same;
    }

    private @Nullable String differentFailure(Answer plain) {
        if (failure == null) {
            return isUnreadableToH2(plain.failure)
                    ? null
                    : "works, but H2 fails: " + plain.failure.getSQLState() + " " + plain.failure.getMessage();
        }
        String mine = failure.getSQLState() + " " + failure.getMessage();
        if (plain.failure == null) {
            return "fails: " + mine;
        }
        boolean isFaultOfH2 = String.valueOf(plain.failure.getMessage()).startsWith("General error");
        // What H2 cannot read of its own writing is refused without its text, where it is not written otherwise.
        boolean isUnreadable = H2_SYNTAX.contains(plain.failure.getSQLState()) && REFUSED.equals(failure.getSQLState());
        return isFaultOfH2
                        || isUnreadable
                        || String.valueOf(failure.getSQLState()).equals(plain.failure.getSQLState())
                ? null
                : "fails with " + mine + ", but H2 with " + plain.failure.getSQLState() + " "
                        + plain.failure.getMessage();
    }

    /** H2 writes the queries of WITH and of FROM anew, in lines, and then cannot read some of them. */
    private static boolean isUnreadableToH2(SQLException failure) {
        return H2_SYNTAX.contains(failure.getSQLState())
                && String.valueOf(failure.getMessage()).contains(H2_LINE_END);
    }
}
