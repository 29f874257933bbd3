package io.vectra.jdbc.fuzz;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Both databases, and the vectors that one of them should hold, as the steps of a script leave them. */
final class Stage implements AutoCloseable {
    private static final AtomicInteger STAGES = new AtomicInteger();

    private final String url;
    private final Connection plain;
    private Connection connection;
    private Map<String, TreeMap<Integer, float[]>> vectors = new HashMap<>();
    private @Nullable Map<String, TreeMap<Integer, float[]>> vectorsBefore;
    private @Nullable Map<String, TreeMap<Integer, float[]>> vectorsAtSavepoint;
    private @Nullable Savepoint savepoint;
    private @Nullable Savepoint plainSavepoint;
    private boolean isOutOfMemory;

    /** Opens both; the one with vectors in a folder, or in memory without one. */
    Stage(@Nullable String folder) throws SQLException {
        int number = STAGES.incrementAndGet();
        url = "jdbc:vectra:" + (folder == null ? "mem:fuzz " + number : folder);
        plain = DriverManager.getConnection(
                "jdbc:h2:mem:fuzz" + number + ";QUERY_CACHE_SIZE=256;OPTIMIZE_REUSE_RESULTS=FALSE");
        connection = DriverManager.getConnection(url);
    }

    Connection connection() {
        return connection;
    }

    Connection plain() {
        return plain;
    }

    boolean isInFolder() {
        return !url.startsWith("jdbc:vectra:mem:");
    }

    /** Returns the vectors of a table by id; ids without one are not in it. */
    TreeMap<Integer, float[]> vectors(FuzzTable table) {
        return vectors.computeIfAbsent(table.name(), name -> new TreeMap<>());
    }

    /** Forgets the vectors of rows that are no more. */
    void forgetDeleted(List<FuzzTable> tables) throws SQLException {
        for (FuzzTable table : tables) {
            if (table.hasVectors()) {
                vectors(table).keySet().retainAll(ids("SELECT id FROM " + table.name(), List.of()));
            }
        }
    }

    /** H2 keeps the first rows of a change inside a query that fails at a later one; Vectra takes all of them back. */
    Answer plainAnswer(FuzzStatement statement) throws SQLException {
        boolean changes = statement.isQuery() && statement.plain().contains(" TABLE (");
        boolean isAlone = changes && plain.getAutoCommit();
        if (isAlone) {
            plain.setAutoCommit(false);
        }
        Savepoint before = changes ? plain.setSavepoint() : null;
        Answer answer = Answer.of(plain, statement.plain(), statement.parameters(), statement.isQuery());
        if (before != null && answer.failure() != null) {
            plain.rollback(before);
        }
        if (isAlone) {
            plain.commit();
            plain.setAutoCommit(true);
        }
        return answer;
    }

    /** Returns the first column of what the plain database answers. */
    List<Integer> ids(String sql, List<Object> parameters) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        for (List<Object> row : plainRows(sql, parameters)) {
            ids.add((Integer) row.get(0));
        }
        return ids;
    }

    List<List<Object>> plainRows(String sql, List<Object> parameters) throws SQLException {
        return rows(plain, sql, parameters);
    }

    static List<List<Object>> rows(Connection asked, String sql, List<Object> parameters) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (var statement = asked.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
        plain.setAutoCommit(false);
        vectorsBefore = copied(vectors);
    }

    void savepoint() throws SQLException {
        if (vectorsBefore != null) {
            savepoint = connection.setSavepoint();
            plainSavepoint = plain.setSavepoint();
            vectorsAtSavepoint = copied(vectors);
        }
    }

    void rollbackToSavepoint() throws SQLException {
        if (savepoint != null && vectorsAtSavepoint != null) {
            connection.rollback(savepoint);
            plain.rollback(plainSavepoint);
            vectors = copied(vectorsAtSavepoint);
        }
    }

    void end(boolean commits) throws SQLException {
        if (vectorsBefore == null) {
            return;
        }
        if (commits) {
            connection.commit();
            plain.commit();
        } else {
            connection.rollback();
            plain.rollback();
            vectors = vectorsBefore;
        }
        vectorsBefore = null;
        vectorsAtSavepoint = null;
        savepoint = null;
        connection.setAutoCommit(true);
        plain.setAutoCommit(true);
    }

    private static Map<String, TreeMap<Integer, float[]>> copied(Map<String, TreeMap<Integer, float[]>> vectors) {
        Map<String, TreeMap<Integer, float[]>> copy = new HashMap<>();
        vectors.forEach((table, rows) -> copy.put(table, new TreeMap<>(rows)));
        return copy;
    }

    /** Says that a statement took more memory than there is: H2 has closed the databases, and the script is over. */
    void runOutOfMemory() {
        isOutOfMemory = true;
    }

    boolean isOutOfMemory() {
        return isOutOfMemory;
    }

    boolean isInTransaction() {
        return vectorsBefore != null;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void reopen() throws SQLException {
        connection.close();
        connection = DriverManager.getConnection(url);
    }

    @Override
    public void close() throws SQLException {
        if (isOutOfMemory) {
            connection.abort(Runnable::run);
        }
        connection.close();
        try {
            plain.close();
        } catch (SQLException e) {
            // H2 has closed the database, so that there is nothing left that the connection could roll back.
            if (!isOutOfMemory) {
                throw e;
            }
        }
    }
}
