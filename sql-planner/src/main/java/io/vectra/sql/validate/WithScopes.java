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
import org.apache.calcite.sql.SqlLiteral;
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
 * operations only, because the mirror takes it neither before one of their operands nor before another WITH. It is
 * taken out of sub-queries in FROM and of other queries in WITH, so that searches see through those.
 *
 * <p>As the standard has it, a name is known in the queries after it and in the body; its own query reads what the name
 * means outside, or itself after RECURSIVE.
 */
final class WithScopes extends SqlShuttle {
    /** The place of the condition among the operands of a join. */
    private static final int CONDITION = 5;

    /** How often each name has been given to a query. */
    private final Map<String, Integer> written;

    private final Map<String, Integer> renamed = new HashMap<>();

    /** The present names of the queries that can be read here, by the written ones. */
    private Map<String, String> visible = Map.of();

    /** Whether WITH is taken out of what is being visited, to where its names may mean tables. */
    private boolean isOperand;

    /** The query before which no WITH may be put, or null. */
    private final @Nullable SqlNode kept;

    private WithScopes(Map<String, Integer> written, @Nullable SqlNode kept) {
        this.written = written;
        this.kept = kept;
    }

    /**
     * Returns a statement in this form; the tree itself may be changed.
     *
     * @param keepsRoot whether the statement is a SELECT that has to remain one
     */
    static SqlNode resolve(SqlNode statement, boolean keepsRoot) {
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
        return written.isEmpty() ? statement : new WithScopes(written, keepsRoot ? statement : null).copy(statement);
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
        return call instanceof SqlSelect select && select.getFrom() != null ? reading(select) : super.visit(call);
    }

    /** Returns the same query, with WITH before it instead of before the sub-queries in its FROM. */
    private SqlNode reading(SqlSelect select) {
        SqlNode from = Objects.requireNonNull(select.getFrom(), "it reads something");
        SqlNodeList items = new SqlNodeList(select.getParserPosition());
        select.setFrom(null);
        SqlSelect copy = (SqlSelect) Objects.requireNonNull(super.visit(select), "a copy is never null");
        copy.setFrom(from(from, select == kept ? null : items));
        return items.isEmpty() ? copy : new SqlWith(select.getParserPosition(), items, copy);
    }

    /** @param items where WITH is put that is taken out; null if it is left in its place */
    private SqlNode from(SqlNode from, @Nullable SqlNodeList items) {
        if (from instanceof SqlJoin join) {
            join.setLeft(from(join.getLeft(), items));
            join.setRight(from(join.getRight(), items));
            if (join.getCondition() != null) {
                join.setOperand(CONDITION, copy(join.getCondition()));
            }
            return join;
        }
        if (from instanceof SqlIdentifier) {
            return read(from);
        }
        if (from.getKind() == SqlKind.AS && !(((SqlCall) from).operand(0) instanceof SqlIdentifier)) {
            ((SqlCall) from).setOperand(0, from(((SqlCall) from).operand(0), items));
            return from;
        }
        return from.isA(SqlKind.QUERY) && items != null ? withoutInner(from, items) : read(copy(from));
    }

    private SqlNode resolved(SqlWith with) {
        Map<String, String> outside = visible;
        SqlNodeList items = new SqlNodeList(with.withList.getParserPosition());
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            boolean mayReadItself = item.recursive.booleanValue();
            String name = mayReadItself ? known(item) : "";
            SqlNodeList inner = new SqlNodeList(item.getParserPosition());
            SqlNode query = withoutInner(item.query, inner);
            items.addAll(inner);
            SqlIdentifier present =
                    new SqlIdentifier(mayReadItself ? name : known(item), item.name.getParserPosition());
            boolean readsItself = mayReadItself && RecursiveQuery.readsItself(query, inner, present);
            SqlParserPos pos = item.getParserPosition();
            items.add(
                    new SqlWithItem(pos, present, item.columnList, query, SqlLiteral.createBoolean(readsItself, pos)));
        }
        SqlNode body = takeOut(copy(with.body), items);
        visible = outside;
        return new SqlWith(with.getParserPosition(), items, body);
    }

    /** Makes the name of a query known from here on, and returns what it is now. */
    private String known(SqlWithItem item) {
        String name = name(item.name.getSimple());
        Map<String, String> after = new HashMap<>(visible);
        after.put(item.name.getSimple(), name);
        visible = after;
        return name;
    }

    /** Returns a query without the WITH before it, whose items are added to others. */
    private SqlNode withoutInner(SqlNode query, SqlNodeList items) {
        boolean wasOperand = isOperand;
        isOperand = true;
        SqlNode copy = takeOut(copy(query), items);
        isOperand = wasOperand;
        return copy;
    }

    /** Returns the same set operation, with WITH before it instead of before its operands. */
    private SqlNode withoutInner(SqlCall operation) {
        SqlNodeList items = new SqlNodeList(operation.getParserPosition());
        List<SqlNode> operands = new ArrayList<>();
        operation.getOperandList().forEach(operand -> operands.add(withoutInner(operand, items)));
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
