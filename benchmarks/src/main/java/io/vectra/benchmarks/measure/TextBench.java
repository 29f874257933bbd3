package io.vectra.benchmarks.measure;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Entries;
import io.vectra.benchmarks.data.Entries.Question;
import io.vectra.benchmarks.measure.TextStore.Hit;
import io.vectra.benchmarks.peer.LuceneTexts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Full-text and hybrid search over a dictionary: which method finds the right entries, whether hybrid scores are those
 * of the stated formula, and what they cost over Lucene's own API and over the two searches alone.
 */
public final class TextBench {
    private static final int K = 10;
    private static final int QUESTIONS = 300;
    private static final int ROUNDS = 11;

    /** Both contestants' code is compiled after some thousand searches: seconds of the two together. */
    private static final double WARM_UP_SECONDS = 5;

    private static final long SEED = 42;
    private static final double[] WEIGHTS = {0, 0.3, 0.5, 1};
    private static final double EQUAL = 1e-9;
    private static final double TEXT_SLOWER_MAX = 1.5;
    private static final double HYBRID_SLOWER_MAX = 2;

    private static final String NEAREST = "SELECT id FROM docs ORDER BY cosine(vec, ?) LIMIT 10";
    private static final String TEXT = "SELECT id FROM docs ORDER BY bm25(text, ?) DESC LIMIT 10";
    private static final String HYBRID = "SELECT id FROM docs ORDER BY hybrid(vec, ?, text, ?) DESC LIMIT 10";
    private static final String RANKED =
            "SELECT id FROM docs ORDER BY hybrid(vec, ?, text, ?, 0.5, 'rrf') DESC LIMIT 10";

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures a dictionary. */
    public TextBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** A question with its vector. */
    private record Asked(Question question, float[] vector) {
        String text() {
            return question.text();
        }
    }

    /** Prints a table of methods, then the figures. */
    public void run() throws Exception {
        Entries entries = Entries.of(set);
        report.progress("embedding questions");
        EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
        List<Asked> glosses = asked(entries.glossQuestions(QUESTIONS, SEED), model);
        List<Asked> terms = asked(entries.termQuestions(QUESTIONS, SEED), model);
        report.progress("loading " + set.count() + " entries");
        try (TextStore store = new TextStore(set, entries, settings.folder().resolve("runs"));
                LuceneTexts lucene = new LuceneTexts(
                        store.folder("lucene"),
                        IntStream.range(0, set.count()).mapToObj(entries::text).toList())) {
            report.table("nDCG@10", "vectors", "bm25", "hybrid weighted", "hybrid rrf");
            List<Figure> figures = new ArrayList<>();
            figures.add(quality("glosses without their words", glosses, store));
            figures.add(quality("exact terms", terms, store));
            report.figures();
            figures.forEach(report::figure);
            List<Asked> all = new ArrayList<>(glosses);
            all.addAll(terms);
            speed(all, store, lucene);
            equality(glosses, terms, store, entries);
        }
    }

    private static List<Asked> asked(List<Question> questions, EmbeddingModel model) {
        return questions.stream()
                .map(question -> new Asked(
                        question, model.embed(question.text()).content().vector()))
                .toList();
    }

