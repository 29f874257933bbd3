package io.vectra.jdbc;

import io.vectra.storage.MemoryRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of a metadata answer, whose columns JDBC fixes.
 *
 * <p>Columns are written as one text: names with commas between, each followed by {@code :I} for INTEGER, {@code :S}
 * SMALLINT, {@code :L} BIGINT, {@code :B} BOOLEAN, else VARCHAR. Thread rule: one thread at a time.
 */
final class MetadataRows {
    private final String[] columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    MetadataRows(String columns) {
        this.columns = columns.split(",");
    }

    /** Adds a row with a value for each column. */
    void add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new AssertionError(values.length + " values for " + columns.length + " columns");
        }
        rows.add(values);
    }

    /** Puts the rows in the order of these columns (from 0), smallest first. */
    MetadataRows sortedBy(int... indexes) {
        rows.sort((left, right) -> {
            for (int index : indexes) {
                int order = compare(left[index], right[index]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return this;
    }

    @SuppressWarnings("unchecked")
    private static int compare(@Nullable Object left, @Nullable Object right) {
        return Comparator.nullsFirst((Comparator<Object>) (Comparator<?>) Comparator.naturalOrder())
                .compare(left, right);
    }

    /** Returns the answer. */
    ResultSet toResultSet() throws SQLException {
        var memory = new MemoryRows();
        for (String column : columns) {
            int colon = column.indexOf(':');
            memory.column(colon < 0 ? column : column.substring(0, colon), colon < 0 ? Types.VARCHAR : type(column));
        }
        for (@Nullable Object[] row : rows) {
            memory.row(row);
        }
        return VectraResultSet.ofMemory(memory.toResultSet());
    }

    private static int type(String column) {
        return switch (column.charAt(column.length() - 1)) {
            case 'I' -> Types.INTEGER;
            case 'S' -> Types.SMALLINT;
            case 'L' -> Types.BIGINT;
            case 'B' -> Types.BOOLEAN;
            default -> throw new AssertionError(column);
        };
    }
}
