package io.vectra.sql.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Brings WITH into a form that needs no scopes: every query has a name of its own, and WITH stands before whole set
 * operations only, because the mirror takes it neither before one of their operands nor before another WITH.
 *
 * <p>As the standard has it, a name is known in the queries after it and in the body; its own query reads what the name
 * means outside.
 */
final class WithScopes extends SqlShuttle {
    /** How often each name has been given to a query. */
    private final Map<String, Integer> written;

    private final Map<String, Integer> renamed = new HashMap<>();

    /** The present names of the queries that can be read here, by the written ones. */
    private Map<String, String> visible = Map.of();

    /** Whether WITH is taken out of what is being visited, to where its names may mean tables. */
    private boolean isOperand;

    private WithScopes(Map<String, Integer> written) {
        this.written = written;
    }

    /** Returns a statement in this form; the tree itself may be changed. */
    static SqlNode resolve(SqlNode statement) {
        Map<String, Integer> written = new HashMap<>();
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlWithItem item) {
                    written.merge(item.name.getSimple(), 1, Integer::sum);
                }
                return super.visit(call);
            }
        });
        return written.isEmpty() ? statement : new WithScopes(written).copy(statement);
    }

    private SqlNode copy(SqlNode node) {
        return Objects.requireNonNull(node.accept(this), "a copy is never null");
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlWith with) {
            return resolved(with);
        }
        if (call.isA(SqlKind.SET_QUERY)) {
            return withoutInner(call);
        }
        SqlNode copy = super.visit(call);
        if (copy instanceof SqlSelect select && select.getFrom() != null) {
            select.setFrom(read(select.getFrom()));
        } else if (copy instanceof SqlJoin join) {
            join.setLeft(read(join.getLeft()));
            join.setRight(read(join.getRight()));
        }
        return copy;
    }

    private SqlNode resolved(SqlWith with) {
        Map<String, String> outside = visible;
        SqlNodeList items = new SqlNodeList(with.withList.getParserPosition());
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            SqlNode query = copy(item.query);
            SqlIdentifier name = new SqlIdentifier(name(item.name.getSimple()), item.name.getParserPosition());
            items.add(new SqlWithItem(item.getParserPosition(), name, item.columnList, query, item.recursive));
            Map<String, String> after = new HashMap<>(visible);
            after.put(item.name.getSimple(), name.getSimple());
            visible = after;
        }
        SqlNode body = takeOut(copy(with.body), items);
        visible = outside;
        return new SqlWith(with.getParserPosition(), items, body);
    }

    /** Returns the same set operation, with WITH before it instead of before its operands. */
    private SqlNode withoutInner(SqlCall operation) {
        boolean wasOperand = isOperand;
        isOperand = true;
        SqlNodeList items = new SqlNodeList(operation.getParserPosition());
        List<SqlNode> operands = new ArrayList<>();
        operation.getOperandList().forEach(operand -> operands.add(takeOut(copy(operand), items)));
        isOperand = wasOperand;
        SqlParserPos pos = operation.getParserPosition();
        SqlNode copy = operation.getOperator().createCall(pos, operands);
        return items.isEmpty() ? copy : new SqlWith(pos, items, copy);
    }

    /** Returns a query without the WITH before it, whose items are added to others. */
    private static SqlNode takeOut(SqlNode query, SqlNodeList items) {
        if (query instanceof SqlWith with) {
            items.addAll(with.withList);
            return with.body;
        }
        if (query instanceof SqlOrderBy ordered && ordered.query instanceof SqlWith with) {
            items.addAll(with.withList);
            return new SqlOrderBy(
                    ordered.getParserPosition(), with.body, ordered.orderList, ordered.offset, ordered.fetch);
        }
        return query;
    }

    /** Returns a name that no other query has; one that is written once, where it stays, remains what it is. */
    private String name(String name) {
        if (!isOperand && written.getOrDefault(name, 0) == 1) {
            return name;
        }
        String unused;
        do {
            unused = name + " (" + renamed.merge(name, 1, Integer::sum) + ")";
        } while (written.containsKey(unused));
        return unused;
    }

    /** Returns something in FROM by its present name. */
    private SqlNode read(SqlNode from) {
        if (from instanceof SqlIdentifier name) {
            SqlIdentifier present = present(name);
            return present == name
                    ? name
                    : SqlStdOperatorTable.AS.createCall(
                            name.getParserPosition(),
                            present,
                            new SqlIdentifier(name.getSimple(), name.getParserPosition()));
        }
        if (from.getKind() == SqlKind.AS && ((SqlCall) from).operand(0) instanceof SqlIdentifier name) {
            ((SqlCall) from).setOperand(0, present(name));
        }
        return from;
    }

    private SqlIdentifier present(SqlIdentifier name) {
        String present = name.isSimple() ? visible.get(name.getSimple()) : null;
        return present == null || present.equals(name.getSimple())
                ? name
                : new SqlIdentifier(present, name.getParserPosition());
    }
}
