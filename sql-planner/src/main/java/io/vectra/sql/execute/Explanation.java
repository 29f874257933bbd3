package io.vectra.sql.execute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.sql.execute.TopKSearch.Order;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchTrace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words how a query gets its rows, and what that cost. Thread rule: not thread-safe. */
final class Explanation {
    private static final double NANOS_PER_MS = 1e6;

    private final List<String> lines = new ArrayList<>();
    private final ExplanationDocument document = new ExplanationDocument();

    List<String> lines() {
        return lines;
    }

    /** Returns the same as a JSON document. */
    String json(List<String> notes) {
        return document.text(notes, lines);
    }

    /** Adds how a query would go about it. */
    void add(QueryPlan query, Run run) throws SQLException {
        if (query instanceof CandidatePlan candidates) {
            candidates.candidates().forEach(each -> addText(each, run));
            Run prepared = candidates.prepare(run);
            if (prepared == null) {
                lines.add("  The candidates are too many, or the query is NULL: the mirror reads the table");
            }
            add(prepared == null ? candidates.exact() : candidates.rest(), prepared == null ? run : prepared);
            return;
        }
        if (query instanceof TopKPlan topK) {
            add(topK.searched(), run);
            MirrorSql unchecked = topK.unchecked();
            if (unchecked != null) {
                lines.add("  or, where lately most of the found rows passed, with rows that nobody checks: "
                        + unchecked.shown());
            }
        } else {
            addMirrorSql(query.sql());
        }
    }

    void addMirrorSql(MirrorSql sql) {
        if (sql.forms() != null) {
            for (MirrorSql.Invariant invariant : sql.forms().invariants()) {
                if (invariant.sql() != null) {
                    document.addComputedFirst(invariant.sql().shown());
                    lines.add("Computed once, first: " + invariant.sql().shown());
                }
            }
        }
        document.setMirrorSql(sql.shown());
        lines.add("Mirror SQL: " + sql.shown());
    }

    /** Adds how a statement would go about its searches, and what runs after them. */
    void add(SearchedSql searched, Run run) throws SQLException {
        Run searching = searched.prepared(run);
        boolean isOne = searched.searches().size() == 1;
        for (TopKSearch search : searched.searches()) {
            addHead(search, run);
            addPlan(RowWiseRun.plan(search, searching));
            addMirror(search);
            // Those that follow may depend on what this one finds.
            Hits hits = isOne ? null : RowWiseRun.find(search, searching);
            if (hits != null) {
                hits.into(searching.slots(), search);
            }
        }
        addMirrorSql(searched.sql());
    }

    /** Adds how a query went about it. */
    void addMeasured(QueryPlan query, Run run, long rows, long nanos) {
        long textNanos = addTexts(run);
        if (query instanceof CandidatePlan candidates) {
            boolean isAlone =
                    run.measured() != null && run.measured().texts().stream().anyMatch(each -> each.rows() < 0);
            addMeasured(isAlone ? candidates.exact() : candidates.rest(), run, rows, nanos, textNanos);
        } else {
            addMeasured(query, run, rows, nanos, 0);
        }
    }

    private long addTexts(Run run) {
        Measurements measured = run.measured();
        long nanos = 0;
        for (Measurements.Texts each : measured == null ? List.<Measurements.Texts>of() : measured.texts()) {
            addText(each.candidates(), run)
                    .putObject("measured")
                    .put("rows", each.rows())
                    .put("milliseconds", ExplanationDocument.milliseconds(each.nanos()));
            lines.add(
                    each.rows() < 0
                            ? "  The candidates were too many, or the query was NULL: the mirror read the table"
                            : "  Measured: " + counted(each.rows(), "candidate") + " in " + ms(each.nanos()));
            nanos += each.nanos();
        }
        return nanos;
    }

