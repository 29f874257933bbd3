package io.vectra.benchmarks;

import io.vectra.benchmarks.measure.Duel;
import io.vectra.benchmarks.measure.Figure;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.Metric;
import io.vectra.storage.Session;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.log.FrameVisitor;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.log.LogStart;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.ManifestFile;
import io.vectra.storage.vector.VectorKernel;
import io.vectra.storage.vector.VectorKernels;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Measures the foundations: exact search, what SQL adds, durable and bulk inserts, opening. */
final class FoundationBench {
    private static final int BATCH = 1_000;
    private static final int BLOCK = 64;

    private final VectorSet set;
    private final Path folder;

    FoundationBench(VectorSet set, Path folder) {
        this.set = set;
        this.folder = folder;
    }

    /** One of the measurements by name. */
    record Measurement(String name, Run run) {}

    /** Takes a measurement. */
    interface Run {
        Figure measure() throws Exception;
    }

    List<Measurement> measurements() {
        return List.of(
                new Measurement("exact", this::exactSearch),
                new Measurement("overhead", this::sqlOverhead),
                new Measurement("durable", this::durableInsert),
                new Measurement("bulk", this::bulkInsert),
                new Measurement("open", this::open));
    }

    // --- exact top-10 through JDBC against the bare kernel over the same mapped bytes

