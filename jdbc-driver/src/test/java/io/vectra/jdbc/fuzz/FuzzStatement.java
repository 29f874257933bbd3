package io.vectra.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement as either database is given it.
 *
 * @param sql for the one with vectors
 * @param plain for the one without; mostly the same
 * @param parameters the values of both, in order
 * @param isQuery whether rows come back
 * @param isOrdered whether they come in one order alone
 */
record FuzzStatement(String sql, String plain, List<Object> parameters, boolean isQuery, boolean isOrdered) {
    private static final char BEGIN = '\u0001';
    private static final char END = '\u0002';

    static FuzzStatement query(String sql, boolean isOrdered) {
        return of(sql, sql, true, isOrdered);
    }

    static FuzzStatement change(String sql) {
        return of(sql, sql, false, false);
    }

    static FuzzStatement change(String sql, String plain) {
        return of(sql, plain, false, false);
    }

    static FuzzStatement of(String sql, String plain, boolean isQuery, boolean isOrdered) {
        List<Object> parameters = new ArrayList<>();
        return new FuzzStatement(
                unmarked(sql, parameters), unmarked(plain, new ArrayList<>()), parameters, isQuery, isOrdered);
    }

    /** Returns how a value is written into a text that {@link #of} turns into a statement with a {@code ?} there. */
    static String parameter(Object value) {
        return BEGIN + (value instanceof Integer ? "i" : "s") + value + END;
    }

    /** Returns a text with {@code ?}s for the marked values, which are added to a list. */
    static String unmarked(String marked, List<Object> parameters) {
        StringBuilder sql = new StringBuilder();
        int copied = 0;
        for (int at = marked.indexOf(BEGIN); at >= 0; at = marked.indexOf(BEGIN, copied)) {
            int end = marked.indexOf(END, at);
            String value = marked.substring(at + 2, end);
            parameters.add(marked.charAt(at + 1) == 'i' ? (Object) Integer.valueOf(value) : value);
            sql.append(marked, copied, at).append('?');
            copied = end + 1;
        }
        return sql.append(marked, copied, marked.length()).toString();
    }

    @Override
    public String toString() {
        return sql + (parameters.isEmpty() ? "" : " -- with " + parameters);
    }
}
