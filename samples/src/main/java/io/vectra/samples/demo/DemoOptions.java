package io.vectra.samples.demo;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the demo.
 *
 * @param question in plain language, or null for the default one
 * @param where an SQL condition, or null
 * @param limit how many entries are wanted
 * @param folder where the database is
 * @param isHelpWanted whether to print {@link #USAGE} and do nothing
 */
record DemoOptions(@Nullable String question, @Nullable String where, int limit, Path folder, boolean isHelpWanted) {
    static final String USAGE = """
            Usage: vectra demo [question] [options]

            Finds the entries of a small English dictionary that are nearest in meaning to
            the question. The first run embeds the entries and stores them in a database.

              --where <condition>  only entries that meet this SQL condition
                                   (columns: id, pos, lexname, words, n_words, gloss)
              --limit <number>     how many entries to show (10)
              --data <folder>      where the database is (./demo-data)
              --help               this text

            Examples:
              vectra demo "an animal that barks" --where "lexname = 'noun.animal'"
              vectra demo "something to keep the rain off" --limit 5
              vectra demo "sweet and yellow" --where "lexname = 'noun.food' AND n_words = 1\"""";

    private static final int LIMIT_DEFAULT = 10;
    private static final int LIMIT_MAX = 1000;

    /**
     * Reads a command line.
     *
     * @throws UsageException if it makes no sense
     */
    static DemoOptions parse(List<String> arguments) {
        String question = null;
        String where = null;
        int limit = LIMIT_DEFAULT;
        Path folder = Path.of("demo-data");
        boolean isHelpWanted = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--help", "-h" -> isHelpWanted = true;
                case "--where" -> where = valueOf(argument, rest);
                case "--limit" -> limit = limit(valueOf(argument, rest));
                case "--data" -> folder = Path.of(valueOf(argument, rest));
                default -> {
                    if (argument.startsWith("--")) {
                        throw new UsageException("Unknown option " + argument + ".");
                    }
                    if (question != null) {
                        throw new UsageException(
                                "One question at a time, in quotes: \"" + question + " " + argument + "\"?");
                    }
                    question = argument;
                }
            }
        }
        return new DemoOptions(question, where, limit, folder, isHelpWanted);
    }

    private static String valueOf(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException("Option " + option + " needs a value.");
        }
        return rest.removeFirst();
    }

    private static int limit(String value) {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException failure) {
            throw new UsageException("Option --limit: \"" + value + "\" is not a whole number.");
        }
        throw new UsageException("Option --limit is " + value + "; it must be from 1 to " + LIMIT_MAX + ".");
    }

    /** A command line that makes no sense; the message says why. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