    private Figure exactSearch() throws Exception {
        Path path = folder.resolve("exact");
        load(path, set.base());
        LogVectors bytes = LogVectors.of(path);
        VectorKernel kernel = VectorKernels.best();
        int queriesPerRound = 20;
        double[] found = new double[1];
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
                PreparedStatement search = connection.prepareStatement(
                        "SELECT id, title, cosine(vec, ?) AS distance FROM docs ORDER BY cosine(vec, ?) LIMIT 10")) {
            Duel duel = Duel.of(
                    10,
                    31,
                    round -> {
                        for (int i = 0; i < queriesPerRound; i++) {
                            found[0] += bareScan(bytes, kernel, query(round * queriesPerRound + i));
                        }
                    },
                    round -> {
                        for (int i = 0; i < queriesPerRound; i++) {
                            found[0] += readTop(search, query(round * queriesPerRound + i));
                        }
                    });
            return new Figure(
                    "exact top-10 through JDBC, QPS over the bare kernel's",
                    duel.ratio(),
                    0.8,
                    true,
                    " x",
                    String.format(
                            Locale.ROOT,
                            "%d rows; JDBC %.0f QPS, bare kernel %.0f QPS; kernel %s; recall 1 (exact)",
                            set.base().length,
                            queriesPerRound / duel.medianSecond(),
                            queriesPerRound / duel.medianFirst(),
                            kernel.name()));
        }
    }

    /** Where the vectors of a closed database lie in its log. */
    private record LogVectors(LogPieces pieces, long[] positions) {
        static LogVectors of(Path path) throws IOException {
            DiskDirectory directory = new DiskDirectory(path, true);
            Manifest manifest = ManifestFile.read(directory);
            if (manifest == null) {
                throw new IOException("no database in " + path);
            }
            List<Long> found = new ArrayList<>();
            Log log = Log.open(
                    directory,
                    manifest.databaseId(),
                    LogStart.afterSegments(manifest),
                    SyncPolicy.COMMIT,
                    new FrameVisitor() {
                        @Override
                        public void transaction(
                                long lsn, long position, TransactionRecord record, long vectorsPosition) {
                            record.accept(new TransactionRecord.Visitor() {
                                @Override
                                public void vector(
                                        int columnId, long ordinal, long rowId, int dimension, long vectorPosition) {
                                    found.add(vectorPosition);
                                }
                            });
                        }

                        @Override
                        public void schema(long lsn, SchemaRecord record) {}
                    });
            return new LogVectors(
                    log.pieces(), found.stream().mapToLong(Long::longValue).toArray());
        }
    }

    /** What an exact cosine search cannot do without: the kernel over all vectors where they lie, and the best kept. */
    private static double bareScan(LogVectors vectors, VectorKernel kernel, float[] query) {
        LogPieces pieces = vectors.pieces();
        long[] positions = vectors.positions();
        int[] indexes = new int[BLOCK];
        float[] sums = new float[2 * BLOCK];
        double best = Double.NEGATIVE_INFINITY;
        int next = 0;
        while (next < positions.length) {
            ByteBuffer buffer = pieces.bufferAt(positions[next]);
            long end = pieces.pieceEnd(positions[next]);
            int count = 0;
            while (count < BLOCK && next < positions.length && positions[next] < end) {
                indexes[count++] = pieces.indexAt(positions[next++]);
            }
            kernel.dotAndNorm(buffer, indexes, count, query, sums);
            for (int i = 0; i < count; i++) {
                best = Math.max(best, sums[2 * i] / Math.sqrt(sums[2 * i + 1]));
            }
        }
        return best;
    }

    private float[] query(int index) {
        return set.queries()[Math.floorMod(index, set.queries().length)];
    }

    private static double readTop(PreparedStatement search, float[] query) throws SQLException {
        search.setObject(1, query);
        search.setObject(2, query);
        double sum = 0;
        int count = 0;
        try (ResultSet rows = search.executeQuery()) {
            while (rows.next()) {
                sum += rows.getLong(1) + rows.getString(2).length() + rows.getDouble(3);
                count++;
            }
        }
        if (count != 10) {
            throw new IllegalStateException("expected 10 rows, read " + count);
        }
        return sum;
    }

    // --- what SQL and JDBC add to a search

    private Figure sqlOverhead() throws Exception {
        Path path = folder.resolve("overhead");
        load(path, Arrays.copyOf(set.base(), BATCH));
        int queriesPerRound = 200;
        double[] found = new double[1];
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
                PreparedStatement search = connection.prepareStatement(
                        "SELECT id, title, cosine(vec, ?) AS distance FROM docs ORDER BY cosine(vec, ?) LIMIT 10");
                Session session = connection.unwrap(Database.class).newSession()) {
            Duel duel = Duel.of(
                    20,
                    41,
                    round -> {
                        for (int i = 0; i < queriesPerRound; i++) {
                            found[0] += readTop(search, query(i));
                        }
                    },
                    round -> {
                        for (int i = 0; i < queriesPerRound; i++) {
                            float[] query = query(i);
                            found[0] += session.read(
                                            view -> view.nearest(new VectorSearch(1, Metric.COSINE, query, 10, null)))
                                    .count();
                        }
                    });
            return new Figure(
                    "what SQL adds to a cached vector query, 10 rows read",
                    duel.difference() / queriesPerRound * 1e6,
                    100,
                    false,
                    " µs",
                    String.format(
                            Locale.ROOT,
                            "1 000 rows; with SQL %.1f µs, the search alone %.1f µs",
                            duel.medianFirst() / queriesPerRound * 1e6,
                            duel.medianSecond() / queriesPerRound * 1e6));
        }
    }

    // --- a durable insert against a bare append and force

    private Figure durableInsert() throws Exception {
        Path path = folder.resolve("durable");
        load(path, Arrays.copyOf(set.base(), 10));
        int insertsPerRound = 20;
        long before = logBytes(path);
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bindRow(insert, 100_000);
            insert.executeUpdate();
        }
        byte[] frame = new byte[(int) (logBytes(path) - before)];
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
                PreparedStatement insert = connection.prepareStatement(INSERT);
                FileOutputStream bare =
                        new FileOutputStream(folder.resolve("bare.log").toFile())) {
            Duel duel = Duel.of(
                    20,
                    41,
                    round -> {
                        for (int i = 0; i < insertsPerRound; i++) {
                            bindRow(insert, 200_000 + round * insertsPerRound + i);
                            insert.executeUpdate();
                        }
                    },
                    round -> {
                        for (int i = 0; i < insertsPerRound; i++) {
                            bare.write(frame);
                            bare.getChannel().force(false);
                        }
                    });
            return new Figure(
                    "durable one-row insert over a bare append + force of the same bytes",
                    duel.ratio(),
                    2,
                    false,
                    " x",
                    String.format(
                            Locale.ROOT,
                            "%d bytes a commit; insert %.0f µs, bare %.0f µs",
                            frame.length,
                            duel.medianFirst() / insertsPerRound * 1e6,
                            duel.medianSecond() / insertsPerRound * 1e6));
        }
    }

    private static long logBytes(Path path) throws IOException {
        try (var files = Files.list(path.resolve("log"))) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    // --- bulk insert against H2 without the vector

    private static final String CREATE =
            "CREATE TABLE docs (id BIGINT PRIMARY KEY, title VARCHAR(200), category VARCHAR(40),"
                    + " price DECIMAL(10, 2), created TIMESTAMP DEFAULT CURRENT_TIMESTAMP";
    private static final String INSERT = "INSERT INTO docs (id, title, category, price, vec) VALUES (?, ?, ?, ?, ?)";

    private Figure bulkInsert() throws Exception {
        int rows = Math.min(10_000, set.base().length);
        String vectra = "jdbc:vectra:" + folder.resolve("bulk");
        String h2 = "jdbc:h2:" + folder.resolve("bulk-h2");
        try (Connection ours = DriverManager.getConnection(vectra);
                Connection theirs = DriverManager.getConnection(h2)) {
            try (Statement statement = ours.createStatement()) {
                statement.execute(CREATE + ", vec VECTOR(" + set.dimension() + "))");
            }
            try (Statement statement = theirs.createStatement()) {
                statement.execute(CREATE + ")");
            }
            Duel duel = Duel.of(
                    3,
                    9,
                    round ->
                            insertBatches(theirs, INSERT.replace(", vec", "").replace(", ?)", ")"), round, rows, false),
                    round -> insertBatches(ours, INSERT, round, rows, true));
            return new Figure(
                    "bulk insert in batches of 1 000, rows/s over H2's without the vector",
                    duel.ratio(),
                    0.5,
                    true,
                    " x",
                    String.format(
                            Locale.ROOT,
                            "%d-d; Vectra %.0f rows/s, durable; H2 %.0f rows/s, defaults",
                            set.dimension(),
                            rows / duel.medianSecond(),
                            rows / duel.medianFirst()));
        }
    }

    private void insertBatches(Connection connection, String sql, int round, int rows, boolean hasVector)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows; i++) {
                int id = round * rows + i;
                bindScalars(insert, id);
                if (hasVector) {
                    insert.setObject(5, set.base()[i]);
                }
                insert.addBatch();
                if ((i + 1) % BATCH == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void bindRow(PreparedStatement insert, int id) throws SQLException {
        bindScalars(insert, id);
        insert.setObject(5, set.base()[id % set.base().length]);
    }

    private static void bindScalars(PreparedStatement insert, int id) throws SQLException {
        insert.setLong(1, id);
        insert.setString(2, "title number " + id);
        insert.setString(3, "category " + id % 50);
        insert.setBigDecimal(4, BigDecimal.valueOf(id % 10_000, 2));
    }

    private void load(Path path, float[][] vectors) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE + ", vec VECTOR(" + vectors[0].length + "))");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int id = 0; id < vectors.length; id++) {
                    bindScalars(insert, id);
                    insert.setObject(5, vectors[id]);
                    insert.addBatch();
                    if ((id + 1) % BATCH == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    // --- open after a clean close

    private Figure open() throws Exception {
        Path small = folder.resolve("open-small");
        Path large = folder.resolve("open-large");
        load(small, VectorSet.clustered(1_000, 16, 1).base());
        load(large, VectorSet.clustered(200_000, 16, 1).base());
        Duel duel = Duel.of(5, 15, round -> openAndClose(large), round -> openAndClose(small));
        return new Figure(
                "open and close after a clean close, 200 000 rows over 1 000 rows",
                duel.ratio(),
                1.5,
                false,
                " x",
                String.format(
                        Locale.ROOT,
                        "200 000 rows %.1f ms, 1 000 rows %.1f ms",
                        duel.medianFirst() * 1e3,
                        duel.medianSecond() * 1e3));
    }

    private static void openAndClose(Path path) {
        Database.open(path, DatabaseOptions.DEFAULT).close();
    }
}
