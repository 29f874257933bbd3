package io.vectra.sql.execute;

import io.vectra.sql.Plan.ExecuteOptions;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.TableInfo;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the keys that the runs of a batch generated, and knows which columns are keys. Thread rule: not thread-safe.
 */
final class GeneratedKeys {
    private final MemoryRows rows = new MemoryRows();
    private int columnCount;

    /**
     * Returns the columns to be returned as keys, or null if none are asked for. Hidden columns are never among them.
     */
    static String @Nullable [] columns(TableInfo table, ExecuteOptions options) {
        if (!options.returnsKeys()) {
            return null;
        }
        if (!options.keyColumns().isEmpty()) {
            return options.keyColumns().toArray(new String[0]);
        }
        List<String> columns = new ArrayList<>();
        for (ColumnInfo column : table.columns()) {
            if (column.isIdentity()
                    || isComputedDefault(column)
                    || table.primaryKey().contains(column.name())) {
                columns.add(column.name());
            }
        }
        return columns.toArray(new String[0]);
    }

    /** A default that calls something, such as {@code RANDOM_UUID()} or {@code CURRENT_TIMESTAMP}. */
    private static boolean isComputedDefault(ColumnInfo column) {
        String sql = column.defaultSql();
        return sql != null
                && !column.isVector()
                && (sql.contains("(") || sql.startsWith("CURRENT_") || sql.startsWith("LOCALTIME"));
    }

    void addAll(Statement statement) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            ResultSetMetaData metadata = keys.getMetaData();
            if (columnCount == 0) {
                columnCount = metadata.getColumnCount();
                for (int i = 1; i <= columnCount; i++) {
                    rows.column(metadata.getColumnLabel(i), metadata.getColumnType(i));
                }
            }
            while (keys.next()) {
                @Nullable Object[] row = new @Nullable Object[columnCount];
                for (int i = 0; i < columnCount; i++) {
                    row[i] = keys.getObject(i + 1);
                }
                rows.row(row);
            }
        }
    }

    ResultSet toResultSet() {
        return rows.toResultSet();
    }
}
