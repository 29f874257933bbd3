package io.vectra.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the demo questions over a few entries, embedded by the real model. */
class DemoTest {
    private static final Set<String> WORDS =
            Set.of("dog", "wolf", "cat", "eagle", "umbrella", "honey", "lemon", "guitar");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void nearestEntriesAreAnswered() throws Exception {
        assertThat(demo(subset(), "an animal that barks", "--limit", "3")).isZero();

        assertThat(printed(out).lines()).anyMatch(line -> line.matches("\\s+0\\.\\d{4}  dog, .*"));
        assertThat(firstFound()).startsWith("dog, domestic dog");
        assertThat(printed(out)).contains("3 rows in ").contains("ORDER BY cosine(vec, ?)\n  LIMIT 3");
    }

    @Test
    void whereLeavesOnlyWhatMeetsIt() throws Exception {
        assertThat(demo(subset(), "an animal that barks", "--where", "lexname = 'noun.food'"))
                .isZero();

        assertThat(printed(out))
                .contains("2 rows in ", "WHERE lexname = 'noun.food'")
                .doesNotContain("dog");
    }

    @Test
    void secondRunFindsTheEntries() throws Exception {
        assertThat(demo(subset())).isZero();
        assertThat(printed(err)).contains("CREATE TABLE entries", "Stored durably");
        out.reset();
        err.reset();

        assertThat(demo(subset(), "something to keep the rain off")).isZero();

        assertThat(printed(err)).isEmpty();
        assertThat(firstFound()).startsWith("umbrella");
    }

    @Test
    void interruptedFirstRunIsResumed() throws Exception {
        assertThat(demo(subset().subList(0, 5))).isZero();
        err.reset();

        assertThat(demo(subset())).isZero();

        assertThat(printed(err)).contains("Embedding 3 more dictionary entries").doesNotContain("CREATE TABLE");
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + folder)) {
            assertThat(new EntryTable(connection).storedIds()).hasSize(8);
        }
    }

    @Test
    void badConditionGivesTheDatabasesMessage() throws Exception {
        assertThat(demo(subset(), "an animal", "--where", "lexnam = 'noun.animal'"))
                .isEqualTo(1);

        assertThat(printed(err).lines())
                .last()
                .asString()
                .startsWith("Error [42")
                .containsIgnoringCase("lexnam");
        assertThat(printed(err)).doesNotContain("Exception", "\tat ");
    }

    @Test
    void badCommandLineIsExplained() {
        assertThat(demo(List.of(), "--colour")).isEqualTo(2);

        assertThat(printed(err)).isEqualTo("Unknown option --colour.\nSee: vectra demo --help\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void helpIsPrinted() {
        assertThat(demo(List.of(), "--help")).isZero();

        assertThat(printed(out)).startsWith("Usage: vectra demo").contains("--where", "--limit", "--data");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shippedDictionaryIsWhole() throws IOException {
        List<Entry> entries = Dictionary.entries();

        assertThat(entries).hasSizeBetween(900, 1100);
        assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
        assertThat(entries)
                .filteredOn(entry -> entry.lexname().equals("noun.animal"))
                .hasSizeGreaterThanOrEqualTo(60);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.pos().length()).isBetween(1, 10);
            assertThat(entry.lexname().length()).isBetween(1, 20);
            assertThat(entry.words().length()).isBetween(1, 200);
            assertThat(entry.gloss().length()).isBetween(1, 1000);
            assertThat(entry.words().split(", ")).hasSize(entry.wordCount());
        });
    }

    private static List<Entry> subset() throws IOException {
        return Dictionary.entries().stream()
                .filter(entry -> entry.pos().equals("noun") && WORDS.contains(firstWord(entry)))
                .toList();
    }

    private static String firstWord(Entry entry) {
        return entry.words().replaceFirst(",.*", "");
    }

    private int demo(List<Entry> entries, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return new Demo(new Terminal(stream(out), stream(err), 80, 0), entries).run(all);
    }

    /** Returns the words of the first row of the printed table. */
    private String firstFound() {
        String row = printed(out)
                .lines()
                .dropWhile(line -> !line.contains("----"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        return row.strip().replaceFirst("\\S+\\s+", "");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String printed(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
