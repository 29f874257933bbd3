package io.vectra.samples.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** {@code ./vectra demo}: loads the dictionary into a database the first time, then answers a question from it. */
public final class Demo {
    private static final String DEFAULT_QUESTION = "an animal that barks";
    private static final int BATCH_SIZE = 32;
    private static final String HINTS = """

            Ask something yourself:
              vectra demo "something to keep the rain off"
              vectra demo "a feeling of great joy" --where "pos = 'noun'" --limit 5
              vectra demo "sweet and yellow" --where "lexname = 'noun.food' AND n_words = 1"
              vectra demo --help""";

    private final Terminal terminal;
    private final List<Entry> entries;

    /**
     * Prepares a run.
     *
     * @param entries the dictionary
     */
    Demo(Terminal terminal, List<Entry> entries) {
        this.terminal = terminal;
        this.entries = List.copyOf(entries);
    }

    /** Runs the demo and ends the JVM: 0 for an answer, 1 for a failure, 2 for a command line that makes no sense. */
    public static void main(String[] arguments) throws IOException {
        System.exit(new Demo(Terminal.standard(), Dictionary.entries()).run(List.of(arguments)));
    }

    /** Runs the demo, and returns its exit code. */
    int run(List<String> arguments) {
        try {
            DemoOptions options = DemoOptions.parse(arguments);
            if (options.isHelpWanted()) {
                terminal.out().println(DemoOptions.USAGE);
            } else {
                answer(options);
            }
            return 0;
        } catch (DemoOptions.UsageException failure) {
            terminal.err().println(failure.getMessage());
            terminal.err().println("See: vectra demo --help");
            return 2;
        } catch (SQLException failure) {
            terminal.err().println("Error [" + failure.getSQLState() + "]: " + failure.getMessage());
            return 1;
        } catch (LocalModel.ModelException failure) {
            terminal.err().println("Error: " + failure.getMessage());
            return 1;
        }
    }

    private void answer(DemoOptions options) throws SQLException {
        // The model takes half a second to load, and so does the database.
        CompletableFuture<LocalModel> model = CompletableFuture.supplyAsync(LocalModel::load);
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + options.folder())) {
            load(connection, options.folder(), model);
            String text = options.question() == null ? DEFAULT_QUESTION : options.question();
            Question question = new Question(text, options.where(), options.limit());
            float[] vector = loaded(model).embed(List.of(text)).get(0);
            print(question, ask(connection, question, vector));
        }
        if (options.question() == null) {
            terminal.out().println(HINTS);
        }
    }

    /** Stores the entries that are not yet in the database: all, none, or what an interrupted run has left over. */
    private void load(Connection connection, Path folder, CompletableFuture<LocalModel> model) throws SQLException {
        EntryTable table = new EntryTable(connection);
        boolean isNew = !table.exists();
        if (isNew) {
            terminal.err().println("A new database in " + folder + ":\n\n" + EntryTable.CREATE.indent(2));
            table.create();
        }
        Set<Integer> storedIds = table.storedIds();
        List<Entry> missing = entries.stream()
                .filter(entry -> !storedIds.contains(entry.id()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        terminal.err()
                .println("Embedding " + missing.size() + (isNew ? "" : " more")
                        + " dictionary entries on this machine (all-MiniLM-L6-v2):");
        long start = System.nanoTime();
        store(table, missing, loaded(model));
        terminal.err()
                .printf(
                        Locale.ROOT,
                        "Stored durably in %.1f s. The next run answers at once.%n%n",
                        (System.nanoTime() - start) / 1e9);
    }

    private void store(EntryTable table, List<Entry> missing, LocalModel model) throws SQLException {
        ProgressBar progress = new ProgressBar(terminal, "entries", missing.size(), System::nanoTime);
        try {
            for (int from = 0; from < missing.size(); from += BATCH_SIZE) {
                int to = Math.min(from + BATCH_SIZE, missing.size());
                List<Entry> batch = missing.subList(from, to);
                table.insert(batch, model.embed(batch.stream().map(Entry::text).toList()));
                progress.show(to);
            }
        } finally {
            progress.end();
        }
    }

    private Answer ask(Connection connection, Question question, float[] vector) throws SQLException {
        try {
            return question.ask(connection, vector);
        } catch (SQLException failure) {
            // Its message names a line and a column of this.
            terminal.err().println(question.sql().indent(2));
            throw failure;
        }
    }

    private void print(Question question, Answer answer) {
        terminal.out().println("Nearest to \"" + question.text() + "\":\n");
        answer.table(terminal.columns()).forEach(terminal.out()::println);
        terminal.out().println("\n" + answer.figures());
        terminal.out().println("The SQL, where ? is the question's vector:\n");
        terminal.out().print(question.sql().indent(2));
    }

    private static LocalModel loaded(CompletableFuture<LocalModel> model) {
        try {
            return model.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof LocalModel.ModelException modelFailure) {
                throw modelFailure;
            }
            throw failure;
        }
    }
}
