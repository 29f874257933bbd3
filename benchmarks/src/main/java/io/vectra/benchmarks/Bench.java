package io.vectra.benchmarks;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.MadeSet;
import io.vectra.benchmarks.measure.ChurnBench;
import io.vectra.benchmarks.measure.Comparison;
import io.vectra.benchmarks.measure.CurveBench;
import io.vectra.benchmarks.measure.FilterBench;
import io.vectra.benchmarks.measure.Folders;
import io.vectra.benchmarks.measure.MemoryBench;
import io.vectra.benchmarks.measure.MixedBench;
import io.vectra.benchmarks.measure.PlanningBench;
import io.vectra.benchmarks.measure.RecallBench;
import io.vectra.benchmarks.measure.Report;
import io.vectra.benchmarks.measure.Settings;
import io.vectra.benchmarks.measure.ShapeBench;
import io.vectra.benchmarks.measure.TextBench;
import io.vectra.benchmarks.measure.ThreadBench;
import io.vectra.benchmarks.peer.Peers;
import io.vectra.storage.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The end-to-end harness: {@code ./vectra bench}. The exit code is 1 if a bar was missed, and 2 for a wrong option. */
public final class Bench {
    private static final String USAGE = """
            Usage: vectra bench [what] [--data FOLDER | --make clustered:ROWSxDIMENSION:SEED] [options]

            What is measured; each prints Markdown:
                                   (nothing named) builds, then recall and speed by ef_search, and a plot
              --compare            ratios at recall 0.95, builds and searches of all taking turns [--builds N]
              --recall             recall after loads, deletes, updates, reopening; three metrics, or the one named
              --filters            24 conditions: rows, counts, recall, speed, strategy
              --memory             all of it in a JVM of 512 MiB
              --mixed              a reader beside a writer; the row just committed
              --churn              VACUUM after deletes and updates against a fresh database
              --threads            searches on two threads over one
              --shapes             joins, sub-queries, LATERAL, changes … over the bare searches; a made set
              --text               full-text and hybrid search of a dictionary: --data with words and gloss in rows.tsv
              --planning           preparing statements beside H2, the heap after very many of them; no data set
              --foundations        exact search, SQL, inserts, opening [--only NAME]

            Data:
              --data FOLDER        base.fvecs, query.fvecs and perhaps rows.tsv, gt100.ivecs
              --make NAME          a seeded set, written once; default clustered:20000x128:42

            Options:
              --contestants A,B    of CONTESTANTS;
                                   NAME@FOLDER runs on that JDK, without flags
              --metric NAME        cosine (default), euclidean, dot_product, manhattan
              --m N                links of a node (16)
              --ef-construction N  (100)
              --index-options TEXT further options of CREATE INDEX, as "quantization = 'int8'"
              --build-threads N    (2)
              --search-threads N   (1)
              --queries N          of the set's (200)
              --seconds S          of each timed search (1)
              --rounds N           of a comparison (5)

            The exit code is 1 if a bar was missed.
            """;

    private static final Set<String> VALUED = Set.of(
            "--data",
            "--make",
            "--only",
            "--contestants",
            "--metric",
            "--m",
            "--ef-construction",
            "--index-options",
            "--build-threads",
            "--search-threads",
            "--queries",
            "--seconds",
            "--rounds",
            "--builds");
    private static final Set<String> MODES = Set.of(
            "--compare",
            "--recall",
            "--filters",
            "--memory",
            "--mixed",
            "--churn",
            "--threads",
            "--shapes",
            "--text",
            "--planning",
            "--foundations");

    private static final Set<String> FLAGS =
            Stream.concat(MODES.stream(), Stream.of("--help")).collect(Collectors.toUnmodifiableSet());

    private Bench() {}

