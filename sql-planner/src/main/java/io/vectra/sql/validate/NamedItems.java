package io.vectra.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the names that the validator gave to the columns of sub-queries, because the mirror would choose others,
 * and the columns that a NATURAL JOIN joins by.
 */
final class NamedItems extends SqlBasicVisitor<Void> {
    private final VectraValidator validator;

    NamedItems(VectraValidator validator) {
        this.validator = validator;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            nameItems(select);
            if (select.getFrom() != null) {
                select.setFrom(named(select.getFrom()));
            }
        } else if (call instanceof SqlJoin join) {
            join.setLeft(named(join.getLeft()));
            join.setRight(named(join.getRight()));
            if (join.isNatural()) {
                writeCondition(join);
            }
        } else if (call instanceof SqlWith with) {
            nameColumns(with);
        } else if (call.getOperator() instanceof SqlFunction) {
            stripAliases(call);
        }
        return super.visit(call);
    }

    /** After RECURSIVE, which stands for all queries of a WITH, the mirror wants their columns named. */
    private void nameColumns(SqlWith with) {
        if (with.withList.stream().noneMatch(item -> ((SqlWithItem) item).recursive.booleanValue())) {
            return;
        }
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            SqlParserPos pos = item.getParserPosition();
            item.recursive = SqlLiteral.createBoolean(true, pos);
            if (item.columnList == null) {
                item.columnList = new SqlNodeList(pos);
                for (String name : validator.getValidatedNodeType(item.query).getFieldNames()) {
                    item.columnList.add(new SqlIdentifier(name, SqlParserPos.QUOTED_ZERO));
                }
            }
        }
    }

    /** The validator puts aliases into the COALESCE that it makes of the columns of USING. */
    private static void stripAliases(SqlCall call) {
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (operand != null && operand.getKind() == SqlKind.AS) {
                call.setOperand(i, ((SqlCall) operand).operand(0));
            }
        }
    }

    private void nameItems(SqlSelect select) {
        RelDataType row = validator.getValidatedNodeTypeIfKnown(select);
        SqlNodeList items = select.getSelectList();
        if (row == null || !row.isStruct() || row.getFieldCount() != items.size()) {
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            if (item.getKind() == SqlKind.AS) {
                quoteAlias((SqlCall) item);
            } else if (!(item instanceof SqlIdentifier)) {
                items.set(i, alias(item, List.of(row.getFieldNames().get(i))));
            }
        }
    }

    /** A name that is not quoted would be printed as the function of that name, such as CURRENT_DATE. */
    private static void quoteAlias(SqlCall item) {
        SqlIdentifier alias = item.operand(1);
        item.setOperand(
                1,
                new SqlIdentifier(alias.getSimple(), alias.getParserPosition().withQuoting(true)));
    }

    /** Names the columns of VALUES in FROM, and gives every sub-query in FROM an alias. */
    private SqlNode named(SqlNode from) {
        boolean isAliased = from.getKind() == SqlKind.AS;
        SqlNode source = isAliased ? ((SqlCall) from).operand(0) : from;
        boolean hasColumns = isAliased && ((SqlCall) from).operandCount() > 2;
        if (source.getKind() != SqlKind.VALUES || hasColumns) {
            return from;
        }
        RelDataType row = validator.getValidatedNodeTypeIfKnown(source);
        if (row == null) {
            return from;
        }
        List<String> names = new ArrayList<>();
        names.add(isAliased ? ((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple() : "EXPR$0");
        names.addAll(row.getFieldNames());
        return alias(source, names);
    }

    private static SqlCall alias(SqlNode node, List<String> names) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(node);
        names.forEach(name -> operands.add(new SqlIdentifier(name, SqlParserPos.QUOTED_ZERO)));
        return SqlStdOperatorTable.AS.createCall(node.getParserPosition(), operands);
    }

    private void writeCondition(SqlJoin join) {
        List<SqlNode> columns = new ArrayList<>();
        for (String name : validator.sharedColumns(join)) {
            columns.add(new SqlIdentifier(name, SqlParserPos.ZERO));
        }
        SqlParserPos pos = join.getParserPosition();
        join.setOperand(1, SqlLiteral.createBoolean(false, pos));
        boolean isCross = columns.isEmpty();
        join.setOperand(4, (isCross ? JoinConditionType.ON : JoinConditionType.USING).symbol(pos));
        join.setOperand(5, isCross ? SqlLiteral.createBoolean(true, pos) : new SqlNodeList(columns, pos));
    }
}
