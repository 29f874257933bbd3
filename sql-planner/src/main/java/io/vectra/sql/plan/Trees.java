package io.vectra.sql.plan;

import io.vectra.sql.function.RowAmongFunction;
import io.vectra.sql.function.TextFunction;
import io.vectra.sql.function.VectorFunction;
import io.vectra.sql.mirror.HitsNode;
import io.vectra.sql.mirror.RowFoundNode;
import io.vectra.sql.mirror.RowIdNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Questions about checked syntax trees. */
final class Trees {
    private static final Set<String> VOLATILE =
            Set.of("RAND", "RANDOM", "SECURE_RAND", "RANDOM_UUID", "UUID", "NEXTVAL", "NEXT VALUE");

    private Trees() {}

    /** Returns what an ORDER BY item orders by, without DESC and NULLS FIRST or LAST. */
    static SqlNode withoutDirection(SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> withoutDirection(((SqlCall) item).operand(0));
            default -> item;
        };
    }

    /** Returns whether an ORDER BY item has a direction of this kind. */
    static boolean hasKind(SqlNode item, SqlKind kind) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST ->
                item.getKind() == kind || hasKind(((SqlCall) item).operand(0), kind);
            default -> false;
        };
    }

    /** Returns whether a function over vectors stands in an expression, but not in its sub-queries. */
    static boolean hasVectorFunction(SqlNode node) {
        boolean[] found = {false};
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return null;
                }
                found[0] |= call.getOperator() instanceof VectorFunction;
                return found[0] ? null : super.visit(call);
            }
        });
        return found[0];
    }

    static boolean hasTextFunction(SqlNode node) {
        return contains(
                node,
                call -> call.getOperator() instanceof TextFunction || call.getOperator() == RowAmongFunction.INSTANCE);
    }

    /** Returns the conditions that a WHERE joins by AND; none if there is no WHERE. */
    static List<SqlNode> conjuncts(@Nullable SqlNode where) {
        if (where == null) {
            return List.of();
        }
        if (where.getKind() != SqlKind.AND) {
            return List.of(where);
        }
        return ((SqlCall) where)
                .getOperandList().stream()
                        .flatMap(operand -> conjuncts(operand).stream())
                        .toList();
    }

    /** Joins conditions by AND; null if there are none. */
    static @Nullable SqlNode and(List<SqlNode> conditions) {
        SqlNode all = null;
        for (SqlNode condition : conditions) {
            all = all == null ? condition : SqlStdOperatorTable.AND.createCall(SqlParserPos.ZERO, all, condition);
        }
        return all;
    }

    /** Visits a statement: of an UPDATE or DELETE those trees that were checked and are printed. */
    static void visit(SqlNode statement, SqlBasicVisitor<Void> visitor) {
        if (statement instanceof SqlUpdate update) {
            update.getSourceExpressionList().accept(visitor);
            visitWhere(update.getSourceSelect(), visitor);
        } else if (statement instanceof SqlDelete delete) {
            visitWhere(delete.getSourceSelect(), visitor);
        } else {
            statement.accept(visitor);
        }
    }

    private static void visitWhere(@Nullable SqlSelect source, SqlBasicVisitor<Void> visitor) {
        SqlNode where = source == null ? null : source.getWhere();
        if (where != null) {
            where.accept(visitor);
        }
    }

    /** Takes the hints away, which mean nothing to the mirror. */
    static void removeHints(SqlNode node) {
        visit(node, new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select) {
                    select.setHints(SqlNodeList.EMPTY);
                }
                return super.visit(call);
            }
        });
    }

    static boolean hasWindow(SqlNode node) {
        return contains(node, call -> call.getKind() == SqlKind.OVER);
    }

    static boolean contains(SqlNode node, Predicate<SqlCall> test) {
        boolean[] found = {false};
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (test.test(call)) {
                    found[0] = true;
                    return null;
                }
                return super.visit(call);
            }
        });
        return found[0];
    }

    static boolean containsName(SqlNode node, Predicate<SqlIdentifier> test) {
        boolean[] found = {false};
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                found[0] |= test.test(name);
                return null;
            }
        });
        return found[0];
    }

    /** Returns the columns of an alias that are named anywhere in a tree. */
    static Set<String> columns(SqlNode tree, String alias) {
        Set<String> columns = new HashSet<>();
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                if (name.names.size() == 2 && name.names.get(0).equals(alias)) {
                    columns.add(name.names.get(1));
                }
                return null;
            }
        });
        return columns;
    }

    /** Returns the aliases that columns in {@code node} belong to without being defined in it. */
    static Set<String> freeAliases(SqlNode node) {
        FreeAliases visitor = new FreeAliases(Set.of());
        node.accept(visitor);
        return visitor.free;
    }

    /** Gathers aliases, knowing those that the queries around define. */
    private static final class FreeAliases extends SqlBasicVisitor<Void> {
        private final Set<String> defined;
        private final Set<String> free = new HashSet<>();

        FreeAliases(Set<String> defined) {
            this.defined = defined;
        }

        @Override
        public @Nullable Void visit(SqlIdentifier name) {
            if (name instanceof RowIdNode rowId) {
                add(rowId.alias());
            } else if (name instanceof RowFoundNode row) {
                add(row.alias());
            } else if (name.names.size() > 1) {
                add(name.names.get(0));
            }
            return null;
        }

        private void add(String alias) {
            if (!defined.contains(alias)) {
                free.add(alias);
            }
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (!(call instanceof SqlSelect select)) {
                return super.visit(call);
            }
            Set<String> inside = new HashSet<>(defined);
            inside.addAll(aliases(select.getFrom()));
            FreeAliases inner = new FreeAliases(inside);
            for (SqlNode part : select.getOperandList()) {
                if (part != null && part != select.getFrom()) {
                    part.accept(inner);
                }
            }
            visitFrom(select.getFrom(), inner);
            free.addAll(inner.free);
            return null;
        }

        /** In FROM, a two-part name is a table, not a column. */
        private static void visitFrom(@Nullable SqlNode from, FreeAliases inner) {
            if (from instanceof SqlJoin join) {
                visitFrom(join.getLeft(), inner);
                visitFrom(join.getRight(), inner);
                if (join.getCondition() != null) {
                    join.getCondition().accept(inner);
                }
            } else if (from instanceof SqlCall as && as.getKind() == SqlKind.AS) {
                visitFrom(as.operand(0), inner);
            } else if (from != null && !(from instanceof SqlIdentifier)) {
                from.accept(inner);
            }
        }
    }

    /** Returns the aliases that a FROM defines. */
    static Set<String> aliases(@Nullable SqlNode from) {
        Set<String> aliases = new HashSet<>();
        leaves(from).forEach(leaf -> {
            String alias = alias(leaf);
            if (leaf instanceof HitsNode hits) {
                aliases.addAll(hits.aliases());
            } else if (alias != null) {
                aliases.add(alias);
            }
        });
        return aliases;
    }

    /** Returns what a FROM joins, from left to right. */
    static List<SqlNode> leaves(@Nullable SqlNode from) {
        if (from == null) {
            return List.of();
        }
        if (!(from instanceof SqlJoin join)) {
            return List.of(from);
        }
        List<SqlNode> leaves = new ArrayList<>(leaves(join.getLeft()));
        leaves.addAll(leaves(join.getRight()));
        return leaves;
    }

    /** Returns the alias of something that a FROM joins, or null if it has none. */
    static @Nullable String alias(SqlNode leaf) {
        if (leaf instanceof SqlCall as && as.getKind() == SqlKind.AS) {
            return ((SqlIdentifier) as.operand(1)).getSimple();
        }
        return leaf instanceof SqlIdentifier name ? name.names.get(name.names.size() - 1) : null;
    }

    /** Returns a join of the same kind over other operands. */
    static SqlJoin join(SqlJoin join, SqlNode left, SqlNode right, @Nullable SqlNode condition) {
        return new SqlJoin(
                join.getParserPosition(),
                left,
                join.isNaturalNode(),
                join.getJoinTypeNode(),
                right,
                join.getConditionTypeNode(),
                condition);
    }

    /** Adds what the joins ask; returns false if there are other joins than inner ones. */
    static boolean addInnerJoinConditions(SqlNode from, List<SqlNode> conditions) {
        if (!(from instanceof SqlJoin join)) {
            return true;
        }
        boolean isInner = switch (join.getJoinType()) {
            case INNER, COMMA, CROSS -> true;
            default -> false;
        };
        if (!isInner || join.isNatural() || join.getConditionType() == JoinConditionType.USING) {
            return false;
        }
        conditions.addAll(conjuncts(join.getCondition()));
        return addInnerJoinConditions(join.getLeft(), conditions)
                && addInnerJoinConditions(join.getRight(), conditions);
    }

    /** Returns a join without a condition. */
    static SqlJoin comma(SqlNode left, SqlNode right) {
        return new SqlJoin(
                SqlParserPos.ZERO,
                left,
                SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
                JoinType.COMMA.symbol(SqlParserPos.ZERO),
                right,
                JoinConditionType.NONE.symbol(SqlParserPos.ZERO),
                null);
    }

    /** Returns whether something in a tree may have another value each time it is computed. */
    static boolean isVolatile(SqlNode node) {
        return contains(node, call -> VOLATILE.contains(call.getOperator().getName()));
    }

    static boolean hasQuery(SqlNode node) {
        return contains(node, call -> call.isA(SqlKind.QUERY));
    }

    static boolean hasAggregate(SqlNode node) {
        return contains(node, call -> call.getOperator().isAggregator());
    }

    /** Returns whether something in FROM, or a condition of its joins, asks a query around it. */
    static boolean hasFreeAlias(SqlNode from, String alias) {
        if (from instanceof SqlJoin join) {
            return hasFreeAlias(join.getLeft(), alias)
                    || hasFreeAlias(join.getRight(), alias)
                    || (join.getCondition() != null
                            && freeAliases(join.getCondition()).contains(alias));
        }
        SqlNode source = itemValue(from);
        return !(source instanceof SqlIdentifier) && freeAliases(source).contains(alias);
    }

    /** Returns the name of an item of a select list. */
    static String itemName(SqlNode item) {
        SqlNode name = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
        return name instanceof SqlIdentifier identifier
                ? identifier.names.get(identifier.names.size() - 1)
                : item.toString();
    }

    /** Returns an item of a select list without its name. */
    static SqlNode itemValue(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }
}
