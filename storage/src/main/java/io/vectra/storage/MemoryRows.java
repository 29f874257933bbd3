package io.vectra.storage;

import java.sql.ResultSet;
import java.util.List;
import org.h2.tools.SimpleResultSet;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ResultSet} from rows in memory, for answers that no table holds. Thread rule: not thread-safe. */
public final class MemoryRows {
    private final SimpleResultSet rows = new SimpleResultSet();

    public MemoryRows() {
        rows.setAutoClose(false);
    }

    /**
     * Adds a column; all columns come before the first row.
     *
     * @param jdbcType a constant of {@link java.sql.Types}
     */
    public MemoryRows column(String name, int jdbcType) {
        rows.addColumn(name, jdbcType, 0, 0);
        return this;
    }

    /** Adds a row with one value for each column. */
    public MemoryRows row(@Nullable Object... values) {
        rows.addRow(values);
        return this;
    }

    /** Adds a row with one value for each column. */
    public MemoryRows row(List<? extends @Nullable Object> values) {
        return row(values.toArray());
    }

    /** Returns the rows, before the first one. */
    public ResultSet toResultSet() {
        return rows;
    }
}
