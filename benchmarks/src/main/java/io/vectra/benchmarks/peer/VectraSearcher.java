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
        setEffort(wantedEffort);
        return search(query, k, "", "");
    }

    /** Sets {@code ef_search} of the session; 0 leaves the default. */
    public void setEffort(int wanted) throws SQLException {
        if (wanted != effort) {
            execute("SET ef_search = " + wanted);
            effort = wanted;
        }
    }

    /** Executes a statement in this session. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Searches at the session's effort.
     *
     * @param hint as {@code /*+ EXACT *}{@code /}, or an empty text
     * @param where a condition, or an empty text
     */
    public int[] search(float[] query, int k, String hint, String where) throws SQLException {
        PreparedStatement search = prepared(store.searchSql(hint, where));
        search.setObject(1, query);
        search.setInt(2, k);
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
    public String explain(float[] query, int k, String where) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + store.searchSql("", where))) {
            explain.setObject(1, query);
            explain.setInt(2, k);
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
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
