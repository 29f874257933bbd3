package io.vectra.sql.plan;

import io.vectra.sql.execute.Binding;
import io.vectra.sql.execute.Blend;
import io.vectra.sql.execute.Blend.Method;
import io.vectra.sql.execute.Candidates;
import io.vectra.sql.execute.Candidates.Filtering;
import io.vectra.sql.execute.Candidates.Ranking;
import io.vectra.sql.execute.TextSlot;
import io.vectra.sql.function.RowAmongFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.mirror.CandidatesNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.MirrorWriter;
import io.vectra.sql.mirror.RowFoundNode;
import io.vectra.sql.mirror.RowIdNode;
import io.vectra.sql.validate.SearchHints;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.HitColumn;
import io.vectra.storage.SearchOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final MirrorQueries queries;
    private final Set<SqlSelect> searched;
    private final Map<SqlSelect, SearchOptions> hints;
    private final List<TextSlot> texts;
    private final int firstText;
    private final int firstSlot;
    private final List<Candidates> found = new ArrayList<>();
    private final Set<SqlSelect> examined = Collections.newSetFromMap(new IdentityHashMap<>());

    private TextParts(
            Validated query,
            Set<SqlSelect> searched,
            Map<SqlSelect, SearchOptions> hints,
            List<TextSlot> texts,
            int firstText) {
        this.hints = hints;
        this.query = query;
        this.queries = new MirrorQueries(query);
        this.searched = searched;
        this.texts = texts;
        this.firstText = firstText;
        this.firstSlot = firstText + texts.size();
    }

    /**
     * Changes the tree.
     *
     * @param searched the parts that a vector search answers
     * @param hints how hard parts try
     * @param binding knows the statement's full-text queries
     * @return where the rows come from
     */
    static List<Candidates> replace(
            Validated query, Set<SqlSelect> searched, Map<SqlSelect, SearchOptions> hints, Binding binding) {
        if (binding.texts().isEmpty()) {
            return List.of();
        }
        var parts = new TextParts(query, searched, hints, binding.texts(), binding.firstText());
        query.node().accept(parts);
        return parts.found;
    }

    /** Returns the hints of a query's parts, before they are taken away. */
    static Map<SqlSelect, SearchOptions> hints(Validated query) {
        Map<SqlSelect, SearchOptions> hints = new IdentityHashMap<>();
        query.node().accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                SearchOptions hint = call instanceof SqlSelect select ? SearchHints.of(select) : null;
                if (hint != null) {
                    hints.put((SqlSelect) call, hint);
                }
                return super.visit(call);
            }
        });
        return hints;
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
        ScoreKey key = key(select, table);
        Blend blend = key == null || key.vector() == null ? null : blend(select, table, key, key.vector());
        boolean isRanking = key != null && (key.vector() == null ? matches == null : blend != null);
        if (isRanking && key != null) {
            add(select, table, key.score(), ranking(select, table, key, blend));
        } else if (matches != null) {
            select.setWhere(Trees.and(Trees.conjuncts(select.getWhere()).stream()
                    .filter(condition -> !isRowAmong(condition))
                    .toList()));
            add(select, table, matches, null);
        }
    }

    /** Returns the score that a part orders by, if its first rows are wanted and are rows of the table; or null. */
    private @Nullable ScoreKey key(SqlSelect select, OneTable table) {
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
        ScoreKey score = isBestFirst ? ScoreKey.find(key) : null;
        return score != null && isOf(score.score(), table) ? score : null;
    }

    /** Returns how vectors count, or null if they are not those of a column of the table. */
    private @Nullable Blend blend(SqlSelect select, OneTable table, ScoreKey key, SqlCall vector) {
        VectorFunction.Ordering ordering = ((VectorFunction) vector.getOperator()).ordering();
        boolean isLeft = vectorColumn(vector.operand(0), table) != null;
        SqlNode compared = vector.operand(isLeft ? 0 : 1);
        VectorInfo column = vectorColumn(compared, table);
        SqlNode query = vector.operand(isLeft ? 1 : 0);
        if (ordering == null
                || column == null
                || !Trees.freeAliases(query).isEmpty()
                || Trees.freeAliases(select.getWhere() == null ? query : select.getWhere()).stream()
                        .anyMatch(alias -> !alias.equals(table.alias()))) {
            return null;
        }
        List<SqlNode> conditions = conditions(select, key);
        SqlNode where = Trees.and(conditions);
        return new Blend(
                key.method(),
                column.columnId(),
                ordering.metric(),
                queries.vector(query),
                key.distance(),
                key.text(),
                where == null ? null : queries.collecting(compared, from(select), conditions),
                where == null ? null : translation(where, table).whole(),
                hints.get(select));
    }

    /** Returns what rows have to meet that are found by their vector: without a text there is no sum. */
    private static List<SqlNode> conditions(SqlSelect select, ScoreKey key) {
        List<SqlNode> conditions = new ArrayList<>(Trees.conjuncts(select.getWhere()));
        if (key.method() == Method.SUM) {
            List<SqlNode> operands = key.score().getOperandList();
            SqlNode isText = null;
            for (SqlNode text : operands.subList(0, operands.size() - 1)) {
                SqlNode isThere = SqlStdOperatorTable.IS_NOT_NULL.createCall(POS, text);
                isText = isText == null ? isThere : SqlStdOperatorTable.OR.createCall(POS, isText, isThere);
            }
            conditions.add(Objects.requireNonNull(isText));
        }
        return conditions;
    }

    private static @Nullable VectorInfo vectorColumn(SqlNode node, OneTable table) {
        boolean isColumn = node instanceof SqlIdentifier name
                && name.names.size() == 2
                && name.names.get(0).equals(table.alias());
        ColumnInfo column = isColumn ? table.info().column(((SqlIdentifier) node).names.get(1)) : null;
        return column == null ? null : column.vector();
    }

    private static boolean isCount(SqlNode node) {
        return node instanceof SqlLiteral || node instanceof SqlDynamicParam;
    }

    private static boolean isOf(SqlCall call, OneTable table) {
        return call.operand(0) instanceof SqlIdentifier name
                && name.names.get(0).equals(table.alias());
    }

    private void add(SqlSelect select, OneTable table, SqlCall call, @Nullable Ranking ranking) {
        if (!isOf(call, table)) {
            return;
        }
        int textSlot = slotOf(call);
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

    private static int slotOf(SqlCall call) {
        return ((SqlDynamicParam) call.operand(call.operandCount() - 1)).getIndex();
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

    private static boolean isRowAmong(SqlNode condition) {
        return condition instanceof SqlCall call && call.getOperator() == RowAmongFunction.INSTANCE;
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
        MirrorSql sql = queries.rows(new RowIdNode(table.alias()), rows, Trees.conjuncts(where));
        return new Filtering(translation(where, table).whole(), sql);
    }

    private FilterTranslation translation(SqlNode where, OneTable table) {
        return FilterTranslation.of(
                where, table.alias(), table.info(), query.parameters().userCount());
    }

    private static boolean hasTextFunction(SqlNode node) {
        return Trees.hasTextFunction(node);
    }

    /**
     * Returns the statement's columns, if a part is all of it, its scores order it, and it selects nothing else; or
     * null.
     */
    private @Nullable List<HitColumn> hitColumns(SqlSelect select, OneTable table, ScoreKey key, boolean hasOtherKeys) {
        return query.node() == select && key.vector() == null && !hasOtherKeys
                ? HitColumns.of(select, table.info(), table.alias(), key.score())
                : null;
    }

    private Ranking ranking(SqlSelect select, OneTable table, ScoreKey key, @Nullable Blend blend) {
        SqlNode matches = key.method() == Method.RANKED
                ? new RowFoundNode(table.alias(), slotOf(key.score()))
                : TextFunction.MATCHES.createCall(POS, key.score().getOperandList());
        RowIdNode rowId = select.getWhere() == null ? new RowIdNode(table.alias()) : RowIdNode.ordering(table.alias());
        SqlNode unfound = SqlStdOperatorTable.NOT.createCall(POS, matches);
        SqlNode textless = SqlStdOperatorTable.IS_NULL.createCall(POS, matches);
        SqlNodeList order = select.getOrderList();
        boolean hasOtherKeys = order.size() > 2 || !(order.get(1) instanceof RowIdNode);
        return new Ranking(
                TopKPlanner.rowCount(select.getFetch()),
                TopKPlanner.rowCount(select.getOffset()),
                hasOtherKeys,
                key.text(),
                blend,
                queries.rowIds(rowId, from(select), with(select.getWhere(), unfound)),
                queries.rowIds(rowId, from(select), with(select.getWhere(), textless)),
                hitColumns(select, table, key, hasOtherKeys));
    }

    private static SqlNode from(SqlSelect select) {
        return Objects.requireNonNull(select.getFrom(), "it reads a table");
    }

    private static List<SqlNode> with(@Nullable SqlNode where, SqlNode condition) {
        List<SqlNode> conditions = new ArrayList<>(Trees.conjuncts(where));
        conditions.add(condition);
        return conditions;
    }
}
