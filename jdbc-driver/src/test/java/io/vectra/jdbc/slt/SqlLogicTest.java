package io.vectra.jdbc.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs a sample of SQLite's SQL logic tests, from the jar of {@code sql-logic-test}: every answer is the expected one,
 * or the one that H2 gives alone.
 *
 * <p>{@code -Pslt -Dvectra.slt.queries=20000} sets how many queries, {@code -Dvectra.seed=…} chooses them.
 */
@Tag("slt")
class SqlLogicTest {
    private static final int QUERIES_OF_A_FILE = 250;

    private final long seed = Long.getLong("vectra.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> differences = new ArrayList<>();

    /** What happened to the queries of one kind of files. */
    private static final class Counts {
        private int queries;
        private int asExpected;
        private int asH2;
        private int files;
    }

    @Test
    void aSampleAnswersAsExpectedOrAsH2() throws IOException, SQLException {
        int perKind = (Integer.getInteger("vectra.slt.queries", 20_000) + 4) / 5;
        System.out.println("sql logic test: " + 5 * perKind + " queries, -Dvectra.seed=" + seed);
        URL first = getClass().getResource("/test/select1.test");
        assertThat(first).as("the tests are in the jar that -Pslt adds").isNotNull();
        try (JarFile jar = ((JarURLConnection) first.openConnection()).getJarFile()) {
            run(jar, "select", "test/(select\\d|random/select/.*)\\.test", perKind);
            run(jar, "random/expr", "test/random/expr/.*\\.test", perKind);
            run(jar, "random/aggregates", "test/random/aggregates/.*\\.test", perKind);
            run(jar, "random/groupby", "test/random/groupby/.*\\.test", perKind);
            run(jar, "index", "test/index/.*\\.test", perKind);
        }
        assertThat(differences).as("-Dvectra.seed=%d", seed).isEmpty();
    }

    private void run(JarFile jar, String kind, String names, int queries) throws IOException, SQLException {
        Pattern pattern = Pattern.compile(names);
        List<JarEntry> files = new ArrayList<>(
                jar.stream().filter(e -> pattern.matcher(e.getName()).matches()).toList());
        Collections.shuffle(files, random);
        Counts counts = new Counts();
        // A few files may have fewer queries than are taken from each, so the last round takes all that is needed.
        for (int round = 0; counts.queries < queries && round < 10; round++) {
            for (JarEntry file : files) {
                if (counts.queries >= queries) {
                    break;
                }
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(jar.getInputStream(file), StandardCharsets.UTF_8))) {
                    run(file.getName(), lines, counts);
                }
            }
        }
        System.out.printf(
                "sql logic test: %s: %d queries of %d files, %d as expected, %d as H2 alone, %d otherwise%n",
                kind,
                counts.queries,
                counts.files,
                counts.asExpected,
                counts.asH2,
                counts.queries - counts.asExpected - counts.asH2);
    }

    private void run(String file, BufferedReader lines, Counts counts) throws IOException, SQLException {
        counts.files++;
        int queries = 0;
        // Files have up to 10 000 queries: parts of each are asked, from a random one on.
        int skipped = random.nextInt(3) * random.nextInt(400);
        try (Connection vectra = DriverManager.getConnection("jdbc:vectra:mem:slt " + counts.files);
                Connection plain = DriverManager.getConnection("jdbc:h2:mem:")) {
            LogicRecord step = LogicRecord.read(lines);
            while (step != null && queries < QUERIES_OF_A_FILE) {
                if (!step.isQuery()) {
                    change(file, step, vectra, plain);
                } else if (skipped > 0) {
                    skipped--;
                } else {
                    query(file, step, vectra, plain, counts);
                    queries++;
                }
                step = LogicRecord.read(lines);
            }
        }
    }

    private void change(String file, LogicRecord step, Connection vectra, Connection plain) {
        String mine = failure(step, vectra);
        if ((mine != null) != step.fails() && (mine == null) != (failure(step, plain) == null)) {
            differences.add(file + ": " + step.sql() + "\n=> " + (mine == null ? "works" : mine));
        } else if ((mine != null) == step.fails()) {
            failure(step, plain);
        }
    }

    private static @Nullable String failure(LogicRecord step, Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(step.sql());
            return null;
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    private void query(String file, LogicRecord step, Connection vectra, Connection plain, Counts counts) {
        counts.queries++;
        String failure = null;
        List<String> mine = List.of();
        try {
            mine = values(step, vectra);
        } catch (SQLException e) {
            failure = e.getSQLState() + " " + e.getMessage();
        }
        if (failure == null && step.isAnsweredBy(mine)) {
            counts.asExpected++;
            return;
        }
        boolean isAsH2;
        String theirs;
        try {
            List<String> values = values(step, plain);
            isAsH2 = failure == null && values.equals(mine);
            theirs = values.toString();
        } catch (SQLException e) {
            isAsH2 = failure != null;
            theirs = e.getMessage();
        }
        if (isAsH2) {
            counts.asH2++;
        } else {
            String difference =
                    file + ": " + step.sql() + "\n=> " + (failure == null ? mine : failure) + "\nH2: " + theirs;
            System.out.println(difference);
            differences.add(difference);
        }
    }

    private static List<String> values(LogicRecord step, Connection connection) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(step.sql())) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < step.types().length(); i++) {
                    row.add(shown(result.getObject(i + 1), step.types().charAt(i)));
                }
                rows.add(row);
            }
        }
        return step.sorted(rows);
    }

    /** As SQLite's runner prints values. */
    private static String shown(@Nullable Object value, char type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        if (type == 'T' || !(value instanceof Number number)) {
            String text = value.toString();
            return text.isEmpty() ? "(empty)" : text;
        }
        return type == 'I'
                ? Long.toString(number.longValue())
                : String.format(Locale.ROOT, "%.3f", new BigDecimal(number.toString()));
    }
}
