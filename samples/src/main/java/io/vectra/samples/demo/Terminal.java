package io.vectra.samples.demo;

import java.io.PrintStream;

/**
 * Where the demo writes.
 *
 * @param out answers
 * @param err progress and errors
 * @param isInteractive whether a line may be drawn over
 * @param columns how many characters fit in a line
 */
record Terminal(PrintStream out, PrintStream err, boolean isInteractive, int columns) {
    private static final int COLUMNS_WITHOUT_TERMINAL = 120;
    private static final int COLUMNS_MIN = 40;

    /** Returns the terminal that {@code ./vectra} has found, or a plain stream without one. */
    static Terminal standard() {
        int columns = Integer.getInteger("vectra.columns", 0);
        return new Terminal(
                System.out,
                System.err,
                columns > 0,
                columns > 0 ? Math.max(COLUMNS_MIN, columns) : COLUMNS_WITHOUT_TERMINAL);
    }
}
