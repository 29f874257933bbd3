package io.vectra.sql.plan;

import io.vectra.sql.execute.FilterTemplate;
import io.vectra.sql.execute.ListedFilter;
import io.vectra.sql.execute.ListedFilter.ValueList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Turns joins and sub-queries that ask one column of a table for a partner into conditions on that column: it is one of
 * the values that a query lists, which does not depend on the table.
 *
 * <p>Taken are {@code column [NOT] IN (query)}, {@code EXISTS} with one equality to the outside, and inner joins of
 * which one equality leads to the table.
 */
final class ListedConditions {
    private static final SqlParserPos POS = SqlParserPos.ZERO;

    private final SearchedTable table;
    private final MirrorQueries queries;
    private final IntSupplier slots;
    private final List<ValueList> lists = new ArrayList<>();
    private final List<SqlNode> conditions = new ArrayList<>();
    private boolean isFirst = true;

    /**
     * Prepares to turn conditions on a table.
     *
     * @param slots gives the next free place for the values of a list
     */
    ListedConditions(SearchedTable table, MirrorQueries queries, IntSupplier slots) {
        this.table = table;
        this.queries = queries;
        this.slots = slots;
    }

    /**
     * Returns the conditions as one filter with lists; null if there is something else among them.
     *
     * @param from what is read
     * @param isScalar says which parameters are scalars of a plain type
     */
    @Nullable
    ListedFilter filter(SqlNode from, List<SqlNode> all, IntPredicate isScalar) {
        List<SqlNode> asked = new ArrayList<>(all);
        if (!Trees.addInnerJoinConditions(from, asked) || !add(from, asked)) {
            return null;
        }
        SqlNode where = lists.isEmpty() ? null : Trees.and(conditions);
        FilterTranslation translation =
                where == null ? null : FilterTranslation.of(where, table.alias(), table.info(), isScalar);
        FilterTemplate template = translation == null ? null : translation.whole();
        return template == null ? null : new ListedFilter(lists, template, isFirst);
    }

    private boolean add(SqlNode from, List<SqlNode> all) {
        List<SqlNode> joined = new ArrayList<>();
        for (SqlNode condition : all) {
            Set<String> aliases = Trees.freeAliases(condition);
            if (!Set.of(table.alias()).containsAll(aliases)) {
                joined.add(condition);
            } else if (!addOwn(condition)) {
                return false;
            }
        }
        Set<SqlNode> left = new HashSet<>(Trees.leaves(from));
        left.removeIf(leaf -> table.alias().equals(Trees.alias(leaf)));
        isFirst &= left.isEmpty();
        while (!left.isEmpty()) {
            if (!addPartners(left.iterator().next(), left, joined)) {
                return false;
            }
        }
        return joined.isEmpty();
    }

    /** Adds a condition on the table alone. */
    private boolean addOwn(SqlNode condition) {
        if (condition.getKind() == SqlKind.EXISTS) {
            isFirst = false;
            return ((SqlCall) condition).operand(0) instanceof SqlSelect query && addExists(query);
        }
        boolean isList = condition.getKind() == SqlKind.IN || condition.getKind() == SqlKind.NOT_IN;
        if (!isList || !((SqlCall) condition).operand(1).isA(SqlKind.QUERY)) {
            return conditions.add(condition);
        }
        SqlCall call = (SqlCall) condition;
        SqlNode query = call.operand(1);
        return call.operand(0) instanceof SqlIdentifier column
                && Trees.freeAliases(query).isEmpty()
                && conditions.add(
                        call.getOperator().createCall(POS, column, list(queries.list(query, slots.getAsInt()))));
    }

    private boolean addExists(SqlSelect query) {
        boolean isPlain = query.getFrom() != null
                && query.getGroup() == null
                && query.getHaving() == null
                && query.getQualify() == null
                && query.getFetch() == null
                && query.getOffset() == null
                && !Trees.hasAggregate(query.getSelectList());
        List<SqlNode> inside = new ArrayList<>();
        Link link = null;
        for (SqlNode condition : Trees.conjuncts(query.getWhere())) {
            if (!Trees.freeAliases(condition).contains(table.alias())) {
                inside.add(condition);
            } else if (link == null) {
                link = link(condition, Trees.aliases(query.getFrom()));
                isPlain &= link != null;
            } else {
                return false;
            }
        }
        return isPlain
                && link != null
                && !Trees.hasFreeAlias(query.getFrom(), table.alias())
                && addList(link, query.getFrom(), inside);
    }

    /** Adds the condition to have a partner among the tables that are joined with one of them. */
    private boolean addPartners(SqlNode first, Set<SqlNode> left, List<SqlNode> joined) {
        Set<SqlNode> partners = new HashSet<>(Set.of(first));
        Set<String> aliases = new HashSet<>(Trees.aliases(first));
        while (grow(partners, aliases, left, joined)) {}
        List<SqlNode> inside = new ArrayList<>();
        Link link = null;
        for (SqlNode condition : List.copyOf(joined)) {
            Set<String> read = Trees.freeAliases(condition);
            boolean isLinking = read.contains(table.alias());
            read.remove(table.alias());
            if (!aliases.containsAll(read)) {
                continue;
            }
            joined.remove(condition);
            if (!isLinking) {
                inside.add(condition);
            } else if (link == null) {
                link = link(condition, aliases);
                if (link == null) {
                    return false;
                }
            } else {
                return false;
            }
        }
        left.removeAll(partners);
        SqlNode from = null;
        for (SqlNode partner : partners) {
            from = from == null ? partner : Trees.comma(from, partner);
        }
        return link != null && from != null && addList(link, from, inside);
    }

    /** Adds the tables that a condition names together with those that are there; returns false if there are none. */
    private boolean grow(Set<SqlNode> partners, Set<String> aliases, Set<SqlNode> left, List<SqlNode> joined) {
        int before = partners.size();
        for (SqlNode condition : joined) {
            Set<String> read = Trees.freeAliases(condition);
            read.remove(table.alias());
            if (read.stream().anyMatch(aliases::contains)) {
                for (SqlNode leaf : left) {
                    String alias = Trees.alias(leaf);
                    if (alias != null && read.contains(alias) && partners.add(leaf)) {
                        aliases.add(alias);
                    }
                }
            }
        }
        return partners.size() > before;
    }

    /** An equality between a column of the table and one of others. */
    private record Link(SqlIdentifier column, SqlIdentifier other) {}

    private @Nullable Link link(SqlNode condition, Set<String> others) {
        if (condition.getKind() != SqlKind.EQUALS
                || !(((SqlCall) condition).operand(0) instanceof SqlIdentifier left)
                || !(((SqlCall) condition).operand(1) instanceof SqlIdentifier right)) {
            return null;
        }
        boolean isLeft = left.names.get(0).equals(table.alias());
        Link link = isLeft ? new Link(left, right) : new Link(right, left);
        boolean isLink = link.column().names.get(0).equals(table.alias())
                && others.contains(link.other().names.get(0));
        return isLink ? link : null;
    }

    private boolean addList(Link link, SqlNode from, List<SqlNode> inside) {
        SqlDynamicParam list = list(queries.list(link.other(), from, inside, slots.getAsInt()));
        return conditions.add(SqlStdOperatorTable.IN.createCall(POS, link.column(), list));
    }

    private SqlDynamicParam list(ValueList list) {
        lists.add(list);
        return new SqlDynamicParam(list.slot(), POS);
    }
}
