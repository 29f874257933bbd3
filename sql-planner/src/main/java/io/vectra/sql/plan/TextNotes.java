package io.vectra.sql.plan;

import io.vectra.sql.mirror.CandidatesNode;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.validate.Validated;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Says in words why the orders by scores that are left in a planned query are computed row by row. */
final class TextNotes extends SqlBasicVisitor<Void> {
    private final Validated query;
    private final CommonTables common;
    private final List<String> notes = new ArrayList<>();

    private TextNotes(Validated query) {
        this.query = query;
        this.common = CommonTables.of(query);
    }

    /** Returns sentences. */
    static List<String> of(Validated planned) {
        TextNotes notes = new TextNotes(planned);
        Trees.visit(planned.node(), notes);
        return notes.notes;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select
                && select.getOrderList() != null
                && !select.getOrderList().isEmpty()
                && Trees.leaves(select.getFrom()).stream()
                        .noneMatch(leaf -> leaf instanceof CandidatesNode || leaf instanceof HitsNode)) {
            SqlNode item = select.getOrderList().get(0);
            SqlNode key = query.validator().expandOrderExpr(select, Trees.withoutDirection(item));
            if (common.computes(key, select, inner -> inner.getFetch() == null, Trees::hasTextFunction)) {
                notes.add("Text order computed row by row by the mirror: " + reason(select, item, key));
            }
        }
        return super.visit(call);
    }

    private String reason(SqlSelect select, SqlNode item, SqlNode key) {
        if (select.getGroup() != null
                || select.getHaving() != null
                || query.validator().isAggregate(select)) {
            return "the rows are grouped before they are ordered";
        }
        if (select.isDistinct()) {
            return "DISTINCT is computed before the order";
        }
        if (select.getQualify() != null || Trees.hasWindow(select.getSelectList())) {
            return "window functions are computed over all rows before the order";
        }
        if (select.getFetch() == null) {
            return "there is no LIMIT, so all rows are wanted";
        }
        if (!Trees.freeAliases(select).isEmpty()) {
            return "the sub-query depends on the row outside of it";
        }
        if (Trees.hasKind(item, SqlKind.NULLS_FIRST)) {
            return "NULLS FIRST wants the rows without a text first";
        }
        if (!Trees.hasKind(item, SqlKind.DESCENDING)) {
            return "the rows with the lowest scores are wanted first; write DESC for the best ones";
        }
        if (OneTable.of(select, query) == null) {
            return "the rows are not those of one table; take the first ones in a sub-query over the table alone, and"
                    + " join that";
        }
        return "ORDER BY is not a score, or the sum of one score and one similarity, of the table's columns";
    }
}
