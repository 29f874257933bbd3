package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import io.vectra.sql.execute.ChangePlan;
import io.vectra.sql.execute.FilterTemplate;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.TopKPlan;
import io.vectra.sql.execute.TopKSearch;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.MirrorSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words how a plan gets its rows. */
final class Explanation {
    private Explanation() {}

    static List<String> of(Plan plan, List<VectorOrder> orders, List<String> reasons, boolean pushesDown) {
        List<String> lines = new ArrayList<>();
        if (plan instanceof TopKPlan topK) {
            for (int i = 0; i < topK.searches().size(); i++) {
                addSearch(lines, orders.get(i), topK.searches().get(i));
            }
            lines.add("Mirror SQL: " + topK.rest().text());
        } else if (plan instanceof QueryPlan query) {
            if (!pushesDown && !orders.isEmpty()) {
                lines.add("Vector order not given to the vector search: push-down is off");
            }
            lines.add("Mirror SQL: " + query.sql().text());
        } else if (plan instanceof ChangePlan change) {
            lines.add("Mirror SQL: " + change.sql().text());
        }
        for (String reason : reasons) {
            lines.add("Vector order computed row by row by the mirror: " + reason);
        }
        return lines;
    }

    private static void addSearch(List<String> lines, VectorOrder order, TopKSearch search) {
        lines.add("Vector search: " + order.table().schema() + "."
                + order.table().name() + "." + order.column().name() + ", metric "
                + search.metric().name().toLowerCase(Locale.ROOT) + ", k = " + k(search));
        MirrorSql query = search.querySql();
        if (query != null) {
            lines.add("  Query vector: computed by the mirror first: " + query.text());
        }
        lines.add("  Method: exact scan, because the column has no index");
        lines.add("  Rows: about " + order.table().estimatedRows());
        MirrorSql filter = search.filter();
        FilterTemplate condition = search.condition();
        if (condition != null) {
            lines.add("  Filter: on the columns kept for filters: " + condition
                    + "; only inside a transaction that has changed the table the mirror collects the eligible rows");
        } else {
            lines.add(
                    filter == null
                            ? "  Filter: none"
                            : "  Filter: the mirror collects the eligible rows first: " + filter.text());
        }
        if (search.isReordered()) {
            lines.add("  Order: rows at the last distance are all kept; the mirror sorts them by the other keys");
        }
    }

    private static String k(TopKSearch search) {
        String fetch = text(search.fetch());
        return search.offset().equals(RowCount.ZERO) ? fetch : fetch + " + " + text(search.offset());
    }

    private static String text(RowCount count) {
        return count.parameter() < 0 ? Long.toString(count.rows()) : "?" + (count.parameter() + 1);
    }
}
