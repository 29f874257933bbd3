package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.VectraSearcher;
import io.vectra.benchmarks.peer.VectraStore;
import io.vectra.storage.Metric;
import java.util.List;
import java.util.Locale;

/** Recall at default settings, and with {@code SET recall = 0.99}, after whatever can happen to a table. */
public final class RecallBench {
    private static final int COMMITS = 1_000;
    private static final int CHURN_ROUNDS = 10;
    private static final double DEFAULT_BAR = 0.95;
    private static final double TARGET_BAR = 0.985;

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public RecallBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** Prints a table for the metrics. */
    public void run(List<Metric> metrics) throws Exception {
        report.figures();
        for (Metric metric : metrics) {
            Settings forMetric = settings.with(metric);
            try (LoadedStore loaded = new LoadedStore(set, forMetric)) {
                changes(loaded, metric);
            }
            try (LoadedStore loaded = new LoadedStore(set, forMetric)) {
                smallCommits(loaded, metric);
            }
            try (LoadedStore loaded = new LoadedStore(set, forMetric)) {
                mixedSegments(loaded, metric);
            }
        }
    }

    private void changes(LoadedStore loaded, Metric metric) throws Exception {
        ChangingRows rows = new ChangingRows(set, metric);
        loaded.bulk(report);
        check("bulk load", rows, loaded.store(), metric);
        loaded.reopen();
        check("reopen", rows, loaded.store(), metric);
        report.progress("deleting 50 %");
        rows.delete(loaded.store(), 0.5);
        check("50 % deleted", rows, loaded.store(), metric);
        report.progress("updating 20 %, " + CHURN_ROUNDS + " times");
        for (int round = 0; round < CHURN_ROUNDS; round++) {
            rows.update(loaded.store(), 0.2);
        }
        check("10 rounds of updating 20 %", rows, loaded.store(), metric);
        loaded.store().awaitUpkeep();
        check("the same, at rest", rows, loaded.store(), metric);
        loaded.reopen();
        check("the same, reopened", rows, loaded.store(), metric);
    }

    private void smallCommits(LoadedStore loaded, Metric metric) throws Exception {
        loaded.store().createTable();
        loaded.index(report);
        report.progress("loading in " + COMMITS + " commits");
        loaded.store().load(0, set.count(), Math.max(1, set.count() / COMMITS));
        ChangingRows rows = new ChangingRows(set, metric);
        check(COMMITS + " commits, index first", rows, loaded.store(), metric);
        loaded.store().awaitUpkeep();
        check("the same, at rest", rows, loaded.store(), metric);
    }

    private void mixedSegments(LoadedStore loaded, Metric metric) throws Exception {
        VectraStore store = loaded.store();
        int most = set.count() * 6 / 10;
        int more = set.count() * 9 / 10;
        report.progress("loading in three parts");
        store.createTable();
        store.load(0, most, 1_000);
        loaded.index(report);
        store.load(most, more, 1_000);
        store.awaitUpkeep();
        store.load(more, set.count(), 1_000);
        check("60 % indexed, 30 % sealed later, 10 % new", new ChangingRows(set, metric), store, metric);
    }

    private void check(String state, ChangingRows rows, VectraStore store, Metric metric) throws Exception {
        String name = metric.name().toLowerCase(Locale.ROOT) + ", " + state;
        String indexes = store.describeIndexes();
        try (VectraSearcher searcher = store.searcher()) {
            report.figure(Figure.atLeast(
                    "recall@10, " + name, rows.recall(searcher, settings.queries()), DEFAULT_BAR, "", indexes));
            searcher.execute("SET recall = 0.99");
            report.figure(Figure.atLeast(
                    "recall@10 with SET recall = 0.99, " + name,
                    rows.recall(searcher, settings.queries()),
                    TARGET_BAR,
                    "",
                    rows.aliveCount() + " rows"));
        }
    }
}
