package io.vectra.sql.plan;

import io.vectra.sql.execute.Candidates;
import io.vectra.sql.execute.Candidates.Filtering;
import io.vectra.sql.execute.Candidates.Ranking;
import io.vectra.sql.execute.TextSlot;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.mirror.CandidatesNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.Validated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a checked query for which a full-text index gives the rows that are enough, and puts those in
 * place of the table: rows that meet {@code matches} in the WHERE, and the first rows in the order of {@code bm25}.
 */
final class TextParts extends SqlBasicVisitor<Void> {
    private static final SqlParserPos POS = SqlParserPos.ZERO;

    private final Validated query;
    private final Set<SqlSelect> searched;
    private final List<TextSlot> texts;
    private final int firstText;
    private final int firstSlot;
    private final List<Candidates> found = new ArrayList<>();
    private final Set<SqlSelect> examined = Collections.newSetFromMap(new IdentityHashMap<>());

    private TextParts(Validated query, Set<SqlSelect> searched, List<TextSlot> texts, int firstText) {
        this.query = query;
        this.searched = searched;
        this.texts = texts;
        this.firstText = firstText;
        this.firstSlot = firstText + texts.size();
    }

    /**
     * Changes the tree.
     *
     * @param searched the parts that a vector search answers
     * @param texts the statement's full-text queries
     * @param firstText the slot of the first of them
     * @return where the rows come from
     */
    static List<Candidates> replace(Validated query, Set<SqlSelect> searched, List<TextSlot> texts, int firstText) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var parts = new TextParts(query, searched, texts, firstText);
        query.node().accept(parts);
        return parts.found;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && examined.add(select) && !searched.contains(select)) {
            OneTable table = OneTable.of(select, query);
            if (table != null) {
                examine(select, table);
            }
        }
        return super.visit(call);
    }

    private void examine(SqlSelect select, OneTable table) {
        SqlCall matches = null;
        for (SqlNode condition : Trees.conjuncts(select.getWhere())) {
            if (condition instanceof SqlCall call && call.getOperator() == TextFunction.MATCHES) {
                matches = call;
            }
        }
        SqlCall score = score(select, table);
        if (matches != null) {
            add(select, table, matches, null);
        } else if (score != null) {
            add(select, table, score, ranking(select, table, score));
        }
    }

    /** Returns the score that a part orders by, if its first rows are wanted and are rows of the table; or null. */
    private @Nullable SqlCall score(SqlSelect select, OneTable table) {
        SqlNodeList order = select.getOrderList();
        boolean isPlain = select.getFetch() != null
                && isCount(select.getFetch())
                && (select.getOffset() == null || isCount(select.getOffset()))
                && order != null
                && !order.isEmpty()
                && select.getGroup() == null
                && select.getHaving() == null
                && !query.validator().isAggregate(select)
                && !select.isDistinct()
                && select.getQualify() == null
                && !Trees.hasWindow(select.getSelectList());
        if (!isPlain) {
            return null;
        }
        SqlNode item = order.get(0);
        SqlNode key = query.validator().expandOrderExpr(select, Trees.withoutDirection(item));
        boolean isBestFirst = Trees.hasKind(item, SqlKind.DESCENDING) && !Trees.hasKind(item, SqlKind.NULLS_FIRST);
        boolean isScore = key instanceof SqlCall call && call.getOperator() == TextFunction.BM25 && isOf(call, table);
        return isBestFirst && isScore ? (SqlCall) key : null;
    }

    private static boolean isCount(SqlNode node) {
        return node instanceof SqlLiteral || node instanceof SqlDynamicParam;
    }

    private static boolean isOf(SqlCall call, OneTable table) {
        return call.operand(0) instanceof SqlIdentifier name
                && name.names.get(0).equals(table.alias());
    }

    private static RowCount count(@Nullable SqlNode node) {
        if (node == null) {
            return RowCount.ZERO;
        }
        return node instanceof SqlDynamicParam parameter
                ? new RowCount(parameter.getIndex(), 0)
                : new RowCount(
                        -1, ((SqlLiteral) node).getValueAs(BigDecimal.class).longValueExact());
    }

    private void add(SqlSelect select, OneTable table, SqlCall call, @Nullable Ranking ranking) {
        if (!isOf(call, table)) {
            return;
        }
        int textSlot = ((SqlDynamicParam) call.operand(call.operandCount() - 1)).getIndex();
        int slot = firstSlot + found.size();
        var rows = new CandidatesNode(table.info(), table.alias(), slot);
        Filtering filter = ranking == null ? matchFilter(select, table) : filter(select, table, rows);
        found.add(new Candidates(
                texts.get(textSlot - firstText).label(),
                table.info().tableId(),
                textSlot,
                slot,
                ranking,
                filter,
                uses(query.node(), textSlot, true) == uses(select, textSlot, false)));
        select.setFrom(rows);
    }

    /** Returns how often a query is asked, in sub-queries too or not. */
    private static int uses(SqlNode tree, int textSlot, boolean isDeep) {
        int[] count = {0};
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                boolean isUse = call.getOperator() instanceof TextFunction
                        && call.operand(call.operandCount() - 1) instanceof SqlDynamicParam parameter
                        && parameter.getIndex() == textSlot;
                count[0] += isUse ? 1 : 0;
                boolean isInner = !isDeep && call instanceof SqlSelect && call != tree;
                return isInner ? null : super.visit(call);
            }
        });
        return count[0];
    }

    /** Of a WHERE beside {@code matches}, only what the storage engine can evaluate makes candidates fewer. */
    private @Nullable Filtering matchFilter(SqlSelect select, OneTable table) {
        SqlNode others = Trees.and(Trees.conjuncts(select.getWhere()).stream()
                .filter(each -> !hasTextFunction(each))
                .toList());
        if (others == null) {
            return null;
        }
        FilterTranslation translation = translation(others, table);
        return translation.template() == null
                ? null
                : new Filtering(translation.template(), MirrorWriter.print(others));
    }

    private @Nullable Filtering filter(SqlSelect select, OneTable table, CandidatesNode rows) {
        SqlNode where = select.getWhere();
        if (where == null) {
            return null;
        }
        MirrorSql sql = MirrorWriter.print(select(new RowIdNode(table.alias()), rows, where, null));
        return new Filtering(translation(where, table).whole(), sql);
    }

    private FilterTranslation translation(SqlNode where, OneTable table) {
        return FilterTranslation.of(
                where, table.alias(), table.info(), query.parameters().userCount());
    }

    private static boolean hasTextFunction(SqlNode node) {
        return Trees.hasTextFunction(node);
    }

    private Ranking ranking(SqlSelect select, OneTable table, SqlCall score) {
        SqlNode matches = TextFunction.MATCHES.createCall(POS, score.getOperandList());
        RowIdNode rowId = new RowIdNode(table.alias());
        SqlNode unfound = and(select.getWhere(), SqlStdOperatorTable.NOT.createCall(POS, matches));
        SqlNode textless = and(select.getWhere(), SqlStdOperatorTable.IS_NULL.createCall(POS, matches));
        SqlNode from = select.getFrom();
        return new Ranking(
                count(select.getFetch()),
                count(select.getOffset()),
                select.getOrderList().size() > 2 || !(select.getOrderList().get(1) instanceof RowIdNode),
                MirrorWriter.print(select(rowId, from, unfound, SqlNodeList.of(rowId))),
                MirrorWriter.print(select(rowId, from, textless, SqlNodeList.of(rowId))));
    }

    private static SqlNode and(@Nullable SqlNode left, SqlNode right) {
        return left == null ? right : SqlStdOperatorTable.AND.createCall(POS, left, right);
    }

    private static SqlSelect select(
            SqlNode item, @Nullable SqlNode from, @Nullable SqlNode where, @Nullable SqlNodeList orderBy) {
        return new SqlSelect(
                POS, null, SqlNodeList.of(item), from, where, null, null, null, null, orderBy, null, null, null);
    }
}
