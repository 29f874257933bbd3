package io.vectra.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The end-to-end harness: {@code ./vectra bench [--data FOLDER] [--only NAME]}.
 *
 * <p>Every figure is a ratio of two things measured in turn in this process, beside its bar. The exit code is 1 if a
 * bar was missed.
 */
public final class Bench {
    private static final PrintStream OUT = System.out;

    private Bench() {}

    /** Measures, and prints a Markdown table. */
    public static void main(String[] args) throws Exception {
        String data = option(args, "--data");
        String only = option(args, "--only");
        VectorSet set = data == null ? VectorSet.clustered(20_000, 384, 42) : VectorSet.read(Path.of(data));
        Path folder = Files.createTempDirectory("vectra-bench");
        try {
            OUT.printf(
                    "data: %s, %d x %d; java %s (%s); flags: %s%n%n",
                    set.name(),
                    set.base().length,
                    set.dimension(),
                    System.getProperty("java.version"),
                    System.getProperty("java.vm.name"),
                    ManagementFlags.describe());
            OUT.println("| measured | figure | bar | | detail |");
            OUT.println("|---|---|---|---|---|");
            boolean isMissed = false;
            for (Figure figure : measure(set, folder, only)) {
                isMissed |= !figure.isMet();
            }
            if (isMissed) {
                System.exit(1);
            }
        } finally {
            delete(folder);
        }
    }

    private static List<Figure> measure(VectorSet set, Path folder, @Nullable String only) throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<FoundationBench.Measurement> measurements = new FoundationBench(set, folder).measurements();
        for (FoundationBench.Measurement measurement : measurements) {
            if (only == null || measurement.name().equals(only)) {
                Figure figure = measurement.run().measure();
                OUT.println(figure.row());
                figures.add(figure);
            }
        }
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("--only takes one of "
                    + measurements.stream()
                            .map(FoundationBench.Measurement::name)
                            .toList());
        }
        return figures;
    }

    private static @Nullable String option(String[] args, String name) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(name)) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(name + " takes a value");
                }
                return args[i + 1];
            }
        }
        return null;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * A measured figure beside its bar.
     *
     * @param bar what it has to reach
     * @param isAtLeast whether more is better
     */
    record Figure(String name, double value, double bar, boolean isAtLeast, String unit, String detail) {
        boolean isMet() {
            return isAtLeast ? value >= bar : value <= bar;
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.2f%s | %s %.2f%s | %s | %s |",
                    name,
                    value,
                    unit,
                    isAtLeast ? "≥" : "≤",
                    bar,
                    unit,
                    isMet() ? "met" : "MISSED",
                    detail);
        }
    }

    /** Says how the JVM was started. */
    private static final class ManagementFlags {
        static String describe() {
            List<String> flags = java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> !flag.startsWith("-D"))
                    .toList();
            return flags.isEmpty() ? "none" : String.join(" ", flags);
        }
    }
}
