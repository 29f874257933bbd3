package io.vectra.sql.plan;

import io.vectra.sql.function.VectorFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Questions about checked syntax trees. */
final class Trees {
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

    static boolean hasVectorFunction(SqlNode node) {
        return contains(node, call -> call.getOperator() instanceof VectorFunction);
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

    /** Takes the hints away, which mean nothing to the mirror. */
    static void removeHints(SqlNode node) {
        node.accept(new SqlBasicVisitor<Void>() {
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

    private static boolean contains(SqlNode node, Predicate<SqlCall> test) {
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
            if (name.names.size() > 1 && !defined.contains(name.names.get(0))) {
                free.add(name.names.get(0));
            }
            return null;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (!(call instanceof SqlSelect select)) {
                return super.visit(call);
            }
            Set<String> inside = new HashSet<>(defined);
            addAliases(select.getFrom(), inside);
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

        private static void addAliases(@Nullable SqlNode from, Set<String> aliases) {
            if (from instanceof SqlJoin join) {
                addAliases(join.getLeft(), aliases);
                addAliases(join.getRight(), aliases);
            } else if (from instanceof SqlCall as && as.getKind() == SqlKind.AS) {
                aliases.add(((SqlIdentifier) as.operand(1)).getSimple());
            } else if (from instanceof SqlIdentifier name) {
                aliases.add(name.names.get(name.names.size() - 1));
            }
        }
    }
}
