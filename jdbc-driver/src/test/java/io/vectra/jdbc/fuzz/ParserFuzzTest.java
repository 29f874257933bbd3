package io.vectra.jdbc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever text is prepared or run, it works or ends in an SQLException with an SQLState and a message of ours, soon.
 *
 * <p>{@code -Pfuzz -Dvectra.fuzz.texts=100000} sets how many, {@code -Dvectra.seed=…} repeats a run.
 */
class ParserFuzzTest {
    private static final long NANOS_MAX = 2_000_000_000L;
    private static final int ATTEMPTS = 4;
    private static final int SIZE_LARGE = 1 << 20;

    private static final String SIGNS = "'\"()[]{},;.:?-+*/%<>=|&$#@!\\`~^ \n\t";

    /** Names of classes of the libraries inside, and the mirror's own names. */
    private static final Pattern INSIDE = Pattern.compile(
            "org\\.(apache|h2)\\b|io\\.vectra|java\\.(lang|util)\\.|VECTRA_INTERNAL|StackOverflow|cannot take this statement");

    /** The few texts of every run are always the same; the many ones are new ones. */
    private static final long SEED = 20261122;

    @Test
    void fewTextsEndWell() throws SQLException, IOException {
        assertThat(found(2_000, Long.getLong("vectra.seed", SEED))).isEmpty();
    }

