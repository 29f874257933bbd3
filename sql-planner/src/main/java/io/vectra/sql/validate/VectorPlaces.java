package io.vectra.sql.validate;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.catalog.VectraTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses vectors where a query would compare them implicitly, because the mirror would compare references: DISTINCT,
 * GROUP BY, ORDER BY, PARTITION BY, set operations, NATURAL JOIN, USING.
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
            refuse(typed(window.getPartitionList()), "PARTITION BY");
            refuse(typed(window.getOrderList()), "ORDER BY");
        } else if (call.getOperator() instanceof SqlSetOperator set
                && !(set.getKind() == SqlKind.UNION && set.isAll())
                && hasVector(validator.getValidatedNodeTypeIfKnown(call))) {
            throw refusal(set.getName(), call);
        } else if (call.getKind() == SqlKind.WITHIN_GROUP) {
            refuse(call.operand(1), "WITHIN GROUP");
        }
        return super.visit(call);
    }

    /** The validator does not say of what type the keys of windows are. */
    private SqlNodeList typed(SqlNodeList keys) {
        SqlSelect select = around;
        if (select != null) {
            keys.forEach(key -> validator.deriveType(validator.getWhereScope(select), withoutDirection(key)));
        }
        return keys;
    }

    private void check(SqlSelect select) {
        if (select.isDistinct() && hasVector(validator.getValidatedNodeTypeIfKnown(select))) {
            throw refusal("DISTINCT", select);
        }
        refuse(select.getGroup(), "GROUP BY");
        SqlNodeList order = select.getOrderList();
        if (order != null) {
            for (SqlNode item : order) {
                SqlNode key = validator.expandOrderExpr(select, withoutDirection(item));
                if (VectraTypeFactory.vectorOf(validator.deriveType(validator.getOrderScope(select), key)) != null) {
                    throw refusal("ORDER BY", item);
                }
            }
        }
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

    private static boolean hasVector(@Nullable RelDataType row) {
        return row != null
                && row.isStruct()
                && row.getFieldList().stream().anyMatch(f -> f.getType() instanceof VectorSqlType);
    }

    private static SqlFailure refusal(String place, SqlNode node) {
        return Failures.notSupported(
                place + " compares vectors, which is not supported yet; leave the vector column out",
                node.getParserPosition());
    }
}
