package io.vectra.sql.execute;

import io.vectra.storage.ColumnInfo.ScalarType;
import io.vectra.storage.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that the mirror has listed for one condition, and what a column has to be for them. Thousands of values
 * are made into a filter once, however many runs know them.
 *
 * <p>Thread rule: any number of threads; immutable, but for the filter that is remembered.
 */
public final class ListedValues {
    private final List<@Nullable Object> values;

    private volatile @Nullable Filter filter;

    /** @param values of one column; NULL is among them as null */
    ListedValues(List<@Nullable Object> values) {
        this.values = new ArrayList<>(values);
    }

    int count() {
        return values.size();
    }

    /**
     * Returns {@code column IN (values)}; always asked for the same column.
     *
     * @param column the column's index in the row image
     * @param type the column's
     * @throws UnfitValueException if the mirror might compare one of the values in another way
     */
    public Filter in(int column, ScalarType type) throws UnfitValueException {
        Filter known = filter;
        if (known == null) {
            List<@Nullable Object> given = new ArrayList<>();
            for (Object value : values) {
                given.add(FilterValue.listed(value, type));
            }
            known = Filter.in(column, given);
            filter = known;
        }
        return known;
    }
}