    private ObjectNode addText(Candidates text, Run run) {
        ObjectNode begun = document.addText(text.place());
        Candidates.Ranking ranking = text.ranking();
        String what = ranking == null ? "all matches" : "k = " + text(ranking.fetch(), run);
        if (ranking != null && !ranking.offset().equals(RowCount.ZERO)) {
            what += " + " + text(ranking.offset(), run);
        }
        if (ranking != null) {
            begun.put("k", ranking.fetch().of(run.slots()))
                    .put("offset", ranking.offset().of(run.slots()));
        }
        lines.add("Full-text search: " + text.place() + ", " + what);
        Blend blend = ranking == null ? null : ranking.blend();
        if (blend != null) {
            lines.add("  Hybrid: " + blend.method().name().toLowerCase(Locale.ROOT) + ", with the nearest rows by "
                    + blend.metric().name().toLowerCase(Locale.ROOT));
        }
        Candidates.Filtering filter = text.filter();
        if (filter != null) {
            FilterTemplate template = filter.template();
            lines.add(
                    template == null
                            ? "  Filter: by the mirror, on the rows found"
                            : "  Filter: on the columns kept for filters: " + template);
        }
        return begun;
    }

    private void addMeasured(QueryPlan query, Run run, long rows, long nanos, long textNanos) {
        List<Measurements.Search> measured =
                run.measured() == null ? List.of() : run.measured().searches();
        List<TopKSearch> searches =
                query instanceof TopKPlan topK ? topK.searched().searches() : List.of();
        long searchNanos = textNanos;
        boolean isAlone = measured.size() < searches.size();
        for (int i = 0; i < measured.size(); i++) {
            Measurements.Search search = measured.get(i);
            addHead(searches.get(i), run);
            addTraces(search);
            addMirror(searches.get(i));
            searchNanos += nanos(search);
            isAlone |= search.rows() < 0;
        }
        MirrorSql sql =
                query instanceof TopKPlan topK && !isAlone ? topK.searched().sql() : query.sql();
        if (isAlone && !searches.isEmpty()) {
            lines.add(
                    "The mirror answered alone: a parameter was NULL or no number of rows, or too many rows were in range");
        }
        addMirrorSql(sql);
        document.setMeasured(rows, nanos);
        lines.add("Rows: " + rows);
        lines.add("Time: " + ms(nanos) + " in all"
                + (measured.isEmpty() && textNanos == 0
                        ? ""
                        : ", " + ms(nanos - searchNanos) + " without the searches"));
    }

    private static long nanos(Measurements.Search search) {
        long nanos = search.queryNanos() + search.collectNanos();
        for (SearchTrace trace : search.traces()) {
            nanos += trace.filterNanos() + trace.searchNanos();
        }
        return nanos;
    }

    private void addHead(TopKSearch search, Run run) {
        ObjectNode begun =
                document.addSearch(search.place(), search.metric().name().toLowerCase(Locale.ROOT));
        StringBuilder line = new StringBuilder("Vector search: ")
                .append(search.place())
                .append(", metric ")
                .append(search.metric().name().toLowerCase(Locale.ROOT));
        RowCount fetch = search.fetch();
        if (fetch != null) {
            begun.put("k", fetch.of(run.slots())).put("offset", search.offset().of(run.slots()));
            line.append(", k = ").append(text(fetch, run));
            if (!search.offset().equals(RowCount.ZERO)) {
                line.append(" + ").append(text(search.offset(), run));
            }
        }
        begun.put("bounded", search.bound() != null);
        if (search.bound() != null) {
            line.append(fetch == null ? ", all rows within a distance" : ", within a distance");
        }
        OuterRows outer = search.outer();
        if (outer != null) {
            line.append(", for each row of ").append(outer.table());
        }
        lines.add(line.toString());
        SearchOptions options = search.options(run.search());
        if (!options.equals(SearchOptions.DEFAULT)) {
            lines.add("  Effort: " + effort(options) + (search.hint() == null ? " (set)" : " (hint)"));
        }
    }

    private static String text(RowCount count, Run run) {
        long rows = count.of(run.slots());
        return rows < 0 ? "?" + (count.parameter() + 1) : Long.toString(rows);
    }

    private static String effort(SearchOptions options) {
        if (options.exact()) {
            return "exact";
        }
        return options.ef() > 0 ? "ef_search = " + options.ef() : "recall = " + options.recall();
    }

