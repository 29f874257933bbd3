package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole condition for the storage engine, once the mirror has listed the values that columns may have in it.
 * Immutable, but for what is remembered of the values.
 *
 * @param lists the queries of the mirror for the values
 * @param template the condition
 * @param isFirst whether the lists are to be asked for at once, because the mirror would compute a sub-query again for
 *     every row that it checks
 */
public record ListedFilter(List<ValueList> lists, FilterTemplate template, boolean isFirst) {
    /** With more values than this, the mirror evaluates the condition itself. */
    static final int VALUES_MAX = 10_000;

    public ListedFilter {
        lists = List.copyOf(lists);
    }

    /**
     * A list of values.
     *
     * @param sql a query of the mirror for one column
     * @param slot where the values go, as {@link ListedValues}
     * @param known what is remembered of them; null if they may change without a commit
     */
    public record ValueList(
            MirrorSql sql, int slot, @Nullable KnownValues known) {}
}
