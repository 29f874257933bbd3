package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir
    Path folder;

    private String url(String options) {
        return "jdbc:vectra:" + folder.resolve("my shop ü") + options;
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void createTable() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(""))) {
            execute(
                    connection,
                    "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                    "INSERT INTO t VALUES (1, '[1, 2]')");
        }
    }

    @Test
    void aDatabaseIsThereWhenItIsOpenedAgain() throws SQLException {
        createTable();

        try (Connection connection = DriverManager.getConnection(url(";create=false"))) {
            List<List<Object>> rows = DatabaseTest.rows(connection, "SELECT id, vec FROM t");
            assertThat(rows).hasSize(1);
            assertThat((float[]) rows.get(0).get(1)).containsExactly(1, 2);
        }
        assertThat(OpenDatabases.ofThisJvm().count()).isZero();
    }

    @Test
    void aFileIsNoFolder() throws IOException, SQLException {
        Files.writeString(folder.resolve("my shop ü"), "x");

        DatabaseTest.assertState("58030", () -> DriverManager.getConnection(url("")))
                .hasMessageContaining("is a file, and no folder");
    }

    @Test
    void aMissingDatabaseIsNotCreatedAgainstTheWish() {
        DatabaseTest.assertState("90146", () -> DriverManager.getConnection(url(";create=false")))
                .hasMessageContaining("There is no database in " + folder.resolve("my shop ü"));
        DatabaseTest.assertState("90146", () -> DriverManager.getConnection(url(";readonly=true")));
        assertThat(folder.resolve("my shop ü")).doesNotExist();
    }

    @Test
    void connectionsOfOneJvmShareTheFolder() throws SQLException {
        createTable();
        Path other = folder.resolve("x").resolve("..").resolve("my shop ü");

        try (Connection first = DriverManager.getConnection(url(""));
                Connection second = DriverManager.getConnection("jdbc:vectra:" + other)) {
            execute(first, "INSERT INTO t VALUES (2, NULL)");

            assertThat(DatabaseTest.rows(second, "SELECT id FROM t ORDER BY id"))
                    .hasSize(2);
            assertThat(OpenDatabases.ofThisJvm().count()).isEqualTo(1);
        }
    }

    @Test
    void anotherSyncThanTheOpenOneIsRefused() throws SQLException {
        try (Connection first = DriverManager.getConnection(url(";sync=50"));
                Connection same = DriverManager.getConnection(url(";sync=50"));
                Connection silent = DriverManager.getConnection(url(""))) {
            assertThat(same.isValid(1) && silent.isValid(1) && first.isValid(1)).isTrue();
            DatabaseTest.assertState("HY000", () -> DriverManager.getConnection(url(";sync=commit")))
                    .hasMessageContaining("sync=50")
                    .hasMessageContaining("sync=commit");
        }
    }

    @Test
    void readersBesideAWriterSeeTheMomentOfTheirOpening() throws SQLException {
        createTable();
        try (Connection writer = DriverManager.getConnection(url(""))) {
            execute(writer, "INSERT INTO t VALUES (2, '[3, 4]')");
            try (Connection reader = DriverManager.getConnection(url(";readonly=true"))) {
                execute(writer, "INSERT INTO t VALUES (3, '[5, 6]')");

                assertThat(DatabaseTest.rows(reader, "SELECT id FROM t ORDER BY vec <-> '[5, 6]' LIMIT 9"))
                        .containsExactly(List.of(2), List.of(1));
                assertThat(reader.isReadOnly()).isTrue();
                assertThat(reader.getMetaData().isReadOnly()).isTrue();
                reader.setReadOnly(false);
                assertThat(reader.isReadOnly()).isTrue();
                DatabaseTest.assertState("90097", () -> execute(reader, "DELETE FROM t"));
                DatabaseTest.assertState("90097", () -> execute(reader, "DROP TABLE t"));
            }
        }
    }

    @Test
    void aReaderWritesNoByte() throws SQLException, IOException {
        createTable();
        List<String> before = files();

        try (Connection reader = DriverManager.getConnection(url(";readonly=true"))) {
            assertThat(DatabaseTest.rows(reader, "SELECT id FROM t")).hasSize(1);
        }

        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.sorted()
                    .map(path -> {
                        try {
                            return path + " " + Files.getLastModifiedTime(path) + " "
                                    + (Files.isRegularFile(path) ? Files.size(path) : 0);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void aSecondProcessIsRefusedAndToldOfReadonly() throws Exception {
        createTable();
        try (Connection holder = DriverManager.getConnection(url(""))) {
            assertThat(holder.isValid(1)).isTrue();

            assertThat(inAnotherProcess(url(""))).startsWith("90020").contains("readonly=true");
            assertThat(inAnotherProcess(url(";readonly=true"))).isEqualTo("rows: 1");
        }
        assertThat(inAnotherProcess(url(""))).isEqualTo("rows: 1");
    }

    private static String inAnotherProcess(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.jnu.encoding=UTF-8",
                        OtherProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var url8 = process.outputWriter(StandardCharsets.UTF_8)) {
            url8.write(url + "\n");
        }
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            assertThat(process.waitFor()).isZero();
            return line;
        }
    }

    /** Opens the URL that it reads, and prints what it sees. */
    static final class OtherProcess {
        private OtherProcess() {}

        /** Runs in a process of its own. */
        public static void main(String[] arguments) throws IOException {
            String url = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            try (Connection connection = DriverManager.getConnection(url)) {
                System.out.println("rows: "
                        + DatabaseTest.rows(connection, "SELECT id FROM t").size());
            } catch (SQLException e) {
                System.out.println(e.getSQLState() + " " + e.getMessage());
            }
        }
    }
}
