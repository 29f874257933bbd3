package io.vectra.samples.demo;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a task is, how fast it goes, how long it will take: one line drawn over on a terminal, else a line for
 * each tenth.
 *
 * <p>Thread rule: one thread.
 */
final class ProgressBar {
    private static final int BAR_WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final String unit;
    private final int total;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long drawnNanos;
    private int tenthsDrawn;

    /**
     * Starts counting.
     *
     * @param unit what is counted, in the plural
     * @param total how many there are, at least 1
     * @param nanoClock such as {@link System#nanoTime}
     */
    ProgressBar(Terminal terminal, String unit, int total, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.unit = unit;
        this.total = total;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.drawnNanos = startNanos - REDRAW_NANOS;
    }

    /** Shows that {@code done} of the total are done. */
    void show(int done) {
        long now = nanoClock.getAsLong();
        double seconds = (now - startNanos) / 1e9;
        if (terminal.isInteractive()) {
            if (done == total || now - drawnNanos >= REDRAW_NANOS) {
                drawnNanos = now;
                terminal.err().print("\r" + fitted(bar(done) + " " + figures(done, seconds)));
                terminal.err().flush();
            }
        } else if (done * 10 / total > tenthsDrawn) {
            tenthsDrawn = done * 10 / total;
            terminal.err().println("  " + figures(done, seconds));
        }
    }

    /** Leaves the line. */
    void end() {
        if (terminal.isInteractive()) {
            terminal.err().println();
        }
    }

    private String bar(int done) {
        int filled = (int) ((long) done * BAR_WIDTH / total);
        return "  [" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "]";
    }

    private String figures(int done, double seconds) {
        double rate = seconds > 0 ? done / seconds : 0;
        String left = rate > 0 ? (long) Math.ceil((total - done) / rate) + " s left" : "";
        return String.format(
                Locale.ROOT, "%d of %d %s, %d %%, %.0f/s, %s", done, total, unit, done * 100L / total, rate, left);
    }

    /** Fills the line up, so that nothing of a longer one before remains, and leaves the last column free. */
    private String fitted(String line) {
        int width = terminal.progressColumns() - 1;
        return line.length() >= width ? line.substring(0, width) : line + " ".repeat(width - line.length());
    }
}
