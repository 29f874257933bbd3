package io.vectra.sql.validate;

import io.vectra.sql.parser.PlainSelect;
import java.util.List;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The form of a query that reads itself in WITH RECURSIVE: rows to begin with, UNION ALL, rows that follow from the
 * last ones. The mirror takes other forms too, but neither drops double rows nor reads the last rows twice.
 */
final class RecursiveQuery {
    private RecursiveQuery() {}

    /**
     * Returns whether a query reads itself, and brings it into a form that the mirror takes.
     *
     * @param inner what was taken out of the query
     * @throws io.vectra.sql.SqlFailure if it does in another form
     */
    static boolean readsItself(SqlNode query, List<SqlNode> inner, SqlIdentifier name) {
        int inside = inner.stream().mapToInt(item -> reads(item, name)).sum();
        int all = reads(query, name) + inside;
        if (all == 0) {
            return false;
        }
        boolean isUnion = query.getKind() == SqlKind.UNION;
        if (isUnion && !((SqlSetOperator) ((SqlCall) query).getOperator()).isAll()) {
            throw refused("UNION drops double rows, which is not supported there; write UNION ALL", query, name);
        }
        SqlNode next = isUnion ? ((SqlBasicCall) query).operand(1) : query;
        if (!isUnion || inside > 0 || reads(next, name) < all) {
            throw refused("it has to be: first rows UNION ALL SELECT that reads \"" + name + "\"", query, name);
        }
        if (all > 1) {
            throw refused("it can read its last rows only once", query, name);
        }
        if (next instanceof SqlOrderBy) {
            throw refused("ORDER BY and LIMIT are not supported in the part that reads its last rows", query, name);
        }
        SqlNode from = next instanceof SqlSelect select ? select.getFrom() : null;
        if (from == null || !isRead(from, name)) {
            throw refused("its last rows can be read in FROM alone, without an outer join that adds rows", query, name);
        }
        if (hasLateral(from)) {
            throw refused("LATERAL is not supported beside its last rows", query, name);
        }
        hideOrder(query);
        return true;
    }

    /**
     * Puts an order of the first rows into a sub-query: the mirror would take what they are ordered by for a column.
     */
    private static void hideOrder(SqlNode query) {
        SqlNode first = ((SqlCall) query).operand(0);
        if (first instanceof SqlOrderBy) {
            SqlParserPos pos = first.getParserPosition();
            SqlNode from = SqlStdOperatorTable.AS.createCall(pos, first, new SqlIdentifier("FIRST (1)", pos));
            ((SqlCall) query).setOperand(0, PlainSelect.all(pos, from));
        }
    }

    private static RuntimeException refused(String why, SqlNode query, SqlIdentifier name) {
        return Failures.notSupported(
                "\"" + name + "\" reads itself in WITH RECURSIVE: " + why, query.getParserPosition());
    }

    /** Returns how often a query is read by its name, which no column has. */
    private static int reads(SqlNode tree, SqlIdentifier name) {
        int[] count = {0};
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.getFrom() != null) {
                    count[0] += readsInFrom(select.getFrom(), name);
                }
                return super.visit(call);
            }
        });
        return count[0];
    }

    private static int readsInFrom(SqlNode from, SqlIdentifier name) {
        if (from instanceof SqlJoin join) {
            return readsInFrom(join.getLeft(), name) + readsInFrom(join.getRight(), name);
        }
        SqlNode source = from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return source instanceof SqlIdentifier read && read.names.equals(name.names) ? 1 : 0;
    }

    private static boolean isRead(SqlNode from, SqlIdentifier name) {
        if (!(from instanceof SqlJoin join)) {
            return readsInFrom(from, name) > 0;
        }
        return join.getJoinType() != JoinType.RIGHT && isRead(join.getLeft(), name)
                || join.getJoinType() != JoinType.LEFT && isRead(join.getRight(), name);
    }

    private static boolean hasLateral(SqlNode from) {
        if (from instanceof SqlJoin join) {
            return hasLateral(join.getLeft()) || hasLateral(join.getRight());
        }
        SqlNode source = from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        return source.getKind() == SqlKind.LATERAL;
    }
}
