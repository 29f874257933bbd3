package io.vectra.benchmarks.measure;

import java.io.IOException;
import java.util.List;

/** Searches on one thread and on two, in turn. */
public final class ThreadBench {
    private static final double RECALL = 0.95;

    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public ThreadBench(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** Prints a figure for each contestant. */
    public void run(List<String> names) throws IOException {
        report.figures();
        for (String name : names) {
            Entrant entrant = Entrant.parse(name);
            report.progress("building " + entrant.name());
            try (ContestantClient client = entrant.start(settings)) {
                boolean isExact = client.build().isExact();
                Curve curve = CurveBench.measure(client, isExact, settings.seconds() / 2, 1);
                List<Integer> efforts = curve.effortsAround(RECALL);
                int effort = efforts.get(efforts.size() - 1);
                double[] ones = new double[settings.rounds()];
                double[] ratios = new double[ones.length];
                for (int round = 0; round < ratios.length; round++) {
                    ones[round] = client.speed(effort, settings.seconds(), 1).qps();
                    ratios[round] = client.speed(effort, settings.seconds(), 2).qps() / ones[round];
                }
                report.figure(Figure.atLeast(
                        "QPS of two threads over one, " + entrant.name(),
                        Medians.of(ratios),
                        1.8,
                        " x",
                        CurveBench.format(
                                "ef %d, one thread %.0f QPS, median of %d rounds",
                                effort, Medians.of(ones), ratios.length)));
            }
        }
    }
}
