package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.storage.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code docs} of a data set in a Vectra database: {@code id} is the row's number, then the metadata, then
 * {@code vec}.
 *
 * <p>Thread rule: any number of threads, but that one thread at a time defines or loads.
 */
public final class VectraStore implements AutoCloseable {
    private static final int PAUSE_MS = 100;

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
        load(set.count(), rowsPerCommit);
    }

    /** Inserts the first rows in commits of a size. */
    public void load(int count, int rowsPerCommit) throws SQLException, IOException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(insertSql());
                RowFile.@Nullable Reader rows =
                        set.rows() == null ? null : set.rows().reader()) {
            connection.setAutoCommit(false);
            for (int row = 0; row < count; row++) {
                insert.setLong(1, row);
                bind(insert, rows == null ? new Object[0] : rows.next(), row);
                insert.addBatch();
                if ((row + 1) % rowsPerCommit == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private String insertSql() {
        return "INSERT INTO docs VALUES (" + String.join(", ", Collections.nCopies(columns.size() + 2, "?")) + ")";
    }

    private void bind(PreparedStatement insert, @Nullable Object[] values, int row) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 2, values[i]);
        }
        insert.setObject(values.length + 2, set.base().vector(row));
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

    /** Waits until nothing is being built, sealed or merged. */
    public void awaitUpkeep() throws SQLException, InterruptedException {
        int idleCount = 0;
        try (Statement statement = anchor.createStatement()) {
            while (idleCount < 3) {
                try (ResultSet running = statement.executeQuery("SELECT * FROM VECTRA.PROGRESS")) {
                    idleCount = running.next() ? 0 : idleCount + 1;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
    }

    /** Returns what the system tables say of the indexes, for the report. */
    public String describeIndexes() throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = anchor.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM VECTRA.INDEXES")) {
            ResultSetMetaData meta = rows.getMetaData();
            while (rows.next()) {
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(meta.getColumnLabel(i).toLowerCase(Locale.ROOT))
                            .append(' ')
                            .append(rows.getString(i));
                }
            }
        }
        return text.toString();
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
