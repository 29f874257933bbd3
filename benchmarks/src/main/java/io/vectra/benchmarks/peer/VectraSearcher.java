package io.vectra.benchmarks.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches of one connection, with prepared statements by their text.
 *
 * <p>Thread rule: one thread.
 */
public final class VectraSearcher implements Searcher {
    /** The hint that leaves indexes aside. */
    public static final String EXACT = "/*+ EXACT */";

    private final VectraStore store;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private int effort;

    VectraSearcher(VectraStore store, Connection connection) {
        this.store = store;
        this.connection = connection;
    }

    @Override
    public int[] search(float[] query, int k, int wantedEffort) throws SQLException {
        if (wantedEffort != effort) {
            execute("SET ef_search = " + wantedEffort);
            effort = wantedEffort;
        }
        return search(query, k);
    }

    /** Executes a statement in this session. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Searches all rows as the session is set. */
    public int[] search(float[] query, int k) throws SQLException {
        return search(query, k, "", Condition.NONE);
    }

    /**
     * Searches the rows that meet a condition, as the session is set.
     *
     * @param hint {@link #EXACT} or an empty text
     */
    public int[] search(float[] query, int k, String hint, Condition condition) throws SQLException {
        PreparedStatement search = bound(store.searchSql(hint, condition.sql()), query, k, condition);
        int[] rows = new int[k];
        int count = 0;
        try (ResultSet found = search.executeQuery()) {
            while (found.next()) {
                rows[count++] = found.getInt(1);
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Returns the plan of a search as EXPLAIN prints it. */
    public String explain(float[] query, int k, Condition condition) throws SQLException {
        StringBuilder plan = new StringBuilder();
        PreparedStatement explain = bound("EXPLAIN " + store.searchSql("", condition.sql()), query, k, condition);
        try (ResultSet lines = explain.executeQuery()) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    /** Returns how many rows meet a condition. */
    public long count(Condition condition) throws SQLException {
        PreparedStatement count = prepared("SELECT COUNT(*) FROM docs WHERE " + condition.sql());
        bind(count, condition);
        try (ResultSet rows = count.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private PreparedStatement bound(String sql, float[] query, int k, Condition condition) throws SQLException {
        PreparedStatement statement = prepared(sql);
        int next = bind(statement, condition);
        statement.setObject(next, query);
        statement.setInt(next + 1, k);
        return statement;
    }

    /** Binds the values, and returns the number of the next parameter. */
    private static int bind(PreparedStatement statement, Condition condition) throws SQLException {
        int next = 1;
        for (Object value : condition.values()) {
            statement.setObject(next++, value);
        }
        return next;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        @Nullable PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
