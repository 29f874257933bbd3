package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.NearestRows;
import io.vectra.benchmarks.data.Recall;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.benchmarks.peer.Condition;
import io.vectra.benchmarks.peer.VectraSearcher;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches under twenty-four conditions: how many rows come back, whether they are the nearest, how long it takes.
 *
 * <p>What matches is told by an H2 of its own, which rows are nearest by the harness's brute force. All queries with
 * the condition, all without it, and all with an exact comparison take turns: each finds in the processor's caches what
 * searches of its own kind leave there, and not the very nodes that another kind has just visited for the same query.
 * The p95 is that of the queries' medians; the first searches under each condition, which find the matches and plan the
 * statement, are shown apart.
 */
public final class FilterBench {
    private static final int QUERIES_MAX = 48;
    private static final int TURNS = 5;
    private static final int PLAN_EVERY = 4;
    private static final double RECALL = 0.95;
    private static final double SLOWER_MAX = 3;

    /** A scan is compared with a scan: what is above 1 and below this is noise. */
    private static final double NOISE = 1.25;

    private static final Pattern STRATEGY = Pattern.compile("(?i)(?:strategy|method): *([^,;(\\n]+)");

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public FilterBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** What one condition gave. */
    private static final class Outcome {
        private final Latencies first = new Latencies();
        private final Latencies filtered = new Latencies();
        private final Latencies unfiltered = new Latencies();
        private final Latencies exact = new Latencies();
        private final TreeSet<String> strategies = new TreeSet<>();
        private double share;
        private int missingRows;
        private int wrongRows;
        private int wrongCounts;
        private double recall;

        double slower() {
            return filtered.percentileMs(0.95) / unfiltered.percentileMs(0.95);
        }

        double overExact() {
            return filtered.percentileMs(0.95) / exact.percentileMs(0.95);
        }

        boolean isFastEnough() {
            return slower() <= SLOWER_MAX && (overExact() <= NOISE || slower() <= 1);
        }

        boolean isMet() {
            return missingRows == 0 && wrongRows == 0 && wrongCounts == 0 && recall >= RECALL && isFastEnough();
        }
    }

    /** Prints a row for each condition, then the worst of each measure beside its bar. */
    public void run() throws Exception {
        RowFile rows = set.rows();
        if (rows == null) {
            throw new IllegalArgumentException(set.folder() + " has no rows.tsv; filters need metadata");
        }
        int[][] truth = set.truth(settings.metric());
        try (LoadedStore loaded = new LoadedStore(set, settings).bulk(report);
                RelationalOracle oracle = new RelationalOracle(set, rows);
                VectraSearcher searcher = loaded.store().searcher()) {
            FilterConditions conditions = new FilterConditions(oracle, rows.columns(), set.count(), truth);
            warmUp(searcher);
            report.table(
                    "condition",
                    "rows %",
                    "all rows",
                    "counts",
                    "recall@10",
                    "first p95 ms",
                    "p95 ms",
                    "/ unfiltered",
                    "/ exact scan",
                    "strategy",
                    "");
            Outcome worst = new Outcome();
            double slowest = 0;
            int slow = 0;
            int met = 0;
            worst.recall = 1;
            for (Map.Entry<String, FilterConditions.ForQuery> each :
                    conditions.all().entrySet()) {
                Outcome outcome = measure(searcher, oracle, each.getValue());
                print(each.getKey(), outcome);
                met += outcome.isMet() ? 1 : 0;
                slow += outcome.isFastEnough() ? 0 : 1;
                slowest = Math.max(slowest, outcome.slower());
                worst.recall = Math.min(worst.recall, outcome.recall);
                worst.missingRows += outcome.missingRows;
                worst.wrongRows += outcome.wrongRows;
                worst.wrongCounts += outcome.wrongCounts;
            }
            figures(worst, slowest, slow, met, conditions.all().size());
        }
    }

    private void figures(Outcome worst, double slowest, int slow, int met, int count) {
        report.figures();
        report.figure(
                Figure.atMost("filters: searches with too few rows", worst.missingRows, 0, "", "min(k, matches)"));
        report.figure(Figure.atMost("filters: rows that do not match", worst.wrongRows, 0, "", "by H2"));
        report.figure(Figure.atMost("filters: counts unlike H2's", worst.wrongCounts, 0, "", "SELECT COUNT(*)"));
        report.figure(
                Figure.atLeast("filters: lowest recall@10", worst.recall, RECALL, "", "of " + count + " conditions"));
        report.figure(Figure.atMost("filters: largest p95 over the unfiltered", slowest, SLOWER_MAX, " x", ""));
        report.figure(Figure.atMost(
                "filters: conditions that are too slow",
                slow,
                0,
                "",
                "p95 above 3 x the unfiltered, or above the exact scan of the matches where that is lower"));
        report.figure(Figure.atLeast("filters: conditions with all bars met", met, count, "", ""));
    }

