package io.vectra.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./vectra} does without building anything. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    Path folder;

    @Test
    void helpNamesEveryCommand() throws Exception {
        Run run = run(Repository.root().resolve("vectra"), "help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("  demo ", "  bench ", "  jdks ", "  version ", "  help ");
    }

    @Test
    void unknownCommandIsRefused() throws Exception {
        Run run = run(Repository.root().resolve("vectra"), "dmeo");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("vectra: unknown command \"dmeo\".\nUsage: vectra");
    }

    @Test
    void runsThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("a link"), Repository.root().resolve("vectra"));

        Run run = run(link, "version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).matches("Vectra \\d+\\.\\d+\\.\\d+\\S* in .*, JDK \\d+ in /.*\n");
    }

    @Test
    void aFolderWithoutJdkIsRefused() throws Exception {
        Run run = run(List.of(
                "env",
                "VECTRA_JAVA_HOME=" + folder,
                Repository.root().resolve("vectra").toString(),
                "version"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).isEqualTo("vectra: no JDK 17 or later in VECTRA_JAVA_HOME=" + folder + ".\n");
    }

    private Run run(Path launcher, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Run run(List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** What a process did. */
    private record Run(int exitCode, String output) {}
}
