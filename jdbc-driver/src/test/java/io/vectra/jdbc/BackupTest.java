package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies taken while a writer is at work hold the commits up to one point, and no others. */
class BackupTest {
    private static final int COPIES = 20;

    @TempDir
    private Path temp;

    private String url;

    @BeforeEach
    void create() throws SQLException {
        url = "jdbc:vectra:" + temp.resolve("db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT PRIMARY KEY, version INT, vec VECTOR(32))");
            statement.execute("CREATE TABLE progress (id INT PRIMARY KEY, done INT)");
            statement.execute("INSERT INTO progress VALUES (1, 0)");
        }
    }

    /** Commit n inserts row n, changes row n - 3, deletes row n - 6, and says so in another table. */
    private static void writeCommit(Connection connection, int n) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 1, ?)");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE t SET version = 2, vec = ? WHERE id = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE id = ?");
                PreparedStatement done = connection.prepareStatement("UPDATE progress SET done = ? WHERE id = 1")) {
            insert.setInt(1, n);
            insert.setObject(2, vector(n, 1));
            insert.executeUpdate();
            update.setObject(1, vector(n - 3, 2));
            update.setInt(2, n - 3);
            update.executeUpdate();
            if (n % 2 == 0) {
                delete.setInt(1, n - 6);
                delete.executeUpdate();
            }
            done.setInt(1, n);
            done.executeUpdate();
        }
        connection.commit();
    }

    private static TreeMap<Integer, Integer> model(int commits) {
        TreeMap<Integer, Integer> rows = new TreeMap<>();
        for (int n = 1; n <= commits; n++) {
            rows.put(n, 1);
            rows.computeIfPresent(n - 3, (id, version) -> 2);
            if (n % 2 == 0) {
                rows.remove(n - 6);
            }
        }
        return rows;
    }

    @Test
    void copiesTakenUnderWriteLoadHoldThePrefixOfOnePoint() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        var thread = Executors.newSingleThreadExecutor();
        Future<Integer> writer = thread.submit(() -> {
            int n = 0;
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                while (!isDone.get()) {
                    writeCommit(connection, ++n);
                }
            }
            return n;
        });
        List<Path> copies = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < COPIES; i++) {
                Path copy = temp.resolve("copy " + i);
                statement.execute("BACKUP TO '" + copy + "'");
                copies.add(copy);
            }
        } finally {
            isDone.set(true);
            thread.shutdown();
        }
        int written = writer.get();

        int before = 0;
        for (Path copy : copies) {
            int commits = check(copy);
            assertThat(commits).isBetween(before, written);
            before = commits;
        }
        assertThat(before).as("commits in the last copy").isPositive();
    }

    /** Returns how many of the writer's commits the copy holds. */
    private static int check(Path copy) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + copy + ";create=false");
                Statement statement = connection.createStatement()) {
            int commits;
            try (ResultSet done = statement.executeQuery("SELECT done FROM progress")) {
                assertThat(done.next()).isTrue();
                commits = done.getInt(1);
            }
            TreeMap<Integer, Integer> rows = new TreeMap<>();
            try (ResultSet found = statement.executeQuery("SELECT id, version, vec FROM t")) {
                while (found.next()) {
                    rows.put(found.getInt(1), found.getInt(2));
                    assertThat(found.getObject(3, float[].class)).isEqualTo(vector(found.getInt(1), found.getInt(2)));
                }
            }
            assertThat(rows).isEqualTo(model(commits));
            List<Integer> nearest = new ArrayList<>();
            try (PreparedStatement search =
                    connection.prepareStatement("SELECT id FROM t ORDER BY euclidean(vec, ?) LIMIT 100000")) {
                search.setObject(1, vector(0, 0));
                try (ResultSet found = search.executeQuery()) {
                    while (found.next()) {
                        nearest.add(found.getInt(1));
                    }
                }
            }
            assertThat(nearest).containsExactlyInAnyOrderElementsOf(rows.keySet());
            return commits;
        }
    }

    @Test
    void aCopyGoesOnAsADatabaseOfItsOwn() throws SQLException {
        Path copy = temp.resolve("copy");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP TO '" + copy + "'");
        }

        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + copy)) {
            connection.setAutoCommit(false);
            writeCommit(connection, 1);
        }

        assertThat(check(copy)).isEqualTo(1);
        assertThat(check(temp.resolve("db"))).isZero();
    }

    @Test
    void aFolderThatIsNotEmptyIsRefused() throws Exception {
        Path target = Files.createDirectory(temp.resolve("full"));
        Files.createDirectory(target.resolve("precious"));

        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("BACKUP TO '" + target + "'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("empty");
        }
        assertThat(target).isDirectoryContaining("glob:**precious");
        assertThat(target.resolve("log")).doesNotExist();
    }

    @Test
    void anUnfinishedCopyDoesNotOpen() throws Exception {
        Path copy = temp.resolve("copy");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP TO '" + copy + "'");
        }
        // The manifest is written last; a copy that was interrupted before lacks it.
        Files.delete(copy.resolve("MANIFEST.json"));

        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:vectra:" + copy))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX001"));
        try (Stream<Path> files = Files.walk(copy)) {
            assertThat(files.sorted(Comparator.naturalOrder()).filter(Files::isRegularFile))
                    .as("the refused copy is left as it is")
                    .isNotEmpty();
        }
    }

    private static float[] vector(int id, int version) {
        float[] vector = new float[32];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) Math.sin(id * 31.0 + version * 7.0 + i);
        }
        return vector;
    }
}
