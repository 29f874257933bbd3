package io.vectra.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares contestants by runs that take turns, each in a process of its own.
 *
 * <p>Builds are repeated in new processes, all contestants in turn. Searches: the curve of each tells the efforts
 * around the wanted recall; then each round runs every contestant at these efforts, in an order that changes, and
 * interpolates its rate at that recall. A ratio is the median of the rounds' ratios.
 */
public final class Comparison {
    private static final double RECALL = 0.95;

    private final Settings settings;
    private final Report report;
    private final Map<String, Course> courses = new LinkedHashMap<>();

    /** Compares with these settings. */
    public Comparison(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** What is known of a contestant so far. */
    private static final class Course {
        private final Entrant entrant;
        private final List<BuildFigures> builds = new ArrayList<>();
        private final List<Double> rates = new ArrayList<>();
        private @Nullable ContestantClient client;
        private @Nullable Curve curve;

        Course(Entrant entrant) {
            this.entrant = entrant;
        }

        ContestantClient client() {
            if (client == null) {
                throw new IllegalStateException(entrant.name() + " has not been built");
            }
            return client;
        }

        Curve curve() {
            if (curve == null) {
                throw new IllegalStateException(entrant.name() + " has not been measured");
            }
            return curve;
        }

        double buildCpuSeconds() {
            return Medians.of(
                    builds.stream().mapToDouble(BuildFigures::buildCpuSeconds).toArray());
        }
    }

    /**
     * Prints builds, rates at the wanted recall, the ratios of the bars, and draws the curves.
     *
     * @param names of contestants, perhaps with {@code @<JDK folder>}
     * @param builds how often each is built
     */
    public void run(List<String> names, int builds) throws IOException {
        for (String name : names) {
            Entrant entrant = Entrant.parse(name);
            courses.put(entrant.name(), new Course(entrant));
        }
        try {
            CurveBench.buildTable(report);
            for (int i = 0; i < builds; i++) {
                build(i == builds - 1);
            }
            curves();
            for (int round = 0; round < settings.rounds(); round++) {
                round(round);
            }
            rates();
            figures();
            Map<String, Curve> drawn = new LinkedHashMap<>();
            courses.forEach((name, course) -> drawn.put(name, course.curve()));
            report.paragraph("Plot: " + CurveChart.draw(settings, drawn));
        } finally {
            for (Course course : courses.values()) {
                if (course.client != null) {
                    course.client.close();
                }
            }
        }
    }

    private void build(boolean isKept) throws IOException {
        for (Course course : List.copyOf(courses.values())) {
            String name = course.entrant.name();
            report.progress("building " + name);
            ContestantClient client = course.entrant.start(settings);
            try {
                BuildFigures figures = client.build();
                report.row(CurveBench.buildRow(name, figures));
                course.builds.add(figures);
                if (isKept) {
                    course.client = client;
                }
            } catch (IOException failed) {
                report.row(name, "FAILED: " + failed.getMessage(), "", "", "", "", "");
                courses.remove(name);
            } finally {
                if (course.client != client) {
                    client.close();
                }
            }
        }
    }

    private void curves() throws IOException {
        for (Course course : courses.values()) {
            report.progress("searching " + course.entrant.name());
            boolean isExact = course.builds.get(0).isExact();
            course.curve = CurveBench.measure(course.client(), isExact, settings.seconds() / 2, 1);
        }
    }

    private void round(int number) throws IOException {
        report.progress("round " + (number + 1) + " of " + settings.rounds());
        List<Course> order = new ArrayList<>(courses.values());
        Collections.rotate(order, number);
        for (Course course : order) {
            Curve curve = course.curve();
            List<CurvePoint> points = new ArrayList<>();
            for (CurvePoint point : curve.points()) {
                if (curve.effortsAround(RECALL).contains(point.effort())) {
                    SearchRun.Speed speed = course.client().speed(point.effort(), settings.seconds(), 1);
                    points.add(new CurvePoint(
                            point.effort(), point.recall(), speed.qps(), speed.p50Ms(), speed.p95Ms(), speed.p99Ms()));
                }
            }
            Double rate = new Curve(points).qpsAt(RECALL);
            course.rates.add(rate == null ? Double.NaN : rate);
        }
    }

    private void rates() {
        report.table("contestant", "QPS at recall@10 " + RECALL, "ef around it", "recall there");
        for (Course course : courses.values()) {
            List<Integer> efforts = course.curve().effortsAround(RECALL);
            report.row(
                    course.entrant.name(),
                    CurveBench.format("%.0f", Medians.of(Medians.array(course.rates))),
                    efforts,
                    course.curve().points().stream()
                            .filter(point -> efforts.contains(point.effort()))
                            .map(point -> CurveBench.format("%.4f", point.recall()))
                            .toList());
        }
    }

    private void figures() {
        report.figures();
        for (Course ours : courses.values()) {
            if (!ours.entrant.isOurs() || ours.entrant.isPlain()) {
                continue;
            }
            search(ours, better("lucene", "lucene-int8"), 1.3);
            search(ours, courses.get("hnswlib"), 4);
            search(ours, courses.get("jvector"), 2);
            build(ours, cheaper("lucene", "lucene-int8"), 0.4);
            build(ours, courses.get("hnswlib"), 0.3);
            for (Course plain : courses.values()) {
                if (plain.entrant.isPlain() && plain.entrant.contestant().equals(ours.entrant.contestant())) {
                    search(plain, ours, 0.4);
                }
            }
        }
    }

    private @Nullable Course better(String first, String second) {
        return pick(first, second, true);
    }

    private @Nullable Course cheaper(String first, String second) {
        return pick(first, second, false);
    }

    private @Nullable Course pick(String first, String second, boolean isBySearch) {
        Course a = courses.get(first);
        Course b = courses.get(second);
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (isBySearch) {
            double rateA = Medians.of(Medians.array(a.rates));
            double rateB = Medians.of(Medians.array(b.rates));
            return rateB > rateA || Double.isNaN(rateA) ? b : a;
        }
        return b.buildCpuSeconds() < a.buildCpuSeconds() ? b : a;
    }

    private void search(Course ours, @Nullable Course theirs, double bar) {
        if (theirs == null || theirs == ours) {
            return;
        }
        double[] ratios = new double[ours.rates.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.rates.get(i) / theirs.rates.get(i);
        }
        report.figure(Figure.atLeast(
                "QPS at recall " + RECALL + ", " + ours.entrant.name() + " over " + theirs.entrant.name(),
                Medians.of(ratios),
                bar,
                " x",
                "median of " + ratios.length + " rounds"));
    }

    private void build(Course ours, @Nullable Course theirs, double bar) {
        if (theirs == null) {
            return;
        }
        double withLoad = Medians.of(ours.builds.stream()
                .mapToDouble(build -> build.loadCpuSeconds() + build.buildCpuSeconds())
                .toArray());
        report.figure(Figure.atMost(
                "build CPU seconds, " + ours.entrant.name() + " over " + theirs.entrant.name(),
                ours.buildCpuSeconds() / theirs.buildCpuSeconds(),
                bar,
                " x",
                CurveBench.format(
                        "%.1f over %.1f s, median of %d; with the rows' load through SQL %.2f x; recall at ef 64: %s over %s",
                        ours.buildCpuSeconds(),
                        theirs.buildCpuSeconds(),
                        ours.builds.size(),
                        withLoad / theirs.buildCpuSeconds(),
                        recallAt(ours),
                        recallAt(theirs))));
    }

    private static String recallAt(Course course) {
        return course.curve().points().stream()
                .filter(point -> point.effort() == 64)
                .findFirst()
                .map(point -> CurveBench.format("%.4f", point.recall()))
                .orElse("not measured");
    }
}
