package io.vectra.benchmarks.measure;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Writes tables as Markdown to the standard output as they come, and progress to the standard error. */
public final class Report {
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private boolean isMissed;

    /** Starts with a line about data, machine and JVM. */
    public Report(String subject) {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-D"))
                .toList();
        OUT.printf(
                Locale.ROOT,
                "%s%nJava %s (%s), %d processors, flags: %s%n",
                subject,
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                Runtime.getRuntime().availableProcessors(),
                flags.isEmpty() ? "none" : String.join(" ", flags));
    }

    /** Writes an empty line and a line of text. */
    public void paragraph(String text) {
        OUT.println();
        OUT.println(text);
    }

    /** Begins a table. */
    public void table(String... columns) {
        OUT.println();
        OUT.println("| " + String.join(" | ", columns) + " |");
        OUT.println("|---".repeat(columns.length) + "|");
    }

    /** Writes a row of the table. */
    public void row(Object... values) {
        StringBuilder line = new StringBuilder("|");
        for (Object value : values) {
            line.append(' ').append(value).append(" |");
        }
        OUT.println(line);
    }

    /** Writes a line as it is. */
    public void line(String text) {
        OUT.println(text);
    }

    /** Begins a table of figures. */
    public void figures() {
        OUT.println();
        OUT.println(Figure.HEAD);
    }

    /** Writes a figure, and remembers a missed bar. */
    public Figure figure(Figure figure) {
        OUT.println(figure.row());
        isMissed |= !figure.isMet();
        return figure;
    }

    /** Says that a measurement could not be finished, which counts as a missed bar. */
    public void stopped(String measurement, String message, Exception cause) {
        paragraph("**STOPPED** " + measurement + ": " + message);
        cause.printStackTrace(ERR);
        isMissed = true;
    }

    /** Says what is being done now. */
    public void progress(String text) {
        ERR.println("  " + text);
    }

    /** Whether a bar was missed. */
    public boolean isMissed() {
        return isMissed;
    }
}