    private int queryCount() {
        return Math.min(QUERIES_MAX, Math.min(settings.queries(), set.queries().length));
    }

    private void warmUp(VectraSearcher searcher) throws SQLException {
        long end = System.nanoTime() + (long) (2e9 * settings.seconds());
        for (int i = 0; System.nanoTime() < end; i++) {
            searcher.search(set.queries()[i % queryCount()], SearchRun.K);
        }
    }

    private Outcome measure(VectraSearcher searcher, RelationalOracle oracle, FilterConditions.ForQuery forQuery)
            throws SQLException {
        Outcome outcome = new Outcome();
        Recall recall = new Recall(set.base(), settings.metric());
        Condition[] conditions = new Condition[queryCount()];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = forQuery.condition(i);
            BitSet matches = oracle.matches(conditions[i]);
            outcome.share += (double) matches.cardinality() / set.count() / conditions.length;
            float[] query = set.queries()[i];
            long start = System.nanoTime();
            int[] found = searcher.search(query, SearchRun.K, "", conditions[i]);
            outcome.first.add(System.nanoTime() - start);
            int[] nearest = new NearestRows(set.base(), settings.metric(), matches::get)
                    .of(new float[][] {query}, SearchRun.K)[0];
            recall.add(query, found, nearest);
            outcome.missingRows += found.length < nearest.length ? 1 : 0;
            outcome.wrongRows +=
                    (int) Arrays.stream(found).filter(row -> !matches.get(row)).count();
            if (i % PLAN_EVERY == 0) {
                outcome.wrongCounts += searcher.count(conditions[i]) == matches.cardinality() ? 0 : 1;
                outcome.strategies.add(strategy(searcher.explain(query, SearchRun.K, conditions[i])));
            }
        }
        outcome.recall = recall.value();
        time(searcher, conditions, outcome);
        return outcome;
    }

    /**
     * Times each query several times, after the compiler has done its part; the median of each counts, since a turn may
     * meet what else the machine does.
     */
    private void time(VectraSearcher searcher, Condition[] conditions, Outcome outcome) throws SQLException {
        double[][] filtered = new double[conditions.length][TURNS];
        double[][] unfiltered = new double[conditions.length][TURNS];
        double[][] exact = new double[conditions.length][TURNS];
        long end = System.nanoTime() + (long) (1e9 * settings.seconds());
        for (int i = 0; System.nanoTime() < end; i++) {
            nanos(searcher, i % conditions.length, "", conditions[i % conditions.length]);
        }
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < conditions.length; i++) {
                filtered[i][turn] = nanos(searcher, i, "", conditions[i]);
            }
            for (int i = 0; i < conditions.length; i++) {
                unfiltered[i][turn] = nanos(searcher, i, "", Condition.NONE);
            }
            for (int i = 0; i < conditions.length; i++) {
                exact[i][turn] = nanos(searcher, i, VectraSearcher.EXACT, conditions[i]);
            }
        }
        for (int i = 0; i < conditions.length; i++) {
            outcome.filtered.add((long) Medians.of(filtered[i]));
            outcome.unfiltered.add((long) Medians.of(unfiltered[i]));
            outcome.exact.add((long) Medians.of(exact[i]));
        }
    }

    private long nanos(VectraSearcher searcher, int query, String hint, Condition condition) throws SQLException {
        long start = System.nanoTime();
        searcher.search(set.queries()[query], SearchRun.K, hint, condition);
        return System.nanoTime() - start;
    }

    private static String strategy(String plan) {
        Matcher named = STRATEGY.matcher(plan);
        return named.find() ? named.group(1).strip() : "not named";
    }

    private void print(String name, Outcome outcome) {
        report.row(
                name,
                CurveBench.format("%.3f", outcome.share * 100),
                outcome.missingRows == 0 && outcome.wrongRows == 0
                        ? "yes"
                        : outcome.missingRows + " short, " + outcome.wrongRows + " wrong",
                outcome.wrongCounts == 0 ? "as H2" : outcome.wrongCounts + " WRONG",
                CurveBench.format("%.4f", outcome.recall),
                CurveBench.format("%.3f", outcome.first.percentileMs(0.95)),
                CurveBench.format("%.3f", outcome.filtered.percentileMs(0.95)),
                CurveBench.format("%.2f x", outcome.slower()),
                CurveBench.format("%.2f x", outcome.overExact()),
                String.join("; ", outcome.strategies),
                outcome.isMet() ? "met" : "**MISSED**");
    }
}
