package io.vectra.sql.parser;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Writes DISTINCT ON and WITH TIES as conditions on the number or rank of a row: QUALIFY ROW_NUMBER() OVER (…) = 1. */
public final class RowChoice {
    private final SqlSelect select;
    private final Map<String, SqlNode> aliases = new HashMap<>();

    private RowChoice(SqlSelect select) {
        this.select = select;
        for (SqlNode item : select.getSelectList()) {
            if (item.getKind() == SqlKind.AS) {
                SqlCall named = (SqlCall) item;
                aliases.putIfAbsent(((SqlIdentifier) named.operand(1)).getSimple(), named.operand(0));
            }
        }
    }

    /** Keeps one row of those that have the same values of some expressions: any, as long as there is no order. */
    public static void distinctOn(SqlSelect select, SqlNodeList expressions) {
        if (select.getQualify() != null) {
            throw SyntaxErrors.at(
                    expressions.getParserPosition(), "0A000", "DISTINCT ON and QUALIFY do not go together");
        }
        SqlParserPos pos = expressions.getParserPosition();
        for (SqlNode each : expressions) {
            if (each instanceof SqlLiteral) {
                throw SyntaxErrors.at(
                        each.getParserPosition(),
                        "0A000",
                        "DISTINCT ON (" + each + ") is not supported; name a column");
            }
        }
        RowChoice choice = new RowChoice(select);
        SqlCall number = window("ROW_NUMBER", choice.keys(expressions), SqlNodeList.EMPTY, pos);
        select.setQualify(new FirstOfGroup(number, pos));
    }

    /** Makes the row that DISTINCT ON keeps the first one in the order of the query. */
    public static void order(SqlNode query, @Nullable SqlNodeList order) {
        SqlSelect select = body(query);
        if (select != null && order != null && select.getQualify() instanceof FirstOfGroup first) {
            first.order(new RowChoice(select).keys(order));
        }
    }

    /** Marks a number of rows as one that more rows with the values of the last one do not count for. */
    public static SqlNode withTies(SqlNode count) {
        return new Ties(count);
    }

    /**
     * Takes the mark away, and makes it a condition.
     *
     * @return the number of rows that is left to be asked for, or null
     */
    public static @Nullable SqlNode fetch(
            SqlNode query, @Nullable SqlNodeList order, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
        if (!(fetch instanceof Ties ties)) {
            return fetch;
        }
        SqlParserPos pos = fetch.getParserPosition();
        SqlSelect select = body(query);
        if (order == null) {
            throw SyntaxErrors.at(pos, "WITH TIES needs an ORDER BY, by which rows are tied");
        }
        if (select == null || select.isDistinct() || select.getQualify() != null) {
            throw SyntaxErrors.at(
                    pos,
                    "0A000",
                    "WITH TIES is supported for a SELECT without DISTINCT, QUALIFY and UNION; put it around");
        }
        SqlCall rank = window("RANK", SqlNodeList.EMPTY, new RowChoice(select).keys(order), pos);
        SqlNode last = count(ties.operand(0));
        if (offset != null) {
            last = SqlStdOperatorTable.PLUS.createCall(pos, count(TreeCopy.of(offset)), last);
        }
        select.setQualify(SqlStdOperatorTable.LESS_THAN_OR_EQUAL.createCall(pos, rank, last));
        return null;
    }

    private static @Nullable SqlSelect body(SqlNode query) {
        SqlNode body = query instanceof SqlWith with ? with.body : query;
        return body instanceof SqlSelect select ? select : null;
    }

    /** The mirror does not add parameters without a type. */
    private static SqlNode count(SqlNode count) {
        SqlParserPos pos = count.getParserPosition();
        return count instanceof SqlDynamicParam
                ? SqlStdOperatorTable.CAST.createCall(
                        pos, count, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, pos), pos))
                : count;
    }

    private static SqlCall window(String function, SqlNodeList partition, SqlNodeList order, SqlParserPos pos) {
        SqlCall call = new SqlUnresolvedFunction(
                        new SqlIdentifier(function, pos),
                        null,
                        null,
                        null,
                        null,
                        SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .createCall(pos);
        SqlWindow window = SqlWindow.create(
                null, null, partition, order, SqlLiteral.createBoolean(false, pos), null, null, null, pos);
        return SqlStdOperatorTable.OVER.createCall(pos, call, window);
    }

    /** Returns copies of sort keys, with what aliases and positions in the select list stand for in their place. */
    private SqlNodeList keys(SqlNodeList keys) {
        SqlNodeList resolved = new SqlNodeList(keys.getParserPosition());
        keys.forEach(key -> resolved.add(resolved(TreeCopy.of(key))));
        return resolved;
    }

    private SqlNode resolved(SqlNode key) {
        switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                ((SqlCall) key).setOperand(0, resolved(((SqlCall) key).operand(0)));
                return key;
            }
            default -> {}
        }
        if (key instanceof SqlNumericLiteral number && number.isInteger()) {
            return item(number);
        }
        return Objects.requireNonNull(key.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlIdentifier id) {
                SqlNode value = id.isSimple() ? aliases.get(id.getSimple()) : null;
                return value == null ? id : TreeCopy.of(value);
            }

            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? call : super.visit(call);
            }
        }));
    }

    private SqlNode item(SqlNumericLiteral position) {
        SqlNodeList items = select.getSelectList();
        int index = position.intValue(false) - 1;
        SqlNode item = index >= 0 && index < items.size() ? items.get(index) : null;
        if (item == null || items.stream().anyMatch(each -> each instanceof SqlIdentifier name && name.isStar())) {
            throw SyntaxErrors.at(
                    position.getParserPosition(),
                    "the number " + position + " is expected to be a position in a select list without *");
        }
        return TreeCopy.of(item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item);
    }
}
