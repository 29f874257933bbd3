package io.vectra.sql.plan;

import io.vectra.sql.execute.ListedFilter;
import io.vectra.sql.execute.RowFilter;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.RowIdNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Says which rows of its table a search may find: those for which the joins and conditions of the part hold.
 *
 * <p>Left joins that nothing asks about make no difference, and are left out.
 */
final class RowFilters {
    private static final SqlParserPos POS = SqlParserPos.ZERO;

    private final SearchPart part;
    private final MirrorQueries queries;
    private final HitsNode hits;
    private final IntPredicate isScalar;
    private final IntSupplier slots;

    /**
     * Prepares the filters of one search.
     *
     * @param hits what it finds, under the table's alias in the flat query
     * @param isScalar says which parameters are scalars of a plain type
     * @param slots gives the next free place for the values of a list
     */
    RowFilters(SearchPart part, MirrorQueries queries, HitsNode hits, IntPredicate isScalar, IntSupplier slots) {
        this.part = part;
        this.queries = queries;
        this.hits = hits;
        this.isScalar = isScalar;
        this.slots = slots;
    }

    /** Returns the filter for these conditions; null if every row of the table is eligible. */
    @Nullable
    RowFilter of(List<SqlNode> conditions) {
        SqlNode from = needed(conditions);
        boolean isAlone = !(from instanceof SqlJoin);
        if (isAlone && conditions.isEmpty()) {
            return null;
        }
        String alias = part.table().alias();
        List<SqlNode> own = new ArrayList<>();
        for (SqlNode condition : conditions) {
            if (Set.of(alias).containsAll(Trees.freeAliases(condition))) {
                own.add(condition);
            }
        }
        SqlNode where = Trees.and(own);
        FilterTranslation translation = where == null
                ? null
                : FilterTranslation.of(where, alias, part.table().info(), isScalar);
        boolean isWhole = isAlone && translation != null && translation.remainder() == null;
        MirrorSql collecting = queries.collecting(vectorColumn(), from, conditions);
        MirrorSql checking = queries.values(hits.rowId(), found(from), conditions, null);
        ListedFilter listed =
                isWhole ? null : new ListedConditions(part.table(), queries, slots).filter(from, conditions, isScalar);
        return new RowFilter(
                collecting,
                checking,
                translation == null ? null : translation.template(),
                isWhole,
                listed,
                isWhole ? null : queries.knownRows(from, conditions));
    }

    /** Returns the query for the ids of eligible rows without a vector, in their order. */
    MirrorSql nullRows(List<SqlNode> conditions) {
        List<SqlNode> all = new ArrayList<>(conditions);
        all.add(SqlStdOperatorTable.IS_NULL.createCall(POS, vectorColumn()));
        String alias = part.table().alias();
        RowIdNode rowId = conditions.isEmpty() ? new RowIdNode(alias) : RowIdNode.ordering(alias);
        return queries.values(rowId, needed(conditions), all, SqlNodeList.of(rowId));
    }

    private SqlIdentifier vectorColumn() {
        return new SqlIdentifier(
                List.of(part.table().alias(), part.distance().column().name()), POS);
    }

    /** Returns what has to be read to say whether a row is eligible. */
    private SqlNode needed(List<SqlNode> conditions) {
        Set<String> used = new HashSet<>(Set.of(part.table().alias()));
        conditions.forEach(condition -> used.addAll(Trees.freeAliases(condition)));
        return needed(part.read().from(), used);
    }

    private static SqlNode needed(SqlNode from, Set<String> used) {
        if (!(from instanceof SqlJoin join) || join.isNatural() || join.getConditionType() == JoinConditionType.USING) {
            return from;
        }
        if (join.getJoinType() == JoinType.LEFT && !reads(join.getRight(), used)) {
            return needed(join.getLeft(), used);
        }
        if (join.getJoinType() == JoinType.RIGHT && !reads(join.getLeft(), used)) {
            return needed(join.getRight(), used);
        }
        Set<String> below = new HashSet<>(used);
        if (join.getCondition() != null) {
            below.addAll(Trees.freeAliases(join.getCondition()));
        }
        return Trees.join(join, needed(join.getLeft(), below), needed(join.getRight(), below), join.getCondition());
    }

    private static boolean reads(SqlNode from, Set<String> used) {
        return Trees.aliases(from).stream().anyMatch(used::contains);
    }

    /** Returns what is read, with only the rows that a search has found. */
    private SqlNode found(SqlNode from) {
        if (from instanceof SqlJoin join) {
            return Trees.join(join, found(join.getLeft()), found(join.getRight()), join.getCondition());
        }
        return part.table().alias().equals(Trees.alias(from)) ? hits : from;
    }
}
