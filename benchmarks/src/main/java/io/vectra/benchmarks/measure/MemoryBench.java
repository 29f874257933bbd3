package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import java.io.IOException;

/** Loads, builds and queries in a JVM of 512 MiB, with all rows and with a tenth of them. */
public final class MemoryBench {
    private static final String HEAP = "-Xmx512m";

    /** Zero leaves it to the index. */
    private static final int EFFORT = 0;

    private static final double RECALL = 0.95;

    /** What may be added by ten times the rows beside vectors and graphs. */
    private static final double GROWTH_MAX = 1.5;

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public MemoryBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** Prints a table of builds, then the figures beside their bars. */
    public void run() throws IOException {
        DataSet tenth = set.head(Math.max(1, set.count() / 10), settings.folder());
        tenth.truth(settings.metric());
        CurveBench.buildTable(report);
        BuildFigures small = build(settings.with(tenth.folder()), "vectra, " + tenth.count() + " rows");
        try (ContestantClient client = client(settings)) {
            report.progress("building " + set.count() + " rows with " + HEAP);
            BuildFigures large = client.build();
            report.row(CurveBench.buildRow("vectra, " + set.count() + " rows", large));
            double recall = client.recall(EFFORT);
            SearchRun.Speed speed = client.speed(EFFORT, settings.seconds(), 1);
            report.figures();
            report.figure(Figure.atLeast(
                    "recall@10, " + set.count() + " rows loaded, built and queried with " + HEAP,
                    recall,
                    RECALL,
                    "",
                    CurveBench.format("%.0f QPS, p95 %.2f ms", speed.qps(), speed.p95Ms())));
            report.figure(Figure.atMost(
                    "heap after GC, " + set.count() + " rows over " + tenth.count(),
                    (double) large.heapBytes() / small.heapBytes(),
                    GROWTH_MAX,
                    " x",
                    CurveBench.format("%.1f and %.1f MB", large.heapBytes() / 1e6, small.heapBytes() / 1e6)));
        }
    }

    private BuildFigures build(Settings forSet, String name) throws IOException {
        report.progress("building " + name + " with " + HEAP);
        try (ContestantClient client = client(forSet)) {
            BuildFigures figures = client.build();
            report.row(CurveBench.buildRow(name, figures));
            return figures;
        }
    }

    private static ContestantClient client(Settings settings) throws IOException {
        return new ContestantClient("vectra", settings, JavaProcess.here().with(HEAP));
    }
}
