package io.vectra.benchmarks.measure;

import io.vectra.storage.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a run measures, and how.
 *
 * @param data the folder of the data set
 * @param folder for data that outlive the run: sets, exact answers, plots
 * @param m links of a node, as in {@code CREATE INDEX}
 * @param buildThreads of the contestants that can be told; Vectra uses all cores
 * @param seconds of each timed search
 * @param rounds of a comparison
 * @param indexOptions of {@code CREATE INDEX} beyond metric, m and ef_construction, or an empty text
 */
public record Settings(
        Path data,
        Path folder,
        Metric metric,
        int m,
        int efConstruction,
        int buildThreads,
        int queries,
        double seconds,
        int rounds,
        String indexOptions) {

    /** Writes the settings as arguments of a child process. */
    List<String> toArguments() {
        return List.of(
                data.toString(),
                folder.toString(),
                metric.name(),
                Integer.toString(m),
                Integer.toString(efConstruction),
                Integer.toString(buildThreads),
                Integer.toString(queries),
                Double.toString(seconds),
                Integer.toString(rounds),
                indexOptions);
    }

    /** Reads what {@link #toArguments} has written. */
    static Settings ofArguments(List<String> arguments) {
        return new Settings(
                Path.of(arguments.get(0)),
                Path.of(arguments.get(1)),
                Metric.valueOf(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Integer.parseInt(arguments.get(5)),
                Integer.parseInt(arguments.get(6)),
                Double.parseDouble(arguments.get(7)),
                Integer.parseInt(arguments.get(8)),
                arguments.get(9));
    }

    /** Returns the same for another metric. */
    Settings with(Metric other) {
        return new Settings(
                data, folder, other, m, efConstruction, buildThreads, queries, seconds, rounds, indexOptions);
    }

    /** Returns the same for another data set. */
    Settings with(Path otherData) {
        return new Settings(
                otherData, folder, metric, m, efConstruction, buildThreads, queries, seconds, rounds, indexOptions);
    }

    /** Returns a line for the head of a report. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "metric %s, m = %d, ef_construction = %d, %d build threads, k = %d",
                metric.name().toLowerCase(Locale.ROOT),
                m,
                efConstruction,
                buildThreads,
                SearchRun.K);
    }
}
