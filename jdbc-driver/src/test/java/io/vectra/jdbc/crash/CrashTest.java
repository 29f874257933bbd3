package io.vectra.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a writing program again and again, and finds every acknowledged transaction whole in one growing database.
 *
 * <p>{@code -Dvectra.crash.kills=200} sets how often, {@code -Dvectra.seed=…} repeats a run's decisions (not its
 * timing).
 */
@Tag("crash")
class CrashTest {
    private static final int KILLS_BETWEEN_LOG_CHECKS = 10;

    @TempDir
    private Path temp;

    private final TreeMap<Long, Integer> docs = new TreeMap<>();
    private final TreeMap<Long, Integer> notes = new TreeMap<>();
    private int acknowledged;
    private int unknownKept;

    @Test
    void killNineLosesNoAcknowledgedCommit() throws Exception {
        int kills = Integer.getInteger("vectra.crash.kills", 20);
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("crash test: " + kills + " kills, -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        String url = "jdbc:vectra:" + temp.resolve("db");
        for (int kill = 1; kill <= kills; kill++) {
            Map<Integer, CrashTransaction> pending = runAndKill(url, seed + kill, random);
            checkAndSettle(url, pending, "kill " + kill + " of seed " + seed);
            if (kill % KILLS_BETWEEN_LOG_CHECKS == 0) {
                System.out.println(kill + " kills, " + acknowledged + " acknowledged commits, 0 lost");
                checkLogAlone(url, temp.resolve("copy-" + kill), "log after kill " + kill + " of seed " + seed);
            }
        }
        System.out.println("crash test: " + kills + " kills, " + acknowledged + " acknowledged commits, 0 lost, "
                + unknownKept + " unacknowledged ones kept whole, " + docs.size() + " + " + notes.size() + " rows");
        assertThat(acknowledged).as("the writers have come to work").isGreaterThan(kills);
    }

    /** Returns the transaction of each thread whose outcome the killed program did not report. */
    private Map<Integer, CrashTransaction> runAndKill(String url, long seed, Random random)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        url,
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean isEarly = random.nextInt(8) == 0;
        int commitsBeforeKill = random.nextInt(150);
        Map<Integer, CrashTransaction> pending = new HashMap<>();
        List<String> noise = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (isEarly) {
                // While the program is starting, or opening the database after the crash before.
                process.waitFor(200 + random.nextInt(2500), TimeUnit.MILLISECONDS);
                kill(process);
            }
            int commits = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("B ")) {
                    CrashTransaction transaction = CrashTransaction.parse(line);
                    pending.put(transaction.thread(), transaction);
                } else if (line.startsWith("A ")) {
                    CrashTransaction transaction = pending.remove(Integer.parseInt(line.split(" ")[1]));
                    transaction.applyTo(docs, notes);
                    acknowledged++;
                    commits++;
                    if (commits == commitsBeforeKill) {
                        kill(process);
                    }
                } else if (!line.equals("READY")) {
                    noise.add(line);
                } else if (commitsBeforeKill == 0) {
                    kill(process);
                }
            }
        }
        process.waitFor();
        assertThat(noise).as("the program reported failures").isEmpty();
        return pending;
    }

    /** Sends SIGKILL; unlike {@link Process#destroyForcibly}, leaves the pipe open, so that its last lines are read. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    /**
     * Each pending transaction is there as a whole or not at all; which, the documents tell, and all the rest has to
     * agree.
     */
    private void checkAndSettle(String url, Map<Integer, CrashTransaction> pending, String when) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            if (!hasTables(connection)) {
                assertThat(acknowledged).as(when).isZero();
                return;
            }
            Map<Long, Integer> found = new TreeMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id, version FROM docs")) {
                while (rows.next()) {
                    found.put(rows.getLong(1), rows.getInt(2));
                }
            }
            Map<String, Integer> foundNotes = new HashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT name, version FROM notes")) {
                while (rows.next()) {
                    foundNotes.put(rows.getString(1), rows.getInt(2));
                }
            }
            for (CrashTransaction transaction : pending.values()) {
                if (isKept(transaction, found, foundNotes)) {
                    transaction.applyTo(docs, notes);
                    unknownKept++;
                }
            }
            checkAll(connection, when);
        }
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "NOTES", null)) {
            return tables.next();
        }
    }

    /** The transaction's last change of its first row tells; that the others agree is checked afterwards. */
    private static boolean isKept(
            CrashTransaction transaction, Map<Long, Integer> found, Map<String, Integer> foundNotes) {
        Map<String, CrashTransaction.Change> net = new HashMap<>();
        for (CrashTransaction.Change change : transaction.changes()) {
            net.put(change.table() + ":" + change.id(), change);
        }
        boolean isKept = false;
        for (CrashTransaction.Change change : net.values()) {
            boolean isInserted = transaction.changes().stream()
                    .anyMatch(c -> c.table() == change.table() && c.id() == change.id() && c.version() == 1);
            if (isInserted && change.version() == 0) {
                continue; // Came and went inside the transaction: tells nothing.
            }
            Integer version =
                    change.table() == 'd' ? found.get(change.id()) : foundNotes.get(CrashTables.noteName(change.id()));
            isKept |= change.version() == 0 ? version == null : version != null && version == change.version();
        }
        return isKept;
    }

    private void checkAll(Connection connection, String when) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            TreeMap<Long, Integer> rowsOfDocs = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT id, version, body, vec FROM docs ORDER BY id")) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    int version = rows.getInt(2);
                    rowsOfDocs.put(id, version);
                    assertThat(rows.getString(3)).as(when).isEqualTo(CrashTables.body(id, version));
                    assertThat(rows.getObject(4, float[].class)).as(when).isEqualTo(CrashTables.docVector(id, version));
                }
            }
            assertThat(rowsOfDocs).as("documents, %s", when).isEqualTo(docs);
            TreeMap<Long, Integer> rowsOfNotes = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT name, version, body, vec FROM notes")) {
                while (rows.next()) {
                    long id = Long.parseLong(rows.getString(1).substring(5));
                    int version = rows.getInt(2);
                    rowsOfNotes.put(id, version);
                    assertThat(rows.getString(3)).as(when).isEqualTo(CrashTables.body(id, version));
                    assertThat(rows.getObject(4, float[].class))
                            .as(when)
                            .isEqualTo(CrashTables.noteVector(id, version));
                }
            }
            assertThat(rowsOfNotes).as("notes, %s", when).isEqualTo(notes);
            String extra = CrashTables.column(connection, CrashTables.EXTRA);
            if (extra != null) {
                String others = "SELECT count(*) FROM docs WHERE " + extra + " <> " + CrashTables.EXTRA_VALUE;
                try (ResultSet count = statement.executeQuery(others)) {
                    assertThat(count.next()).isTrue();
                    assertThat(count.getLong(1))
                            .as("column %s, %s", extra, when)
                            .isZero();
                }
            }
        }
        checkVectors(connection, when);
    }

    /** The vector search finds exactly the rows that have a vector, nearest first. */
    private void checkVectors(Connection connection, String when) throws SQLException {
        float[] query = CrashTables.docVector(-1, 1);
        List<Long> expected = new ArrayList<>();
        Map<Long, Double> distances = new HashMap<>();
        docs.forEach((id, version) -> {
            float[] vector = CrashTables.docVector(id, version);
            if (vector != null) {
                expected.add(id);
                distances.put(id, euclidean(vector, query));
            }
        });
        expected.sort(Comparator.comparing(distances::get));
        List<Long> found = new ArrayList<>();
        try (PreparedStatement search = connection.prepareStatement(
                "SELECT id FROM docs WHERE vec IS NOT NULL ORDER BY euclidean(vec, ?) LIMIT 100000")) {
            search.setObject(1, query);
            try (ResultSet rows = search.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        assertThat(found).as("vectors, %s", when).isEqualTo(expected);
    }

    private static double euclidean(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** A backup holds segments and log, nothing that tells of the mirror, so its open shows what these say. */
    private void checkLogAlone(String url, Path copy, String when) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("BACKUP TO '" + copy + "'");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + copy)) {
            checkAll(connection, when);
        }
        try (var files = Files.walk(copy)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
