package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.measure.PlannedShapes.Shape;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to prepare statements through JDBC: texts never seen before, texts that are known, and the same texts
 * in H2 alone, all in turn; then whether very many texts stay on the heap.
 *
 * <p>H2 gets the vectors as arrays and functions of the same names that do nothing; what it has no syntax for it does
 * not prepare. It is told to keep no statements.
 */
public final class PlanningBench {
    private static final double WARM_UP_SECONDS_MIN = 10;
    private static final double WARM_UP_SECONDS_MAX = 60;

    /** The warm-up ends when the compiler takes less of the time than this. */
    private static final double COMPILING_SHARE_MAX = 0.05;

    private static final int WARM_UP_TURNS = 5;
    private static final int ROUNDS = 15;
    private static final int UNCACHED_COUNT = 20;
    private static final int CACHED_COUNT = 500;
    private static final int FIRST_STATEMENTS = 10_000;
    private static final int MORE_STATEMENTS = 20_000;
    private static final double UNCACHED_MS_MAX = 2;
    private static final double CACHED_MICROS_MAX = 10;
    private static final double HEAP_GROWTH_MAX = 1.05;
    private static final double MIB = 1 << 20;

    private static final String VECTRA = "jdbc:vectra:mem:planning";
    private static final String H2 = "jdbc:h2:mem:planning;QUERY_CACHE_SIZE=0";

    private final Report report;
    private int number;

    /** Writes to this report. */
    public PlanningBench(Report report) {
        this.report = report;
    }

    /** Prints what a first statement costs, a row for each shape, then the figures. */
    public void run() throws Exception {
        try (Connection vectra = firstStatement();
                Connection h2 = DriverManager.getConnection(H2)) {
            fill(vectra, h2);
            List<Duel> uncached = new ArrayList<>();
            List<Double> cached = new ArrayList<>();
            List<Shape> shapes = PlannedShapes.all();
            warmUp(shapes, vectra, h2);
            report.table("shape", "uncached ms", "H2's prepare ms", "ratio", "cached µs");
            for (Shape shape : shapes) {
                measure(shape, vectra, isPrepared(h2, shape) ? h2 : null, uncached, cached);
            }
            figures(uncached, cached);
            heap(vectra);
        }
    }

