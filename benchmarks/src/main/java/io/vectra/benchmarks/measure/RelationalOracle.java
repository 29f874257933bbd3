package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.RowFile;
import io.vectra.benchmarks.peer.Condition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data set's metadata in an H2 database of its own in memory, which tells what a condition ought to match.
 *
 * <p>Thread rule: one thread.
 */
final class RelationalOracle implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final Map<Condition, BitSet> known = new HashMap<>();

    /** Loads the metadata. */
    RelationalOracle(DataSet set, RowFile rows) throws SQLException, IOException {
        connection = DriverManager.getConnection("jdbc:h2:mem:oracle");
        List<RowFile.Column> columns = rows.columns();
        StringBuilder create = new StringBuilder("CREATE TABLE docs (id BIGINT PRIMARY KEY");
        columns.forEach(
                column -> create.append(", ").append(column.name()).append(' ').append(column.sqlType()));
        try (Statement statement = connection.createStatement()) {
            statement.execute(create.append(')').toString());
        }
        String values = String.join(", ", Collections.nCopies(columns.size() + 1, "?"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (" + values + ")");
                RowFile.Reader reader = rows.reader()) {
            for (int row = 0; row < set.count(); row++) {
                insert.setLong(1, row);
                @Nullable Object[] fields = reader.next();
                for (int i = 0; i < fields.length; i++) {
                    insert.setObject(i + 2, fields[i]);
                }
                insert.addBatch();
                if ((row + 1) % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Returns the database's connection. */
    Connection connection() {
        return connection;
    }

    /** Returns the rows that meet a condition. */
    BitSet matches(Condition condition) throws SQLException {
        BitSet matches = known.get(condition);
        if (matches == null) {
            matches = new BitSet();
            for (Object id : column("SELECT id FROM docs WHERE " + condition.sql(), condition.values())) {
                matches.set(((Long) id).intValue());
            }
            known.put(condition, matches);
        }
        return matches;
    }

    /** Returns the first column of a query's rows, without NULLs. */
    List<Object> column(String sql, List<Object> parameters) throws SQLException {
        List<Object> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                query.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Object value = rows.getObject(1);
                    if (value != null) {
                        found.add(value);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
