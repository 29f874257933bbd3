package io.vectra.storage.filter;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.Filter;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates filters on rows given as images, for tests of those who make filters. */
public final class MatchingRows {
    private final DeltaColumns columns;

    /** Takes the rows of a table. */
    public MatchingRows(TableInfo table, List<@Nullable Object[]> rows) {
        List<ColumnType> types = new ArrayList<>();
        for (ColumnInfo column : table.columns()) {
            types.add(column.isVector() ? ColumnType.NULLITY : ColumnType.of(column.type()));
        }
        columns = new DeltaColumns(types);
        rows.forEach(columns::append);
    }

    /** Returns whether the engine takes the filter. */
    public boolean canEvaluate(Filter filter) {
        return columns.canEvaluate(filter);
    }

    /** Returns the indices of the rows that meet the filter. */
    public List<Integer> of(Filter filter) {
        List<Integer> rows = new ArrayList<>();
        columns.evaluate(filter, columns.rowCount()).forEach((int row) -> rows.add(row));
        return rows;
    }
}
