package io.vectra.sql.validate;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.parser.ChangeBranch;
import io.vectra.sql.parser.MergeNode;
import io.vectra.sql.parser.PlainSelect;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A MERGE whose names are resolved and whose vectors are checked.
 *
 * <p>All its expressions are checked as one query over the table and the source: {@code SELECT expressions FROM table,
 * source WHERE condition}.
 *
 * @param query that query
 * @param table the table that is changed
 * @param targetName what the table is called in the expressions
 * @param branches the branches with checked expressions
 */
public record CheckedMerge(Validated query, TableInfo table, String targetName, List<ChangeBranch> branches) {
    public CheckedMerge {
        branches = List.copyOf(branches);
    }

    /** Returns the source, with its alias. */
    public SqlNode source() {
        return ((SqlJoin) from()).getRight();
    }

    /** Returns which rows match. */
    public SqlNode condition() {
        SqlNode where = ((SqlSelect) query.node()).getWhere();
        if (where == null) {
            throw new AssertionError("a MERGE has a condition");
        }
        return where;
    }

    private SqlNode from() {
        SqlNode from = ((SqlSelect) query.node()).getFrom();
        if (from == null) {
            throw new AssertionError("a MERGE has a source");
        }
        return from;
    }

    /** Returns the query that {@link #of} checks, for counting its parameters. */
    public static SqlNode queryOf(MergeNode merge, TableInfo table) {
        return new Expressions(merge.parts(), table).query();
    }

    /**
     * Checks a MERGE.
     *
     * @param parameters those of the whole statement
     * @param sourceColumns the columns of the table that the rows of the source are meant for, if they were written to
     *     be inserted; empty if not
     */
    public static CheckedMerge of(
            MergeNode merge,
            TableInfo table,
            CatalogView catalog,
            Parameters parameters,
            List<ColumnInfo> sourceColumns) {
        var expressions = new Expressions(merge.parts(), table);
        Validated checked = Validation.validate(expressions.query(), catalog, parameters, (targets, tree) -> {
            SqlSelect select = (SqlSelect) tree;
            targets.rewriteItems(select.getSelectList(), table, expressions.targets);
            if (!sourceColumns.isEmpty()) {
                SqlCall source = (SqlCall) ((SqlJoin) select.getFrom()).getRight();
                targets.rewriteRows(source.operand(0), table, sourceColumns);
            }
        });
        SqlSelect select = (SqlSelect) checked.node();
        RelDataType row = checked.validator().getValidatedNodeType(select);
        for (int i = 0; i < expressions.targets.size(); i++) {
            ColumnInfo target = expressions.targets.get(i);
            if (target != null) {
                ColumnInfo.VectorInfo vector = target.vector();
                VectraValidator.checkAssignment(
                        row.getFieldList().get(i).getType(),
                        target.name(),
                        vector == null
                                ? null
                                : (VectorSqlType) catalog.typeFactory().vector(vector.dimension()),
                        expressions.items.get(i).getParserPosition());
            }
        }
        return new CheckedMerge(
                checked, table, merge.parts().targetName(), expressions.putBack(select.getSelectList()));
    }

    /** The expressions of a MERGE in a row, with the columns that they are for. */
    private static final class Expressions {
        private final MergeNode.Parts parts;
        private final List<SqlNode> items = new ArrayList<>();
        private final List<@Nullable ColumnInfo> targets = new ArrayList<>();

        Expressions(MergeNode.Parts parts, TableInfo table) {
            this.parts = parts;
            for (ChangeBranch branch : parts.branches()) {
                SqlNode condition = branch.condition();
                if (condition != null) {
                    add(condition, null);
                }
                List<ColumnInfo> columns = changed(branch, table);
                for (int i = 0; i < columns.size(); i++) {
                    SqlNode value = branch.values().get(i);
                    boolean isDefault = VectorTyping.isDefaultCall(value);
                    add(isDefault ? SqlLiteral.createNull(value.getParserPosition()) : value, columns.get(i));
                }
            }
        }

        private void add(SqlNode item, @Nullable ColumnInfo target) {
            items.add(item);
            targets.add(target);
        }

        private static List<ColumnInfo> changed(ChangeBranch branch, TableInfo table) {
            if (branch.action() == ChangeBranch.Action.DELETE) {
                return List.of();
            }
            List<ColumnInfo> columns =
                    branch.columns() == null ? table.columns() : CheckedMerge.columns(branch.columns(), table);
            if (columns.size() != branch.values().size()) {
                throw Failures.at(
                        Failures.COLUMN_COUNT,
                        "The INSERT has " + columns.size() + " columns, but "
                                + branch.values().size() + " values",
                        branch.pos());
            }
            return columns;
        }

        SqlSelect query() {
            SqlParserPos pos = parts.table().getParserPosition();
            SqlNode target = as(parts.table(), new SqlIdentifier(parts.targetName(), pos));
            SqlNode from = new SqlJoin(
                    pos,
                    target,
                    SqlLiteral.createBoolean(false, pos),
                    JoinType.COMMA.symbol(pos),
                    parts.source(),
                    JoinConditionType.NONE.symbol(pos),
                    null);
            SqlNodeList list = new SqlNodeList(items, pos);
            if (items.isEmpty()) {
                list.add(SqlLiteral.createExactNumeric("1", pos));
            }
            return PlainSelect.of(pos, list, from, parts.condition());
        }

        /** Returns the branches with checked expressions. */
        List<ChangeBranch> putBack(SqlNodeList checked) {
            List<ChangeBranch> branches = new ArrayList<>();
            int next = 0;
            for (ChangeBranch branch : parts.branches()) {
                SqlNode condition = branch.condition() == null ? null : withoutAlias(checked.get(next++));
                SqlNodeList values = new SqlNodeList(branch.values().getParserPosition());
                for (SqlNode written : branch.values()) {
                    SqlNode value = withoutAlias(checked.get(next++));
                    values.add(VectorTyping.isDefaultCall(written) ? written : value);
                }
                branches.add(new ChangeBranch(branch.pos(), branch.action(), condition, branch.columns(), values));
            }
            return branches;
        }

        private static SqlNode withoutAlias(SqlNode item) {
            return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        }
    }

    static SqlCall as(SqlNode node, SqlNode alias) {
        return SqlStdOperatorTable.AS.createCall(node.getParserPosition(), node, alias);
    }

    /**
     * Returns the columns of these names.
     *
     * @throws io.vectra.sql.SqlFailure ({@code 42S22}) for one that the table does not have, ({@code 42S21}) for one
     *     that is named twice
     */
    static List<ColumnInfo> columns(SqlNodeList names, TableInfo table) {
        List<ColumnInfo> columns = new ArrayList<>();
        for (SqlNode node : names) {
            SqlIdentifier name = (SqlIdentifier) node;
            String last = name.names.get(name.names.size() - 1);
            ColumnInfo column = table.column(last);
            if (column == null) {
                throw Failures.unknownColumn(last, table, name.getParserPosition());
            }
            if (columns.contains(column)) {
                throw Failures.at("42S21", "Duplicate column name \"" + last + "\"", name.getParserPosition());
            }
            columns.add(column);
        }
        return columns;
    }
}
