package io.vectra.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sample as its reader would, in a process of its own, in an empty folder. */
class QuickstartTest {
    @TempDir
    Path folder;

    @Test
    void printsWhatTheReadmeSays() throws Exception {
        String expected = block("text").content();

        assertThat(run()).isEqualTo(expected);
        assertThat(folder.resolve("data/shop")).isDirectory();
        assertThat(run()).as("second run, over the same database").isEqualTo(expected);
    }

    @Test
    void isWhatTheReadmeShows() throws IOException {
        Path source = Repository.root().resolve("samples/src/main/java/io/vectra/samples/Quickstart.java");

        assertThat(statements(Files.readString(source)))
                .contains(statements(block("java").content()));
    }

    private static Example block(String language) throws IOException {
        return Example.in(Repository.root().resolve("README.md")).stream()
                .filter(example -> example.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    /** Returns source text in a form that does not depend on how it is laid out. */
    private static String statements(String source) {
        return source.replaceAll("\\s+", "");
    }

    private String run() throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Quickstart.class.getName()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended in time").isTrue();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
