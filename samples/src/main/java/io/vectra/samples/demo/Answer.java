package io.vectra.samples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the database found.
 *
 * @param found nearest first
 * @param prepareNanos how long the statement took to prepare
 * @param runNanos how long it took to run, all rows read
 */
record Answer(List<Found> found, long prepareNanos, long runNanos) {
    private static final int DISTANCE_WIDTH = 8;
    private static final int WORDS_WIDTH_MAX = 32;
    private static final String GAP = "  ";

    Answer {
        found = List.copyOf(found);
    }

    /**
     * A found entry.
     *
     * @param distance cosine distance from the question, 0 to 2
     */
    record Found(double distance, String words, String gloss) {}

    /** Returns a table of the entries, each in one line of at most {@code columns} characters. */
    List<String> table(int columns) {
        int wordsWidth = Math.min(WORDS_WIDTH_MAX, Math.max("words".length(), longestWords()));
        wordsWidth = Math.min(wordsWidth, (columns - DISTANCE_WIDTH) / 2);
        int glossWidth = columns - DISTANCE_WIDTH - wordsWidth - 3 * GAP.length();
        String format = GAP + "%" + DISTANCE_WIDTH + "s" + GAP + "%-" + wordsWidth + "s" + GAP + "%s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, format, "distance", "words", "gloss"));
        lines.add(String.format(
                Locale.ROOT, format, "-".repeat(DISTANCE_WIDTH), "-".repeat(wordsWidth), "-".repeat(glossWidth)));
        for (Found entry : found) {
            lines.add(String.format(
                    Locale.ROOT,
                    format,
                    String.format(Locale.ROOT, "%.4f", entry.distance()),
                    fitted(entry.words(), wordsWidth),
                    fitted(entry.gloss(), glossWidth)));
        }
        return lines;
    }

    /** Returns the number of rows and the times, in one line. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "%d %s in %.1f ms, after %.1f ms to prepare the statement.",
                found.size(),
                found.size() == 1 ? "row" : "rows",
                runNanos / 1e6,
                prepareNanos / 1e6);
    }

    private int longestWords() {
        return found.stream().mapToInt(entry -> entry.words().length()).max().orElse(0);
    }

    private static String fitted(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3).stripTrailing() + "...";
    }
}
