package io.vectra.benchmarks.measure;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Speaks with a {@link ContestantProcess}.
 *
 * <p>Thread rule: one thread.
 */
final class ContestantClient implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /** Starts the process; its files are in a new folder below {@code settings.folder()}. */
    ContestantClient(String name, Settings settings, JavaProcess java) throws IOException {
        this.name = name;
        Path runs = Files.createDirectories(settings.folder().resolve("runs"));
        folder = Files.createTempDirectory(runs, name.replaceAll("[^a-z0-9-]", "_") + "-");
        List<String> arguments = new ArrayList<>(List.of(name, folder.toString()));
        arguments.addAll(settings.toArguments());
        process = java.start(ContestantProcess.class, arguments);
        commands = process.outputWriter();
        answers = process.inputReader();
    }

    BuildFigures build() throws IOException {
        return BuildFigures.ofWords(ask("build"));
    }

    double recall(int effort) throws IOException {
        return Double.parseDouble(ask("recall " + effort));
    }

    SearchRun.Speed speed(int effort, double seconds, int threads) throws IOException {
        String[] words = ask("speed " + effort + " " + seconds + " " + threads).split(" ", -1);
        return new SearchRun.Speed(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]));
    }

    private String ask(String command) throws IOException {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException ended) {
            // Its last line says why it has ended.
        }
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " has ended while it was asked to \"" + command + "\"");
        }
        if (!answer.startsWith(ContestantProcess.ANSWER)) {
            throw new IOException(name + ": " + answer.substring(answer.indexOf(' ') + 1));
        }
        return answer.substring(ContestantProcess.ANSWER.length());
    }

    /** Ends the process, and deletes its files. */
    @Override
    public void close() throws IOException {
        try {
            commands.close();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            Folders.delete(folder);
        }
    }
}
