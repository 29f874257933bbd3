package io.vectra.sql.plan;

import io.vectra.sql.function.VectorFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Says which of two joined tables, whose vectors are compared, gives the query vectors. */
final class VectorPair {
    private VectorPair() {}

    /** Returns the alias of that table, or null if an expression compares no two tables. */
    static @Nullable String outerAlias(SqlNode expression, FlatQuery read) {
        List<SqlCall> distances = new ArrayList<>();
        expression.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    return null;
                }
                if (call.getOperator() instanceof VectorFunction function && function.ordering() != null) {
                    distances.add(call);
                }
                return super.visit(call);
            }
        });
        if (distances.size() != 1) {
            return null;
        }
        SearchedTable left = outer(distances.get(0), 0, read);
        SearchedTable right = outer(distances.get(0), 1, read);
        SearchedTable outer = right == null || (left != null && isSmaller(left, right, read)) ? left : right;
        return outer == null ? null : outer.alias();
    }

    /** Returns the table from which one side of a distance comes, if the other side is a column of another table. */
    private static @Nullable SearchedTable outer(SqlCall distance, int side, FlatQuery read) {
        SearchedTable searched = read.vectorTable(distance.operand(1 - side));
        Set<String> aliases = Trees.freeAliases(distance.operand(side));
        SearchedTable outer =
                aliases.size() == 1 ? read.table(aliases.iterator().next()) : null;
        return searched == null || searched.equals(outer) ? null : outer;
    }

    /** Fewer rows of a table are expected where a column of it has to equal something. */
    private static boolean isSmaller(SearchedTable left, SearchedTable right, FlatQuery read) {
        boolean isLeftChosen = isChosen(left, read);
        return isLeftChosen == isChosen(right, read)
                ? left.info().estimatedRows() < right.info().estimatedRows()
                : isLeftChosen;
    }

    private static boolean isChosen(SearchedTable table, FlatQuery read) {
        return read.conditions().stream()
                .anyMatch(condition -> (condition.getKind() == SqlKind.EQUALS || condition.getKind() == SqlKind.IN)
                        && Trees.freeAliases(condition).equals(Set.of(table.alias())));
    }
}
