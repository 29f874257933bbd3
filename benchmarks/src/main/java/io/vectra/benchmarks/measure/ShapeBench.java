package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.benchmarks.measure.SearchShapes.Shape;
import io.vectra.benchmarks.peer.Condition;
import io.vectra.benchmarks.peer.VectraSearcher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the shapes of docs/SQL.md cost over the bare searches that they hold, for as many eligible rows, and what H2
 * alone has to do with the rows found. The three take turns.
 */
public final class ShapeBench {
    private static final int TURNS = 9;
    private static final int QUERIES = 10;
    private static final int AUTHORS = 10_000;
    private static final int PROBES = 20;
    private static final double SLOWER_MAX = 1.5;

    /** After that the code is compiled, and searches come back to rows that were met before. */
    private static final double WARM_UP_SECONDS = 2.5;

    private static final Pattern STRATEGY = Pattern.compile("Strategy: ([^(\\n]*)");

    private final DataSet set;
    private final Settings settings;
    private final Report report;
    private double worst;
    private int slow;
    private int count;

    /** Measures a made set. */
    public ShapeBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** What is asked, and of whom. */
    private record Contest(Connection vectra, VectraSearcher searcher, Connection h2) {}

    /** Prints a row for each shape, then the worst. */
    public void run() throws Exception {
        RowFile rows = set.rows();
        if (rows == null
                || rows.columns().stream().noneMatch(column -> column.name().equals("c_bucket"))) {
            throw new IllegalArgumentException("the shapes are over a made set; use --make");
        }
        try (LoadedStore loaded = new LoadedStore(set, settings).bulk(report);
                RelationalOracle oracle = new RelationalOracle(set, rows);
                Connection vectra = loaded.store().connect();
                VectraSearcher searcher = loaded.store().searcher()) {
            addTables(vectra, "VECTOR(" + set.dimension() + ")", true);
            addTables(oracle.connection(), "INTEGER", false);
            vectra.setAutoCommit(true);
            report.paragraph(loaded.store().describeIndexes());
            report.table("shape", "plan", "ms", "bare ms", "H2 ms", "ratio", "/ unfiltered", "");
            Contest contest = new Contest(vectra, searcher, oracle.connection());
            for (Shape shape : SearchShapes.queries()) {
                measure(shape, contest);
            }
            vectra.setAutoCommit(false);
            oracle.connection().setAutoCommit(false);
            for (Shape shape : SearchShapes.changes()) {
                measure(shape, contest);
            }
            report.figures();
            report.figure(Figure.atMost("shapes: slowest over bare search + H2", worst, SLOWER_MAX, " x", ""));
            report.figure(Figure.atMost("shapes: too slow", slow, 0, "", "of " + count));
        }
    }

