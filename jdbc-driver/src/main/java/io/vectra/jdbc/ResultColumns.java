package io.vectra.jdbc;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Plan;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.TableInfo;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result as its reader sees them, and where the mirror has each.
 *
 * <p>Thread rule: one at a time, as the result set that has them.
 */
final class ResultColumns {
    /** The mirror's name for the row id of tables without an integer key; no user ever sees it. */
    static final String HIDDEN_COLUMN = "VECTRA_ROW";

    private static final int SCAN_MAX = 4;

    private final List<Column> columns;
    private @Nullable Map<String, Integer> indexByLabel;

    private ResultColumns(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * A visible column.
     *
     * @param mirrorIndex its place in the mirror's rows, from 1
     * @param dimension of a vector column; 0 if unknown or scalar
     */
    record Column(
            String label,
            int mirrorIndex,
            boolean isVector,
            int dimension,
            @Nullable ColumnDescription description) {
        /** Returns the type as messages and metadata name it. */
        String vectorTypeName() {
            return dimension > 0 ? "VECTOR(" + dimension + ")" : "VECTOR";
        }
    }

    /** Returns the columns of a planned query. */
    static ResultColumns of(List<Plan.ResultColumn> planned) {
        List<Column> columns = new ArrayList<>(planned.size());
        for (Plan.ResultColumn column : planned) {
            columns.add(new Column(
                    column.label(), columns.size() + 1, column.isVector(), column.dimension(), column.description()));
        }
        return new ResultColumns(columns);
    }

    /**
     * Returns the columns of rows that only the mirror describes, without hidden ones.
     *
     * @param table tells which of them hold vectors, or null
     */
    static ResultColumns ofMirror(ResultSetMetaData mirror, @Nullable TableInfo table) throws SQLException {
        List<Column> columns = new ArrayList<>(mirror.getColumnCount());
        for (int i = 1; i <= mirror.getColumnCount(); i++) {
            String label = mirror.getColumnLabel(i);
            if (!label.equals(HIDDEN_COLUMN)) {
                var source = table == null ? null : table.column(label);
                VectorInfo vector = source == null ? null : source.vector();
                columns.add(new Column(label, i, vector != null, vector == null ? 0 : vector.dimension(), null));
            }
        }
        return new ResultColumns(columns);
    }

    /** Returns how many columns a reader sees. */
    int count() {
        return columns.size();
    }

    /** Returns a column by its index from 1. */
    Column at(int index) throws SQLException {
        if (index < 1 || index > columns.size()) {
            throw SqlErrors.badArgument("columnIndex", index, "1 to " + columns.size());
        }
        return columns.get(index - 1);
    }

    /** Returns the index, from 1, of the first column with that label, in any case. */
    int find(@Nullable String label) throws SQLException {
        if (label == null) {
            throw SqlErrors.badArgument("columnLabel", null, "a column's label");
        }
        Integer found =
                columns.size() <= SCAN_MAX ? scan(label) : indexByLabel().get(label.toUpperCase(Locale.ROOT));
        if (found == null) {
            throw SqlErrors.of(
                    SqlErrors.NO_SUCH_COLUMN,
                    "Column \"" + label + "\" is not in the result; it has "
                            + String.join(
                                    ", ", columns.stream().map(Column::label).toList()));
        }
        return found;
    }

    private @Nullable Integer scan(String label) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).label().equalsIgnoreCase(label)) {
                return i + 1;
            }
        }
        return null;
    }

    private Map<String, Integer> indexByLabel() {
        Map<String, Integer> known = indexByLabel;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                known.putIfAbsent(columns.get(i).label().toUpperCase(Locale.ROOT), i + 1);
            }
            indexByLabel = known;
        }
        return known;
    }
}
