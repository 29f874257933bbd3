package io.vectra.sql.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts expressions in place of columns, in copies of the trees that hold them. Aliases that a sub-query defines for
 * itself stay as they are. Thread rule: not thread-safe.
 */
final class Substitution extends SqlShuttle {
    private final Map<String, Column> columns = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();

    /** What stands for the columns of one alias. */
    @FunctionalInterface
    private interface Column {
        SqlNode of(SqlIdentifier column);
    }

    /** Gives an alias another name. */
    void rename(String alias, String name) {
        columns.put(alias, column -> column.setName(0, name));
    }

    /** Puts expressions in place of an alias' columns. */
    void replace(String alias, Map<String, SqlNode> expressions) {
        columns.put(alias, column -> expressions.getOrDefault(column.names.get(1), column));
    }

    /** Returns a tree with the columns replaced; the tree itself if there is nothing to replace. */
    SqlNode in(SqlNode tree) {
        return columns.isEmpty() ? tree : Objects.requireNonNull(tree.accept(this));
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        Column column =
                name.names.size() == 2 && !hidden.contains(name.names.get(0)) ? columns.get(name.names.get(0)) : null;
        return column == null ? name : column.of(name);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        return call instanceof SqlSelect select ? subQuery(select) : super.visit(call);
    }

    private SqlNode subQuery(SqlSelect select) {
        Set<String> added = new HashSet<>(Trees.aliases(select.getFrom()));
        added.removeAll(hidden);
        hidden.addAll(added);
        SqlSelect copy = (SqlSelect) select.clone(select.getParserPosition());
        for (int i = 0; i < copy.operandCount(); i++) {
            SqlNode operand = select.getOperandList().get(i);
            if (operand != null && operand != select.getHints()) {
                copy.setOperand(i, operand == select.getFrom() ? from(operand) : operand.accept(this));
            }
        }
        hidden.removeAll(added);
        return copy;
    }

    /** Returns a FROM with the columns in its conditions and sub-queries replaced. */
    SqlNode inFrom(SqlNode tree) {
        return columns.isEmpty() ? tree : from(tree);
    }

    /** In FROM, a two-part name is a table, not a column. */
    private SqlNode from(SqlNode from) {
        if (from instanceof SqlJoin join) {
            SqlNode condition = join.getCondition();
            return Trees.join(
                    join,
                    from(join.getLeft()),
                    from(join.getRight()),
                    condition == null ? null : condition.accept(this));
        }
        boolean isAliased = from.getKind() == SqlKind.AS;
        SqlNode source = isAliased ? ((SqlCall) from).operand(0) : from;
        if (source instanceof SqlIdentifier) {
            return from;
        }
        return Objects.requireNonNull(from.accept(this));
    }
}
