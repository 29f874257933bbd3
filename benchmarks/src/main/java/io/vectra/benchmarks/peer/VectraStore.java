package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.benchmarks.data.Vectors;
import io.vectra.storage.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code docs} of a data set in a Vectra database: {@code id} is the row's number, then the metadata, then
 * {@code vec}.
 *
 * <p>Thread rule: any number of threads, but that one thread at a time defines or loads.
 */
public final class VectraStore implements AutoCloseable {
    private final DataSet set;
    private final Metric metric;
    private final String url;
    private final List<RowFile.Column> columns;

    /** Keeps the database open between the connections of one measurement. */
    private final Connection anchor;

    /** Opens the database in a folder, which need not exist. */
    public VectraStore(DataSet set, Metric metric, Path folder) throws SQLException {
        this.set = set;
        this.metric = metric;
        url = "jdbc:vectra:" + folder.toAbsolutePath();
        columns = set.rows() == null ? List.of() : set.rows().columns();
        anchor = DriverManager.getConnection(url);
    }

    /** Opens a connection. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Executes a statement. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = anchor.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column of the first row. */
    public long count(String sql) throws SQLException {
        try (Statement statement = anchor.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Creates the table. */
    public void createTable() throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE TABLE docs (id BIGINT PRIMARY KEY");
        for (RowFile.Column column : columns) {
            sql.append(", ").append(column.name()).append(' ').append(column.sqlType());
        }
        execute(sql.append(", vec VECTOR(").append(set.dimension()).append("))").toString());
    }

    /** Inserts all rows in commits of a size. */
    public void load(int rowsPerCommit) throws SQLException, IOException {
        load(0, set.count(), rowsPerCommit);
    }

    /** Inserts the rows of a range in commits of a size. */
    public void load(int first, int end, int rowsPerCommit) throws SQLException, IOException {
        load(set.base(), row -> row >= first && row < end, rowsPerCommit);
    }

    /**
     * Inserts some rows in commits of a size.
     *
     * @param vectors by row, in place of the data set's
     * @param isWanted by row
     */
    public void load(Vectors vectors, IntPredicate isWanted, int rowsPerCommit) throws SQLException, IOException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(insertSql());
                RowFile.@Nullable Reader rows =
                        set.rows() == null ? null : set.rows().reader()) {
            connection.setAutoCommit(false);
            int pending = 0;
            for (int row = 0; row < set.count(); row++) {
                @Nullable Object[] values = rows == null ? new Object[0] : rows.next();
                if (isWanted.test(row)) {
                    bind(insert, row, values, vectors.vector(row));
                    insert.addBatch();
                    pending++;
                }
                if (pending == rowsPerCommit) {
                    insert.executeBatch();
                    connection.commit();
                    pending = 0;
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private String insertSql() {
        return "INSERT INTO docs VALUES (" + String.join(", ", Collections.nCopies(columns.size() + 2, "?")) + ")";
    }

    private static void bind(PreparedStatement insert, int row, @Nullable Object[] values, float[] vector)
            throws SQLException {
        insert.setLong(1, row);
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 2, values[i]);
        }
        insert.setObject(values.length + 2, vector);
    }

    /**
     * Creates the HNSW index, and waits until it is built.
     *
     * @param more further options, or an empty text
     */
    public void createIndex(int m, int efConstruction, String more) throws SQLException, InterruptedException {
        String options = String.format(
                Locale.ROOT, "metric = '%s', m = %d, ef_construction = %d", metricName(), m, efConstruction);
        execute("CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (" + options + (more.isEmpty() ? "" : ", " + more)
                + ")");
        awaitUpkeep();
    }

    /** Waits until all that the background has to do is done. */
    public void awaitUpkeep() throws SQLException, InterruptedException {
        Upkeep.await(anchor);
    }

    /** Returns what {@code VECTRA.INDEXES} says, for the report. */
    public String describeIndexes() throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = anchor.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT segments, graphs, unindexed_rows, ef_search, build_ms FROM VECTRA.INDEXES")) {
            while (rows.next()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%d graphs of %d segments, %d rows without, ef_search %d, built in %d ms",
                        rows.getInt(2),
                        rows.getInt(1),
                        rows.getLong(3),
                        rows.getInt(4),
                        rows.getLong(5)));
            }
        }
        return text.isEmpty() ? "no index" : text.toString();
    }

    /** Returns the metric as SQL names it. */
    public String metricName() {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the distance of {@code vec} to a parameter as SQL writes it, with DESC where larger is nearer. */
    public String order() {
        return metricName() + "(vec, ?)" + (metric == Metric.DOT_PRODUCT ? " DESC" : "");
    }

    /** Returns the search for the nearest rows; its parameters are the query and the number of rows. */
    public String searchSql(String hint, String where) {
        return "SELECT " + hint + (hint.isEmpty() ? "" : " ") + "id FROM docs "
                + (where.isEmpty() ? "" : "WHERE " + where + " ") + "ORDER BY " + order() + " LIMIT ?";
    }

    /** Opens a connection for searches. */
    public VectraSearcher searcher() throws SQLException {
        return new VectraSearcher(this, connect());
    }

    @Override
    public void close() throws SQLException {
        anchor.close();
    }
}