    private void addPlan(@Nullable SearchPlan plan) {
        if (plan == null) {
            lines.add(
                    "  Strategy: none, because a parameter or the query vector is NULL, or no number of rows; the mirror answers alone");
            return;
        }
        document.addPlan(plan);
        lines.add("  Strategy: " + plan.strategy().label() + " (" + plan.reason() + ")");
        lines.add("  Index: " + use(plan));
        lines.add("  Rows: " + plan.rows() + " with a vector, " + plan.matches() + " eligible, " + plan.scannedRows()
                + " compared one by one"
                + (plan.codeRows() > 0 ? ", " + plan.codeRows() + " by their codes" : ""));
    }

    private static String use(SearchPlan plan) {
        String segments = counted(plan.segments(), "segment");
        if (plan.index() == null) {
            return "none used, " + segments;
        }
        return plan.graphs() > 0
                ? plan.index() + ", graphs in " + plan.graphs() + " of " + segments + ", ef = " + plan.ef()
                : plan.index() + ", its codes without its graphs, " + segments;
    }

    private void addTraces(Measurements.Search search) {
        List<SearchTrace> traces = search.traces();
        if (traces.isEmpty()) {
            lines.add("  Not searched: no row can be found");
            return;
        }
        addPlan(traces.get(traces.size() - 1).plan());
        long visited = 0;
        long distances = 0;
        long filterNanos = search.collectNanos();
        long searchNanos = 0;
        for (SearchTrace trace : traces) {
            visited += trace.visited();
            distances += trace.distances();
            filterNanos += trace.filterNanos();
            searchNanos += trace.searchNanos();
        }
        document.measured()
                .put("visited", visited)
                .put("distances", distances)
                .put("rows", search.rows())
                .put("queryMilliseconds", ExplanationDocument.milliseconds(search.queryNanos()))
                .put("filterMilliseconds", ExplanationDocument.milliseconds(filterNanos))
                .put("searchMilliseconds", ExplanationDocument.milliseconds(searchNanos));
        lines.add("  Measured: " + visited + " nodes visited, " + distances + " distances computed, "
                + (search.rows() < 0 ? "too many" : search.rows()) + " rows found"
                + (traces.size() > 1
                        ? " in " + traces.size()
                                + " searches, until enough rows were eligible and all those at the last distance there"
                        : ""));
        lines.add("  Time: " + ms(search.queryNanos()) + " query vector, " + ms(filterNanos) + " filter, "
                + ms(searchNanos) + " search");
    }

    private void addMirror(TopKSearch search) {
        OuterRows outer = search.outer();
        if (outer != null) {
            lines.add("  Rows outside: read first: " + outer.sql().shown());
        }
        MirrorSql query = search.query().sql();
        if (query != null) {
            lines.add("  Query vector: computed by the mirror first: " + query.shown());
        }
        RowFilter filter = search.filter();
        if (filter != null) {
            addFilter(filter);
        }
        if (search.order() == Order.BROKEN_TIES) {
            lines.add("  Order: rows at the last distance are all kept; the mirror sorts them by the other keys");
        }
    }

    private void addFilter(RowFilter filter) {
        FilterTemplate template = filter.template();
        if (template != null) {
            lines.add("  Filter: on the columns kept for filters: " + template
                    + "; by the mirror only inside a transaction that has changed the table");
        }
        if (filter.isWhole()) {
            return;
        }
        ListedFilter listed = filter.listed();
        if (listed == null || !listed.isFirst()) {
            lines.add("  Filter: the mirror checks the rows that are found: "
                    + filter.checking().shown());
        }
        if (listed != null) {
            String lists =
                    listed.lists().stream().map(list -> list.sql().shown()).collect(Collectors.joining("; "));
            lines.add((listed.isFirst()
                            ? "  Filter: the mirror lists values: "
                            : "    and lists values where few of them pass: ")
                    + lists + ", for " + listed.template());
        } else {
            lines.add("    and collects the eligible rows where few of them pass: "
                    + filter.collecting().shown());
        }
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String ms(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MS);
    }
}