    private Figure quality(String name, List<Asked> questions, TextStore store) throws SQLException {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Asked asked : questions) {
            sums.merge("vectors", gain(asked, store.hits(NEAREST, asked.vector())), Double::sum);
            sums.merge("bm25", gain(asked, store.hits(TEXT, asked.text())), Double::sum);
            sums.merge("weighted", gain(asked, store.hits(HYBRID, asked.vector(), asked.text())), Double::sum);
            sums.merge("rrf", gain(asked, store.hits(RANKED, asked.vector(), asked.text())), Double::sum);
        }
        sums.replaceAll((method, sum) -> sum / questions.size());
        List<Object> row = new ArrayList<>(List.of(name));
        sums.values().forEach(value -> row.add(CurveBench.format("%.4f", value)));
        report.row(row.toArray());
        double single = Math.max(sums.getOrDefault("vectors", 0.0), sums.getOrDefault("bm25", 0.0));
        return Figure.atLeast(
                "hybrid (weighted, 0.5): nDCG@10, " + name,
                sums.getOrDefault("weighted", 0.0),
                single,
                "",
                "the bar is the better single method");
    }

    private static double gain(Asked asked, List<Hit> hits) {
        double gain = 0;
        double ideal = 0;
        for (int rank = 1; rank <= K; rank++) {
            double discount = 1 / (Math.log(rank + 1) / Math.log(2));
            boolean isRight = rank <= hits.size()
                    && asked.question().answers().contains(hits.get(rank - 1).row());
            gain += isRight ? discount : 0;
            ideal += rank <= asked.question().answers().size() ? discount : 0;
        }
        return gain / ideal;
    }

    private void speed(List<Asked> questions, TextStore store, LuceneTexts lucene) throws Exception {
        report.progress("comparing speeds");
        Search text = asked -> store.hits(TEXT, asked.text()).size();
        compare(
                "bm25 top-10 through JDBC over Lucene's API",
                TEXT_SLOWER_MAX,
                questions,
                text,
                asked -> lucene.best(asked.text(), K).length);
        compare(
                "hybrid top-10 over vectors + text alone",
                HYBRID_SLOWER_MAX,
                questions,
                asked -> store.hits(HYBRID, asked.vector(), asked.text()).size(),
                asked -> store.hits(NEAREST, (Object) asked.vector()).size() + text.count(asked));
    }

    /** Something that finds rows for a question. */
    @FunctionalInterface
    private interface Search {
        int count(Asked asked) throws Exception;
    }

    private void compare(String name, double bar, List<Asked> questions, Search first, Search second) throws Exception {
        long end = System.nanoTime() + (long) (1e9 * WARM_UP_SECONDS);
        while (System.nanoTime() < end) {
            searchAll(questions, first);
            searchAll(questions, second);
        }
        Duel duel = Duel.of(0, ROUNDS, round -> searchAll(questions, first), round -> searchAll(questions, second));
        report.figure(Figure.atMost(
                name,
                duel.ratio(),
                bar,
                " x",
                CurveBench.format("%.3f ms, ", duel.medianFirst() * 1e3 / questions.size())
                        + CurveBench.format("%.3f ms", duel.medianSecond() * 1e3 / questions.size())));
    }

    private static void searchAll(List<Asked> questions, Search search) throws Exception {
        int found = 0;
        for (Asked asked : questions) {
            found += search.count(asked);
        }
        if (found == 0) {
            throw new IllegalStateException("nothing was found");
        }
    }

    private void equality(List<Asked> glosses, List<Asked> terms, TextStore store, Entries entries)
            throws SQLException {
        report.progress("comparing with the formulas over all rows");
        store.execute("SET exact = true");
        int compared = 0;
        int different = 0;
        for (int i = 0; i < Math.min(settings.queries(), 2 * QUESTIONS); i++) {
            Asked asked = (i % 2 == 0 ? glosses : terms).get(i / 2);
            List<Hit> matches =
                    store.hits("SELECT id, bm25(text, ?) FROM docs WHERE matches(text, ?)", asked.text(), asked.text());
            HybridOracle oracle = HybridOracle.of(set, asked.vector(), matches);
            for (double weight : WEIGHTS) {
                for (boolean isWeighted : new boolean[] {true, false}) {
                    for (boolean isFiltered : new boolean[] {false, true}) {
                        IntPredicate isWanted =
                                row -> !isFiltered || entries.words().get(row).size() > 1;
                        List<Hit> expected = oracle.best(weight, isWeighted, isWanted);
                        compared++;
                        different += isSame(sql(weight, isWeighted, isFiltered), asked, expected, store) ? 0 : 1;
                    }
                }
            }
        }
        report.figure(Figure.atMost(
                "hybrid: results unlike the formula over all rows, or changed by OFFSET",
                different,
                0,
                "",
                compared + " queries, scores within " + EQUAL));
    }

    private static String sql(double weight, boolean isWeighted, boolean isFiltered) {
        return "SELECT id, hybrid(vec, ?, text, ?, " + weight + ", '" + (isWeighted ? "weighted" : "rrf")
                + "') AS score FROM docs " + (isFiltered ? "WHERE words > 1 " : "") + "ORDER BY score DESC LIMIT ";
    }

    /** Compares a page of ten with the formula, and two pages of five with it. Equal scores may stand in any order. */
    private boolean isSame(String sql, Asked asked, List<Hit> expected, TextStore store) throws SQLException {
        List<Hit> found = store.hits(sql + "10", asked.vector(), asked.text());
        List<Hit> pages = new ArrayList<>(store.hits(sql + "5", asked.vector(), asked.text()));
        pages.addAll(store.hits(sql + "5 OFFSET 5", asked.vector(), asked.text()));
        boolean isSame = found.equals(pages) && found.size() == K;
        for (int i = 0; isSame && i < K; i++) {
            Hit hit = found.get(i);
            isSame = Math.abs(hit.score() - expected.get(i).score()) < EQUAL
                    && expected.stream()
                            .filter(each -> each.row() == hit.row())
                            .allMatch(each -> Math.abs(each.score() - hit.score()) < EQUAL);
        }
        if (!isSame) {
            report.progress("different: " + sql + " for \"" + asked.text() + "\": " + found + ", expected "
                    + expected.subList(0, K));
        }
        return isSame;
    }
}