    /** Times the first statements of this JVM. */
    private Connection firstStatement() throws SQLException {
        long start = System.nanoTime();
        Connection connection = DriverManager.getConnection(VECTRA);
        long opened = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE first (id INT PRIMARY KEY, vec VECTOR(2))");
            long created = System.nanoTime();
            connection
                    .prepareStatement("SELECT id FROM first ORDER BY cosine(vec, '[1, 2]') LIMIT 10")
                    .close();
            long planned = System.nanoTime();
            statement.execute("DROP TABLE first");
            report.paragraph(String.format(
                    "First in this JVM: opening %.0f ms, a CREATE TABLE %.0f ms, planning a query %.0f ms.",
                    (opened - start) / 1e6, (created - opened) / 1e6, (planned - created) / 1e6));
        }
        return connection;
    }

    private static void fill(Connection vectra, Connection h2) throws SQLException {
        try (Statement statement = vectra.createStatement()) {
            PlannedShapes.fill(statement, "VECTOR(" + PlannedShapes.DIMENSION + ")");
            statement.execute("CREATE INDEX docs_vec ON docs USING HNSW (vec)");
            statement.execute("CREATE INDEX docs_text ON docs USING FULLTEXT (title)");
        }
        try (Statement statement = h2.createStatement()) {
            for (String function : List.of("cosine", "euclidean", "normalize", "bm25", "hybrid")) {
                statement.execute("CREATE ALIAS " + function + " DETERMINISTIC FOR '" + NamedFunctions.class.getName()
                        + "." + function + "'");
            }
            PlannedShapes.fill(statement, "REAL ARRAY");
        }
    }

    /**
     * Prepares until the compiler has done with the planner, which is much code; beside other programs that takes long.
     */
    private void warmUp(List<Shape> shapes, Connection vectra, Connection h2) throws SQLException {
        report.progress("warming up");
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        double seconds = 0;
        double compilingShare = 1;
        while (seconds < WARM_UP_SECONDS_MIN
                || (compilingShare > COMPILING_SHARE_MAX && seconds < WARM_UP_SECONDS_MAX)) {
            long compiledMs = compiler.getTotalCompilationTime();
            long roundStart = System.nanoTime();
            for (int i = 0; i < WARM_UP_TURNS; i++) {
                for (Shape shape : shapes) {
                    prepareNew(vectra, shape);
                    prepareKnown(vectra, shape);
                    if (isPrepared(h2, shape)) {
                        prepareNew(h2, shape);
                    }
                }
            }
            long end = System.nanoTime();
            compilingShare = (compiler.getTotalCompilationTime() - compiledMs) * 1e6 / (end - roundStart);
            seconds = (end - start) / 1e9;
        }
        report.paragraph(CurveBench.format("Warm-up %.0f s, ", seconds)
                + CurveBench.format("of whose end the compiler took %.0f %%.", 100 * compilingShare));
    }

    private static boolean isPrepared(Connection h2, Shape shape) {
        try {
            h2.prepareStatement(shape.text(0)).close();
            return true;
        } catch (SQLException unknown) {
            return false;
        }
    }

    private void prepareNew(Connection connection, Shape shape) throws SQLException {
        for (int i = 0; i < UNCACHED_COUNT; i++) {
            connection.prepareStatement(shape.text(++number)).close();
        }
    }

    private static void prepareKnown(Connection connection, Shape shape) throws SQLException {
        String text = shape.text(0);
        for (int i = 0; i < CACHED_COUNT; i++) {
            connection.prepareStatement(text).close();
        }
    }

    private void measure(
            Shape shape, Connection vectra, @Nullable Connection h2, List<Duel> uncached, List<Double> cached)
            throws Exception {
        Duel duel = Duel.of(1, ROUNDS, round -> prepareNew(vectra, shape), round -> {
            if (h2 != null) {
                prepareNew(h2, shape);
            }
        });
        prepareKnown(vectra, shape);
        double[] known = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            prepareKnown(vectra, shape);
            known[round] = (System.nanoTime() - start) / 1e3 / CACHED_COUNT;
        }
        uncached.add(duel);
        cached.add(Medians.of(known));
        report.row(
                shape.name(),
                CurveBench.format("%.3f", duel.medianFirst() * 1e3 / UNCACHED_COUNT),
                h2 == null ? "no syntax" : CurveBench.format("%.3f", duel.medianSecond() * 1e3 / UNCACHED_COUNT),
                h2 == null ? "" : CurveBench.format("%.1f x", duel.ratio()),
                CurveBench.format("%.2f", Medians.of(known)));
    }

    private void figures(List<Duel> uncached, List<Double> cached) {
        double[] milliseconds = uncached.stream()
                .mapToDouble(duel -> duel.medianFirst() * 1e3 / UNCACHED_COUNT)
                .toArray();
        double[] micros = Medians.array(cached);
        report.figures();
        report.figure(Figure.atMost(
                "planning: a text never seen, median of the shapes",
                Medians.of(milliseconds),
                UNCACHED_MS_MAX,
                " ms",
                CurveBench.format(
                        "slowest shape %.2f ms",
                        Arrays.stream(milliseconds).max().orElseThrow())));
        report.figure(Figure.atMost(
                "planning: a known text, median of the shapes",
                Medians.of(micros),
                CACHED_MICROS_MAX,
                " µs",
                CurveBench.format(
                        "slowest shape %.2f µs", Arrays.stream(micros).max().orElseThrow())));
    }

    /** Executes very many texts, each once. */
    private void heap(Connection vectra) throws SQLException {
        report.progress("executing " + (FIRST_STATEMENTS + MORE_STATEMENTS) + " different statements");
        vectra.setAutoCommit(false);
        execute(vectra, FIRST_STATEMENTS);
        long before = ProcessFigures.heapBytesAfterGc();
        execute(vectra, MORE_STATEMENTS);
        long after = ProcessFigures.heapBytesAfterGc();
        report.figure(Figure.atMost(
                "planning: heap after " + MORE_STATEMENTS + " more different statements",
                (double) after / before,
                HEAP_GROWTH_MAX,
                " x",
                CurveBench.format("%.1f MiB before, ", before / MIB)
                        + CurveBench.format("%.1f MiB after", after / MIB)));
    }

    private void execute(Connection vectra, int count) throws SQLException {
        List<Shape> shapes = PlannedShapes.all();
        float[] vector = new float[PlannedShapes.DIMENSION];
        Arrays.fill(vector, 0.5f);
        for (int i = 0; i < count; i++) {
            try (PreparedStatement statement =
                    vectra.prepareStatement(shapes.get(i % shapes.size()).text(++number))) {
                for (int parameter = 1;
                        parameter <= statement.getParameterMetaData().getParameterCount();
                        parameter++) {
                    statement.setObject(parameter, vector);
                }
                statement.execute();
            }
            if ((i + 1) % shapes.size() == 0) {
                vectra.rollback();
            }
        }
        vectra.rollback();
    }
}