    /** Measures, and prints Markdown tables. */
    public static void main(String[] args) throws Exception {
        boolean isMissed;
        try {
            Arguments arguments = Arguments.parse(args, VALUED, FLAGS);
            if (arguments.has("--help")) {
                System.out.print(USAGE.replace("CONTESTANTS", String.join(", ", Peers.names())));
                return;
            }
            isMissed = run(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println("vectra bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(isMissed ? 1 : 0);
    }

    /** Returns whether a bar was missed. */
    private static boolean run(Arguments arguments) throws Exception {
        if (arguments.has("--planning")) {
            Report report = new Report("Planning");
            new PlanningBench(report).run();
            return report.isMissed();
        }
        Settings settings = settings(arguments);
        DataSet set = DataSet.open(settings.data(), settings.folder());
        if (arguments.has("--foundations")) {
            return foundations(set, arguments.text("--only"));
        }
        Report report = new Report(set.describe() + "; " + settings.describe());
        prepareTruth(set, settings, report);
        measure(arguments, set, settings, report);
        return report.isMissed();
    }

    private static void measure(Arguments arguments, DataSet set, Settings settings, Report report) throws Exception {
        List<String> modes = arguments.flags().stream().filter(MODES::contains).toList();
        if (modes.isEmpty()) {
            List<String> names = contestants(arguments, Peers.names());
            new CurveBench(settings, report).run(names, arguments.number("--search-threads", 1));
        }
        for (String mode : modes) {
            try {
                measure(mode, arguments, set, new Run(settings, report));
            } catch (SQLException failed) {
                report.stopped(mode, "[" + failed.getSQLState() + "] " + failed.getMessage(), failed);
            } catch (IllegalStateException failed) {
                report.stopped(mode, String.valueOf(failed.getMessage()), failed);
            }
        }
    }

    /** What every measurement is given. */
    private record Run(Settings settings, Report report) {}

    private static void measure(String mode, Arguments arguments, DataSet set, Run run) throws Exception {
        Settings settings = run.settings();
        Report report = run.report();
        switch (mode) {
            case "--compare" -> {
                List<String> names = contestants(arguments, Peers.compared());
                new Comparison(settings, report).run(names, arguments.number("--builds", 1));
            }
            case "--recall" -> new RecallBench(set, settings, report).run(metrics(arguments));
            case "--filters" -> new FilterBench(set, settings, report).run();
            case "--memory" -> new MemoryBench(set, settings, report).run();
            case "--mixed" -> new MixedBench(set, settings, report).run();
            case "--churn" -> new ChurnBench(set, settings, report).run();
            case "--shapes" -> new ShapeBench(set, settings, report).run();
            case "--text" -> new TextBench(set, settings, report).run();
            case "--threads" -> new ThreadBench(settings, report).run(contestants(arguments, List.of("vectra")));
            default -> throw new AssertionError(mode);
        }
    }

    private static List<Metric> metrics(Arguments arguments) {
        String named = arguments.text("--metric");
        return named == null ? List.of(Metric.COSINE, Metric.EUCLIDEAN, Metric.DOT_PRODUCT) : List.of(metric(named));
    }

    private static Settings settings(Arguments arguments) throws IOException {
        Path folder = Path.of(System.getProperty(
                "vectra.benchFolder",
                Path.of(System.getProperty("java.io.tmpdir"), "vectra-bench").toString()));
        String data = arguments.text("--data");
        Path dataFolder = data != null
                ? Path.of(data)
                : MadeSet.parse(arguments.text("--make", "clustered:20000x128:42"))
                        .write(folder);
        return new Settings(
                dataFolder,
                folder,
                metric(arguments.text("--metric", "cosine")),
                arguments.number("--m", 16),
                arguments.number("--ef-construction", 100),
                arguments.number("--build-threads", 2),
                arguments.number("--queries", 200),
                arguments.decimal("--seconds", 1),
                arguments.number("--rounds", 5),
                arguments.text("--index-options", ""));
    }

    private static Metric metric(String name) {
        for (Metric metric : Metric.values()) {
            if (metric.name().equalsIgnoreCase(name)) {
                return metric;
            }
        }
        throw new IllegalArgumentException(
                "\"" + name + "\" is no metric; expected cosine, euclidean, dot_product or manhattan");
    }

    private static List<String> contestants(Arguments arguments, List<String> otherwise) {
        String named = arguments.text("--contestants", String.join(",", otherwise));
        List<String> names = new ArrayList<>();
        for (String name : named.split(",", -1)) {
            if (!Peers.names().contains(name.replaceFirst("@.*", ""))) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no contestant; expected one of " + Peers.names());
            }
            names.add(name);
        }
        return names;
    }

    /** Computes the exact answers here, where no contestant's processor time is counted. */
    private static void prepareTruth(DataSet set, Settings settings, Report report) throws IOException {
        report.progress("exact answers by " + settings.metric().name().toLowerCase(Locale.ROOT));
        set.truth(settings.metric());
    }

    private static boolean foundations(DataSet set, @Nullable String only) throws Exception {
        Report report = new Report(set.describe());
        Path folder = Files.createTempDirectory("vectra-bench");
        try {
            List<FoundationBench.Measurement> measurements =
                    new FoundationBench(VectorSet.of(set), folder).measurements();
            List<String> names =
                    measurements.stream().map(FoundationBench.Measurement::name).toList();
            if (only != null && !names.contains(only)) {
                throw new IllegalArgumentException("--only takes one of " + names);
            }
            report.figures();
            for (FoundationBench.Measurement measurement : measurements) {
                if (only == null || measurement.name().equals(only)) {
                    report.figure(measurement.run().measure());
                }
            }
        } finally {
            Folders.delete(folder);
        }
        return report.isMissed();
    }
}
