package io.vectra.sql.execute;

import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchTrace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a search that is done for each row of a table. Thread rule: the thread that runs the statement only. */
final class RowWiseRun {
    private final TopKSearch search;
    private final OuterRows outer;
    private final Run run;

    RowWiseRun(TopKSearch search, OuterRows outer, Run run) {
        this.search = search;
        this.outer = outer;
        this.run = run;
    }

    /** Runs a search, whether it is done once or for each row of a table; as {@link TopKRun#find}. */
    static @Nullable Hits find(TopKSearch search, Run run) throws SQLException {
        OuterRows outer = search.outer();
        return outer == null ? new TopKRun(search, run).find() : new RowWiseRun(search, outer, run).find();
    }

    /** Says how the search would go about it, for the first row of the table; as {@link TopKRun#plan}. */
    static @Nullable SearchPlan plan(TopKSearch search, Run run) throws SQLException {
        OuterRows outer = search.outer();
        if (outer != null && new RowWiseRun(search, outer, run).outerRows(1).isEmpty()) {
            return null;
        }
        return new TopKRun(search, run).plan();
    }

    /** Returns the rows found for all rows of the table, or null if the mirror has to answer alone. */
    private @Nullable Hits find() throws SQLException {
        List<Long> rowIds = new ArrayList<>();
        List<@Nullable Double> distances = new ArrayList<>();
        List<Long> outerIds = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        Measurements parts = run.measured() == null ? null : new Measurements();
        Run one = new Run(run.view(), run.binding(), run.slots(), run.search(), parts);
        for (@Nullable Object[] row : outerRows(0)) {
            take(row);
            Hits hits = new TopKRun(search, one).find();
            if (hits == null) {
                measure(parts, -1);
                return null;
            }
            Long id = ((Number) Objects.requireNonNull(row[0])).longValue();
            for (int i = 0; i < hits.rowIds().length; i++) {
                if (!outer.isPaired() && !known.add(hits.rowIds()[i])) {
                    continue;
                }
                rowIds.add(hits.rowIds()[i]);
                distances.add(hits.distances()[i]);
                outerIds.add(id);
            }
        }
        measure(parts, rowIds.size());
        return new Hits(
                rowIds.toArray(new Long[0]), distances.toArray(new @Nullable Double[0]), outerIds.toArray(new Long[0]));
    }

    /** Gives the searches of all rows as one. */
    private void measure(@Nullable Measurements parts, int rows) {
        Measurements whole = run.measured();
        if (whole == null || parts == null) {
            return;
        }
        long queryNanos = 0;
        long collectNanos = 0;
        List<SearchTrace> traces = new ArrayList<>();
        for (Measurements.Search part : parts.searches()) {
            queryNanos += part.queryNanos();
            collectNanos += part.collectNanos();
            traces.addAll(part.traces());
        }
        whole.add(new Measurements.Search(queryNanos, collectNanos, traces, rows));
    }

    /**
     * Reads the table, and makes the values of the first row known.
     *
     * @param count how many rows are wanted, or 0 for all
     */
    private List<@Nullable Object[]> outerRows(int count) throws SQLException {
        List<@Nullable Object[]> found = new ArrayList<>();
        try (PreparedStatement statement = run.prepare(outer.sql())) {
            statement.setMaxRows(count);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    @Nullable
                    Object[] row = new @Nullable Object[1 + outer.slots().size()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = rows.getObject(i + 1);
                    }
                    found.add(row);
                }
            }
        }
        if (!found.isEmpty()) {
            take(found.get(0));
        }
        return found;
    }

    private void take(@Nullable Object[] row) {
        for (int i = 0; i < outer.slots().size(); i++) {
            run.slots()[outer.slots().get(i)] = row[i + 1];
        }
    }
}
