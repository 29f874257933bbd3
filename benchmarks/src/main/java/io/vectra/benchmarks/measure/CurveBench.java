package io.vectra.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds each contestant in a process of its own, one after the other, and measures recall and speed by effort. */
public final class CurveBench {
    static final List<Integer> EFFORTS = List.of(10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024);
    private static final double RECALL_MAX = 0.997;
    private static final int WARM_UP_EFFORT = 48;
    private static final double WARM_UP_SECONDS = 2;

    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public CurveBench(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /**
     * Prints a table of builds and one of searches, and draws the curves.
     *
     * @param names of contestants, perhaps with {@code @<JDK folder>}
     */
    public void run(List<String> names, int threads) throws IOException {
        Map<String, Curve> curves = new LinkedHashMap<>();
        List<String> searches = new ArrayList<>();
        buildTable(report);
        for (String name : names) {
            Entrant entrant = Entrant.parse(name);
            report.progress("building " + entrant.name());
            try (ContestantClient client = entrant.start(settings)) {
                BuildFigures build = client.build();
                report.row(buildRow(entrant.name(), build));
                report.progress("searching " + entrant.name());
                Curve curve = measure(client, build.isExact(), settings.seconds(), threads);
                curves.put(entrant.name(), curve);
                searches.addAll(rows(entrant.name(), curve));
            } catch (IOException failed) {
                report.row(entrant.name(), "FAILED: " + failed.getMessage(), "", "", "", "", "");
            }
        }
        report.table("contestant", "ef", "recall@10", "QPS", "p50 ms", "p95 ms", "p99 ms");
        searches.forEach(report::line);
        if (!curves.isEmpty()) {
            report.paragraph("Plot: " + CurveChart.draw(settings, curves));
        }
    }

    static void buildTable(Report report) {
        report.table("contestant", "load s", "build CPU s", "build s", "MB on disk", "heap MB after GC", "what");
    }

    static Object[] buildRow(String name, BuildFigures build) {
        return new Object[] {
            name,
            format("%.1f", build.loadSeconds()),
            format("%.1f", build.buildCpuSeconds()),
            format("%.1f", build.buildSeconds()),
            format("%.1f", build.diskBytes() / 1e6),
            format("%.0f", build.heapBytes() / 1e6),
            build.description()
        };
    }

    /** Measures at rising efforts until nearly everything is found. */
    static Curve measure(ContestantClient client, boolean isExact, double seconds, int threads) throws IOException {
        List<CurvePoint> points = new ArrayList<>();
        // The first effort would else be measured while the JVM still compiles.
        client.speed(WARM_UP_EFFORT, Math.max(WARM_UP_SECONDS, seconds), threads);
        for (int effort : isExact ? List.of(SearchRun.K) : EFFORTS) {
            double recall = client.recall(effort);
            SearchRun.Speed speed = client.speed(effort, seconds, threads);
            points.add(new CurvePoint(effort, recall, speed.qps(), speed.p50Ms(), speed.p95Ms(), speed.p99Ms()));
            if (recall >= RECALL_MAX) {
                break;
            }
        }
        return new Curve(points);
    }

    private static List<String> rows(String name, Curve curve) {
        return curve.points().stream()
                .map(point -> format(
                        "| %s | %d | %.4f | %.0f | %.3f | %.3f | %.3f |",
                        name, point.effort(), point.recall(), point.qps(), point.p50Ms(), point.p95Ms(), point.p99Ms()))
                .toList();
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