    private void addTables(Connection connection, String vectorType, boolean hasVectors) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(20), place INT)");
            statement.execute("CREATE INDEX authors_place ON authors (place)");
            statement.execute("CREATE TABLE tags (doc_id BIGINT, tag VARCHAR(10))");
            statement.execute("CREATE INDEX tags_doc ON tags (doc_id)");
            statement.execute("CREATE TABLE found (id BIGINT PRIMARY KEY, title VARCHAR(200))");
            statement.execute("CREATE TABLE probes (id INT PRIMARY KEY, vec " + vectorType + ")");
            if (hasVectors) {
                statement.execute("CREATE VIEW titles AS SELECT id, c_title, vec FROM docs");
            }
            statement.execute("INSERT INTO tags SELECT id, 't' FROM docs WHERE MOD(id, 3) = 0");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement author = connection.prepareStatement("INSERT INTO authors VALUES (?, ?, ?)");
                PreparedStatement probe = connection.prepareStatement("INSERT INTO probes VALUES (?, ?)")) {
            for (int id = 0; id < AUTHORS; id++) {
                author.setInt(1, id);
                author.setString(2, "author " + id);
                author.setInt(3, id);
                author.addBatch();
            }
            author.executeBatch();
            for (int id = 0; id < PROBES; id++) {
                probe.setInt(1, id);
                probe.setObject(2, hasVectors ? set.queries()[id] : (Object) id);
                probe.addBatch();
            }
            probe.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void measure(Shape shape, Contest contest) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(shape.k(), "?"));
        String rest = shape.rest().replace("IDS", marks);
        try (PreparedStatement statement = contest.vectra().prepareStatement(shape.sql());
                PreparedStatement alone = contest.h2().prepareStatement(rest)) {
            long end = System.nanoTime() + (long) (WARM_UP_SECONDS * 1e9);
            for (int i = 0; i < 3 || System.nanoTime() < end; i++) {
                runShape(shape, statement, contest, i);
                runBare(shape, contest, shape.where(), i);
                runRest(shape, alone, contest, i);
                runBare(shape, contest, "", i);
            }
            double[][] seconds = new double[4][TURNS];
            double[] ratios = new double[TURNS];
            double[] unfiltered = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                for (int query = 0; query < QUERIES; query++) {
                    seconds[0][turn] += runShape(shape, statement, contest, query);
                }
                for (int query = 0; query < QUERIES; query++) {
                    seconds[1][turn] += runBare(shape, contest, shape.where(), query);
                }
                for (int query = 0; query < QUERIES; query++) {
                    seconds[2][turn] += runRest(shape, alone, contest, query);
                }
                for (int query = 0; query < QUERIES; query++) {
                    seconds[3][turn] += runBare(shape, contest, "", query);
                }
                ratios[turn] = seconds[0][turn] / (seconds[1][turn] + seconds[2][turn]);
                unfiltered[turn] = seconds[0][turn] / (seconds[3][turn] + seconds[2][turn]);
            }
            double ratio = Medians.of(ratios);
            worst = Math.max(worst, ratio);
            slow += ratio > SLOWER_MAX ? 1 : 0;
            count++;
            report.row(
                    shape.name(),
                    plan(shape, contest.vectra()),
                    CurveBench.format("%.3f", Medians.of(seconds[0]) * 1e3 / QUERIES),
                    CurveBench.format("%.3f", Medians.of(seconds[1]) * 1e3 / QUERIES),
                    CurveBench.format("%.3f", Medians.of(seconds[2]) * 1e3 / QUERIES),
                    CurveBench.format("%.2f x", ratio),
                    CurveBench.format("%.2f x", Medians.of(unfiltered)),
                    ratio <= SLOWER_MAX ? "met" : "**MISSED**");
        }
    }

    /** Returns the seconds of one run, all rows read; changes are rolled back outside the time. */
    private double runShape(Shape shape, PreparedStatement statement, Contest contest, int query) throws SQLException {
        bindVectors(shape, statement, query);
        return timed(statement, contest.vectra());
    }

    private void bindVectors(Shape shape, PreparedStatement statement, int query) throws SQLException {
        long parameters = shape.sql().chars().filter(each -> each == '?').count();
        for (int i = 1; i <= parameters; i++) {
            statement.setObject(i, set.queries()[query % set.queries().length]);
        }
    }

    private double runBare(Shape shape, Contest contest, String where, int query) throws SQLException {
        Condition condition = where.isEmpty() ? Condition.NONE : new Condition(where, List.of());
        long start = System.nanoTime();
        for (int i = 0; i < shape.searches(); i++) {
            float[] vector = set.queries()[shape.searches() == PROBES ? i : query % set.queries().length];
            contest.searcher().search(vector, shape.k(), "", condition);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private double runRest(Shape shape, PreparedStatement alone, Contest contest, int query) throws SQLException {
        int[] ids = contest.searcher().search(set.queries()[query % set.queries().length], shape.k());
        int parameters = alone.getParameterMetaData().getParameterCount();
        double seconds = 0;
        for (int i = 0; i < Math.max(1, shape.searches() / 2); i++) {
            for (int parameter = 0; parameter < parameters; parameter++) {
                alone.setLong(parameter + 1, ids[parameter % ids.length]);
            }
            seconds += timed(alone, contest.h2());
        }
        return seconds;
    }

    private static double timed(PreparedStatement statement, Connection connection) throws SQLException {
        long start = System.nanoTime();
        long sum = 0;
        if (statement.execute()) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    sum += rows.getString(1).length();
                }
            }
        } else {
            sum = statement.getUpdateCount();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (sum < 0) {
            throw new AssertionError(sum);
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return seconds;
    }

    private String plan(Shape shape, Connection vectra) throws SQLException {
        TreeSet<String> strategies = new TreeSet<>();
        try (PreparedStatement explain = vectra.prepareStatement("EXPLAIN " + shape.sql())) {
            bindVectors(shape, explain, 0);
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    Matcher named = STRATEGY.matcher(lines.getString(1));
                    if (named.find()) {
                        strategies.add(named.group(1).strip());
                    }
                }
            }
        }
        return strategies.isEmpty() ? "row by row" : String.join("; ", strategies);
    }
}
