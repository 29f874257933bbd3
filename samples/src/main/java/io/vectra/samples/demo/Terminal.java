package io.vectra.samples.demo;

import java.io.PrintStream;

/**
 * Where the demo writes.
 *
 * @param out answers
 * @param err progress and errors
 * @param columns how many characters fit in a line of {@code out}
 * @param progressColumns how many characters fit in a line of {@code err} that is drawn over, or 0 if it is not a
 *     terminal
 */
record Terminal(PrintStream out, PrintStream err, int columns, int progressColumns) {
    private static final int COLUMNS_WITHOUT_TERMINAL = 120;
    private static final int COLUMNS_MIN = 50;

    /** Returns the terminal that {@code ./vectra} has found, or plain streams without one. */
    static Terminal standard() {
        int columns = Integer.getInteger("vectra.columns", COLUMNS_WITHOUT_TERMINAL);
        int progressColumns = Integer.getInteger("vectra.progressColumns", 0);
        return new Terminal(System.out, System.err, Math.max(COLUMNS_MIN, columns), progressColumns);
    }

    /** Returns whether a line of progress may be drawn over. */
    boolean isInteractive() {
        return progressColumns > 0;
    }
}
