package io.vectra.sql.validate;

import io.vectra.sql.function.VectorAggregate;
import io.vectra.sql.function.VectorOperators;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY of vectors: the groups are made by the vectors' elements, and where the query reads such a vector beside its
 * aggregates, any vector of the group is right, as they are all equal.
 */
final class GroupedVectors extends SqlShuttle {
    private final VectraValidator validator;
    private final List<SqlNode> grouped = new ArrayList<>();

    private GroupedVectors(VectraValidator validator) {
        this.validator = validator;
    }

    /** Changes the query. */
    static void group(SqlSelect select, VectraValidator validator) {
        if (select.getGroup() != null) {
            new GroupedVectors(validator).group(select, select.getGroup());
        }
    }

    private void group(SqlSelect select, SqlNodeList keys) {
        for (int i = 0; i < keys.size(); i++) {
            keys.set(i, key(select, keys.get(i)));
        }
        if (grouped.isEmpty()) {
            return;
        }
        select.getSelectList().replaceAll(this::any);
        if (select.getHaving() != null) {
            select.setHaving(any(select.getHaving()));
        }
        if (select.getQualify() != null) {
            select.setQualify(any(select.getQualify()));
        }
        select.getWindowList().replaceAll(this::any);
        if (select.getOrderList() != null) {
            SqlNodeList order = select.getOrderList();
            for (int i = 0; i < order.size(); i++) {
                SqlNode key = VectorPlaces.withoutDirection(order.get(i));
                boolean namesItem = key instanceof SqlIdentifier || key instanceof SqlLiteral;
                if (!namesItem) {
                    order.set(i, any(order.get(i)));
                }
            }
        }
    }

    private SqlNode key(SqlSelect select, SqlNode key) {
        if (key.getKind() == SqlKind.ROW) {
            SqlCall row = (SqlCall) key;
            for (int i = 0; i < row.operandCount(); i++) {
                row.setOperand(i, key(select, row.operand(i)));
            }
            return row;
        }
        validator.deriveType(validator.getWhereScope(select), key);
        if (validator.vectorType(key) == null) {
            return key;
        }
        grouped.add(key);
        return VectorOperators.VECTOR_KEY.createCall(key.getParserPosition(), key);
    }

    private SqlNode any(SqlNode node) {
        SqlNode changed = node.accept(this);
        return changed == null ? node : changed;
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        return isGrouped(name) ? anyOfGroup(name) : name;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (isGrouped(call)) {
            return anyOfGroup(call);
        }
        if (call.getKind() == SqlKind.AS) {
            call.setOperand(0, any(call.operand(0)));
            return call;
        }
        if (call.getKind() == SqlKind.OVER) {
            SqlCall function = call.operand(0);
            for (int i = 0; i < function.operandCount(); i++) {
                SqlNode operand = function.operand(i);
                if (operand != null) {
                    function.setOperand(i, any(operand));
                }
            }
            if (call.operand(1) instanceof SqlCall) {
                call.setOperand(1, any(call.operand(1)));
            }
            return call;
        }
        boolean isOfRows = call.getOperator().isAggregator()
                || call.getKind() == SqlKind.FILTER
                || call.getKind() == SqlKind.WITHIN_GROUP;
        if (isOfRows || call.isA(SqlKind.QUERY)) {
            return call;
        }
        SqlNode changed = super.visit(call);
        RelDataType type = validator.getValidatedNodeTypeIfKnown(call);
        if (changed != null && changed != call && type != null) {
            validator.setValidatedNodeType(changed, type);
        }
        return changed;
    }

    /** Names in HAVING and ORDER BY may not be qualified. */
    private boolean isGrouped(SqlNode node) {
        return grouped.stream()
                .anyMatch(key -> key.equalsDeep(node, Litmus.IGNORE)
                        || key instanceof SqlIdentifier column
                                && node instanceof SqlIdentifier name
                                && isEndOf(name.names, column.names));
    }

    private static boolean isEndOf(List<String> end, List<String> names) {
        return !end.isEmpty()
                && end.size() < names.size()
                && names.subList(names.size() - end.size(), names.size()).equals(end);
    }

    private SqlNode anyOfGroup(SqlNode vector) {
        SqlNode any = VectorAggregate.ANY.createCall(vector.getParserPosition(), vector);
        RelDataType type = validator.getValidatedNodeTypeIfKnown(vector);
        if (type != null) {
            validator.setValidatedNodeType(any, type);
        }
        return any;
    }
}