    @Test
    @Tag("fuzz")
    void manyTextsEndWell() throws SQLException, IOException {
        int count = Integer.getInteger("vectra.fuzz.texts", 100_000);
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("parser fuzzer: " + count + " texts, -Dvectra.seed=" + seed);
        List<String> found = found(count, seed);
        System.out.println("parser fuzzer: " + count + " texts of seed " + seed + ", " + found.size() + " ended badly");
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void extremeTextsEndWell(String text) throws SQLException {
        try (Connection connection = opened()) {
            assertThat(trouble(connection, text)).as(shortened(text)).isNull();
        }
    }

    static Stream<String> extremeTextsEndWell() {
        return Stream.of(
                "",
                "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000),
                "(".repeat(SIZE_LARGE),
                "SELECT " + "- ".repeat(100_000) + "1",
                "SELECT " + "NOT ".repeat(100_000) + "TRUE",
                "SELECT 1" + " + 1".repeat(SIZE_LARGE / 4),
                "SELECT 1 WHERE 1 = 1" + " OR 1 = 1".repeat(SIZE_LARGE / 10),
                "SELECT '" + "x".repeat(SIZE_LARGE) + "'",
                "SELECT \"" + "x".repeat(SIZE_LARGE) + "\"",
                "SELECT 1 /*" + "x".repeat(SIZE_LARGE),
                "SELECT " + "9".repeat(SIZE_LARGE),
                "SELECT 1E" + "9".repeat(1_000),
                "SELECT CASE ".repeat(20_000),
                "SELECT " + "CASE WHEN TRUE THEN ".repeat(10_000) + "1" + " END".repeat(10_000),
                "SELECT * FROM ".repeat(20_000) + "docs",
                "SELECT * FROM (".repeat(5_000) + "SELECT 1" + ") AS t".repeat(5_000),
                "SELECT 1" + " UNION ALL SELECT 1".repeat(20_000),
                "SELECT " + "abs(".repeat(20_000) + "1" + ")".repeat(20_000),
                "SELECT id FROM docs WHERE id IN (1" + ", 1".repeat(200_000) + ")",
                "INSERT INTO docs (id) VALUES (1)" + ", (1)".repeat(50_000),
                "SELECT VECTOR '[" + "1,".repeat(SIZE_LARGE / 2) + "1]'",
                "WITH " + "a AS (WITH ".repeat(5_000),
                "a".repeat(SIZE_LARGE),
                ";".repeat(SIZE_LARGE),
                "\0".repeat(SIZE_LARGE),
                "?".repeat(SIZE_LARGE),
                "SELECT ?" + ", ?".repeat(100_000),
                "[".repeat(SIZE_LARGE),
                "SELECT matches(title, '" + "(".repeat(50_000) + "') FROM docs",
                "CREATE TABLE x (a INT" + ", a INT".repeat(50_000) + ")",
                "SELECT a" + ".a".repeat(100_000),
                "EXPLAIN ".repeat(50_000) + "SELECT 1");
    }

    private static Connection opened() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:vectra:mem:parser fuzz");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS docs (id INT PRIMARY KEY, title VARCHAR(20), price DECIMAL(10, 2),"
                            + " category VARCHAR(9), meta JSON, vec VECTOR(3))");
            statement.execute("CREATE INDEX IF NOT EXISTS docs_text ON docs USING FULLTEXT (title)");
        }
        return connection;
    }

    private static List<String> found(int count, long seed) throws SQLException, IOException {
        Random random = new Random(seed);
        List<String> corpus = corpus();
        List<String> found = new ArrayList<>();
        try (Connection connection = opened()) {
            for (int i = 0; i < count && found.size() < 20; i++) {
                String text = random.nextInt(20) == 0 ? noise(random) : mutated(random, corpus);
                String trouble = trouble(connection, text);
                if (trouble != null) {
                    found.add(text + "\n=> " + trouble);
                    System.out.println(text + "\n=> " + trouble + "\n");
                }
            }
        }
        return found;
    }

    /**
     * Returns what is wrong with how a text ends, or null. What takes long is tried again, as another text that is
     * planned anew: code that is not compiled yet, and what else the machine does, take long only once.
     */
    private static @Nullable String trouble(Connection connection, String text) {
        String trouble = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long started = System.nanoTime();
            trouble = failure(connection, text + " ".repeat(attempt));
            long nanos = System.nanoTime() - started;
            if (trouble != null || nanos <= NANOS_MAX) {
                return trouble;
            }
            trouble = "took " + nanos / 1_000_000 + " ms";
        }
        return trouble;
    }

    private static @Nullable String failure(Connection connection, String text) {
        try {
            connection.prepareStatement(text).close();
            return null;
        } catch (SQLException e) {
            String state = e.getSQLState();
            String message = String.valueOf(e.getMessage());
            boolean isOurs = state != null
                    && state.length() == 5
                    && !state.equals("XX000")
                    && !INSIDE.matcher(message).find();
            return isOurs ? null : state + " " + shortened(message);
        } catch (RuntimeException | Error e) {
            return e.getClass().getName() + " " + shortened(String.valueOf(e.getMessage()));
        }
    }

    private static String shortened(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }

    /** The statements of docs/SQL.md, and some of those that the differential fuzzer makes. */
    private static List<String> corpus() throws IOException {
        List<String> corpus = new ArrayList<>();
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/SQL.md"))) {
            folder = folder.getParent();
        }
        Matcher blocks =
                Pattern.compile("(?s)```sql[^\n]*\n(.*?)```").matcher(Files.readString(folder.resolve("docs/SQL.md")));
        while (blocks.find()) {
            for (String statement : blocks.group(1).split(";\\s*\n", -1)) {
                if (!statement.isBlank()) {
                    corpus.add(statement.strip());
                }
            }
        }
        for (Step step : new Script(7, false).steps()) {
            corpus.add(step.toString().replaceAll("(?s) -- with.*|\n.*", ""));
        }
        return corpus;
    }

    private static String noise(Random random) {
        int length = random.nextInt(200);
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(128);
                        case 1 -> SIGNS.charAt(random.nextInt(SIGNS.length()));
                        case 2 -> 'a' + random.nextInt(26);
                        default -> random.nextInt(Character.MAX_CODE_POINT + 1);
                    });
        }
        return text.toString();
    }

    /** Cuts, doubles, swaps and replaces words, once or several times. */
    private static String mutated(Random random, List<String> corpus) {
        List<String> words = words(corpus.get(random.nextInt(corpus.size())));
        for (int i = random.nextInt(4); i >= 0 && !words.isEmpty(); i--) {
            int at = random.nextInt(words.size());
            switch (random.nextInt(7)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, words.get(random.nextInt(words.size())));
                case 2 -> words.set(at, words.get(random.nextInt(words.size())));
                case 3 -> {
                    List<String> others = words(corpus.get(random.nextInt(corpus.size())));
                    words.set(at, others.get(random.nextInt(others.size())));
                }
                case 4 -> words.subList(at, words.size()).clear();
                case 5 -> {
                    List<String> others = words(corpus.get(random.nextInt(corpus.size())));
                    words.addAll(at, others.subList(random.nextInt(others.size()), others.size()));
                }
                default -> {
                    String word = words.get(at);
                    int cut = random.nextInt(word.length() + 1);
                    words.set(at, word.substring(0, cut) + (char) random.nextInt(0x500) + word.substring(cut));
                }
            }
        }
        return String.join("", words);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\w+|\\s+|'[^']*'|[^\\w\\s]").matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }
}
