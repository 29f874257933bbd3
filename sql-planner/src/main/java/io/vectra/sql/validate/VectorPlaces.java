package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectraTypeFactory;
import io.vectra.sql.function.VectorOperators;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Lets vectors be compared where a query compares values without an operator: the mirror would compare references.
 * DISTINCT and set operations compare them by the first reference to an equal vector, GROUP BY and PARTITION BY by
 * their elements. An order of vectors, NATURAL JOIN, USING and comparisons of rows are refused.
 */
final class VectorPlaces extends SqlBasicVisitor<Void> {
    private final VectraValidator validator;
    /** The query that is visited, or null. */
    private @Nullable SqlSelect around;

    VectorPlaces(VectraValidator validator) {
        this.validator = validator;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            check(select);
            SqlSelect outside = around;
            around = select;
            super.visit(call);
            around = outside;
            return null;
        } else if (call instanceof SqlJoin join) {
            check(join);
        } else if (call instanceof SqlWindow window) {
            compareByKeys(typed(window.getPartitionList()));
            refuse(typed(window.getOrderList()), "ORDER BY");
        } else if (call.getOperator() instanceof SqlSetOperator set
                && !(set.getKind() == SqlKind.UNION && set.isAll())) {
            compareRows(call);
        } else if (comparesOperands(call)) {
            call.getOperandList().forEach(this::refuseRow);
        } else if (call.getKind() == SqlKind.WITHIN_GROUP) {
            refuse(call.operand(1), "WITHIN GROUP");
        }
        return super.visit(call);
    }

    private static boolean comparesOperands(SqlCall call) {
        return call.isA(SqlKind.COMPARISON)
                || switch (call.getKind()) {
                    case NOT_IN, SOME, ALL, BETWEEN, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> true;
                    default -> false;
                };
    }

    /** Vectors are compared by their elements where they stand alone, but not within rows. */
    private void refuseRow(SqlNode operand) {
        if (operand.getKind() == SqlKind.ROW) {
            for (SqlNode value : ((SqlCall) operand).getOperandList()) {
                refuse(value, "A comparison of rows");
            }
        }
    }

    /** The validator does not say of what type the keys of windows are. */
    private SqlNodeList typed(SqlNodeList keys) {
        SqlSelect select = around;
        if (select != null) {
            keys.forEach(key -> validator.deriveType(validator.getWhereScope(select), withoutDirection(key)));
        }
        return keys;
    }

    /** Lets each key that is a vector be compared by its elements. */
    private void compareByKeys(SqlNodeList keys) {
        for (int i = 0; i < keys.size(); i++) {
            SqlNode key = keys.get(i);
            if (validator.vectorType(key) != null) {
                keys.set(i, VectorOperators.VECTOR_KEY.createCall(key.getParserPosition(), key));
            }
        }
    }

    /** Makes the references to equal vectors equal in the rows that a query gives. */
    private void compareRows(SqlNode query) {
        if (query instanceof SqlSelect select) {
            RelDataType row = validator.getValidatedNodeTypeIfKnown(select);
            if (row != null && row.getFieldCount() == select.getSelectList().size()) {
                compareItems(select.getSelectList(), row);
            }
        } else if (query instanceof SqlOrderBy ordered) {
            compareRows(ordered.query);
        } else if (query instanceof SqlWith with) {
            compareRows(with.body);
        } else if (query.isA(SqlKind.SET_QUERY)) {
            ((SqlCall) query).getOperandList().forEach(this::compareRows);
        } else if (query.getKind() == SqlKind.VALUES) {
            for (SqlNode row : ((SqlCall) query).getOperandList()) {
                compareValues((SqlCall) row);
            }
        }
    }

    private void compareItems(SqlNodeList items, RelDataType row) {
        for (int i = 0; i < items.size(); i++) {
            RelDataType type = row.getFieldList().get(i).getType();
            SqlNode item = items.get(i);
            if (VectraTypeFactory.vectorOf(type) == null) {
                continue;
            }
            if (item instanceof SqlCall named && item.getKind() == SqlKind.AS) {
                named.setOperand(0, same(named.operand(0), type));
            } else {
                items.set(i, same(item, type));
            }
        }
    }

    private void compareValues(SqlCall row) {
        for (int i = 0; i < row.operandCount(); i++) {
            RelDataType type = validator.getValidatedNodeTypeIfKnown(row.operand(i));
            if (VectraTypeFactory.vectorOf(type) != null) {
                row.setOperand(i, same(row.operand(i), Objects.requireNonNull(type)));
            }
        }
    }

    private SqlNode same(SqlNode vector, RelDataType type) {
        if (vector instanceof SqlCall call && call.getOperator() == VectorOperators.VECTOR_SAME) {
            return vector;
        }
        SqlNode same = VectorOperators.VECTOR_SAME.createCall(vector.getParserPosition(), vector);
        validator.setValidatedNodeType(same, type);
        return same;
    }

    private void check(SqlSelect select) {
        if (select.isDistinct()) {
            compareRows(select);
        }
        SqlNodeList order = select.getOrderList();
        if (order != null) {
            for (SqlNode item : order) {
                SqlNode key = validator.expandOrderExpr(select, withoutDirection(item));
                if (VectraTypeFactory.vectorOf(validator.deriveType(validator.getOrderScope(select), key)) != null) {
                    throw refusal("ORDER BY", item);
                }
            }
        }
        GroupedVectors.group(select, validator);
    }

    /** Returns what an ORDER BY item orders by, without DESC and NULLS FIRST or LAST. */
    static SqlNode withoutDirection(SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> withoutDirection(((SqlCall) item).operand(0));
            default -> item;
        };
    }

    private void check(SqlJoin join) {
        if (join.getConditionType() == JoinConditionType.USING && join.getCondition() instanceof SqlNodeList names) {
            for (SqlNode name : names) {
                String column = ((SqlIdentifier) name).getSimple();
                if (isVectorColumn(join.getLeft(), column) || isVectorColumn(join.getRight(), column)) {
                    throw refusal("USING", name);
                }
            }
        }
        if (join.isNatural() && sharesVector(join)) {
            throw refusal("NATURAL JOIN", join);
        }
    }

    private boolean sharesVector(SqlJoin join) {
        return validator.sharedColumns(join).stream().anyMatch(name -> isVectorColumn(join.getLeft(), name));
    }

    private boolean isVectorColumn(SqlNode table, String column) {
        RelDataTypeField field = validator.rowType(table).getField(column, true, false);
        return field != null && VectraTypeFactory.vectorOf(field.getType()) != null;
    }

    private void refuse(@Nullable SqlNode node, String place) {
        if (node instanceof SqlNodeList list) {
            for (SqlNode item : list) {
                refuse(withoutDirection(item), place);
            }
        } else if (node != null && validator.vectorType(node) != null) {
            throw refusal(place, node);
        }
    }

    private static SqlFailure refusal(String place, SqlNode node) {
        return Failures.notSupported(
                place + " compares vectors, which is not supported yet; leave the vector column out",
                node.getParserPosition());
    }
}
