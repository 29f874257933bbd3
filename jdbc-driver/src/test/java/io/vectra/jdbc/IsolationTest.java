package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One writer moves rows between two tables; no reader ever sees a row in both, in neither, or with the vector of
 * another version.
 */
class IsolationTest {
    private static final int ROWS = 60;
    private static final int READERS = 8;
    private static final int MOVES = Integer.getInteger("vectra.isolation.moves", 300);

    @TempDir
    private Path temp;

    private final long seed = Long.getLong("vectra.seed", System.nanoTime());
    private String url;

    @BeforeEach
    void fill() throws SQLException {
        System.out.println("isolation test: -Dvectra.seed=" + seed);
        url = "jdbc:vectra:" + temp.resolve("db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE a (id INT PRIMARY KEY, version INT, vec VECTOR(16))");
            statement.execute("CREATE TABLE b (id INT PRIMARY KEY, version INT, vec VECTOR(16))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO a VALUES (?, 0, ?)")) {
                for (int id = 0; id < ROWS; id++) {
                    insert.setInt(1, id);
                    insert.setObject(2, vector(id, 0));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    @Test
    void readCommittedReadersSeeEveryRowOnceInEachStatement() throws Exception {
        runBesideWriter((connection, random) -> {
            Set<Integer> ids = new HashSet<>();
            int count = collect(
                    connection, "SELECT id, version, vec FROM a UNION ALL SELECT id, version, vec FROM b", null, ids);
            assertThat(count).isEqualTo(ROWS);
            assertThat(ids).hasSize(ROWS);
            float[] query = vector(random.nextInt(ROWS), 0);
            collect(connection, "SELECT id, version, vec FROM a ORDER BY euclidean(vec, ?) LIMIT 7", query, ids);
            collect(connection, "SELECT id, version, vec FROM b ORDER BY cosine(vec, ?) LIMIT 7", query, ids);
            connection.commit();
        });
    }

    @Test
    void snapshotReadersSeeEveryRowOnceInAllStatements() throws Exception {
        runBesideWriter((connection, random) -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            float[] query = vector(random.nextInt(ROWS), 0);
            for (int round = 0; round < 2; round++) {
                Set<Integer> found = new HashSet<>();
                int count = collect(
                        connection,
                        "SELECT id, version, vec FROM a ORDER BY euclidean(vec, ?) LIMIT 1000",
                        query,
                        found);
                count += collect(
                        connection,
                        "SELECT id, version, vec FROM b ORDER BY euclidean(vec, ?) LIMIT 1000",
                        query,
                        found);
                assertThat(count).as("rows by vector search").isEqualTo(ROWS);
                assertThat(found).hasSize(ROWS);
                found.clear();
                count = collect(connection, "SELECT id, version, vec FROM b", null, found);
                count += collect(connection, "SELECT id, version, vec FROM a", null, found);
                assertThat(count).as("rows by scan").isEqualTo(ROWS);
                assertThat(found).hasSize(ROWS);
            }
            connection.commit();
        });
    }

    private interface Check {
        void run(Connection connection, Random random) throws SQLException;
    }

    private void runBesideWriter(Check check) throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        List<Future<Integer>> readers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            long readerSeed = seed + reader;
            readers.add(threads.submit(() -> {
                int checks = 0;
                Random random = new Random(readerSeed);
                try (Connection connection = DriverManager.getConnection(url)) {
                    connection.setAutoCommit(false);
                    do {
                        check.run(connection, random);
                        checks++;
                    } while (!isDone.get());
                }
                return checks;
            }));
        }
        Future<?> writer = threads.submit(() -> {
            try {
                move();
            } finally {
                isDone.set(true);
            }
            return null;
        });
        threads.shutdown();
        writer.get();
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).as("checks of a reader").isPositive();
        }
    }

    private void move() throws SQLException {
        Random random = new Random(~seed);
        int[] versions = new int[ROWS];
        boolean[] isInB = new boolean[ROWS];
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            for (int move = 0; move < MOVES; move++) {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    int id = random.nextInt(ROWS);
                    String from = isInB[id] ? "b" : "a";
                    String to = isInB[id] ? "a" : "b";
                    try (PreparedStatement delete =
                                    connection.prepareStatement("DELETE FROM " + from + " WHERE id = ?");
                            PreparedStatement insert =
                                    connection.prepareStatement("INSERT INTO " + to + " VALUES (?, ?, ?)")) {
                        delete.setInt(1, id);
                        assertThat(delete.executeUpdate()).isEqualTo(1);
                        insert.setInt(1, id);
                        insert.setInt(2, ++versions[id]);
                        insert.setObject(3, vector(id, versions[id]));
                        assertThat(insert.executeUpdate()).isEqualTo(1);
                    }
                    isInB[id] = !isInB[id];
                }
                connection.commit();
            }
        }
    }

    private static int collect(Connection connection, String sql, float[] query, Set<Integer> ids) throws SQLException {
        int count = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (query != null) {
                statement.setObject(1, query);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int id = rows.getInt(1);
                    assertThat(rows.getObject(3, float[].class))
                            .as("vector of row %d version %d", id, rows.getInt(2))
                            .isEqualTo(vector(id, rows.getInt(2)));
                    ids.add(id);
                    count++;
                }
            }
        }
        return count;
    }

    private static float[] vector(int id, int version) {
        Random random = new Random(id * 7919L + version);
        float[] vector = new float[16];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return vector;
    }
}
