package io.vectra.sql.plan;

import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.catalog.ScalarSqlType;
import io.vectra.sql.catalog.VectorSqlType;
import io.vectra.sql.validate.Validated;
import io.vectra.storage.ColumnInfo.ScalarType;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Describes a statement's parameters by what the validator found out about them. */
final class ParameterTypes {
    private static final ParameterInfo UNKNOWN = new ParameterInfo(Types.VARCHAR, "CHARACTER VARYING", 0, 0, 0, false);

    private ParameterTypes() {}

    static List<ParameterInfo> of(Validated statement) {
        return of(List.of(statement));
    }

    /** Describes the parameters of a statement that consists of several trees. */
    static List<ParameterInfo> of(List<Validated> trees) {
        ParameterInfo[] infos = new ParameterInfo[trees.get(0).parameters().userCount()];
        Arrays.fill(infos, UNKNOWN);
        trees.forEach(tree -> describe(tree, infos));
        return new ArrayList<>(Arrays.asList(infos));
    }

    private static void describe(Validated statement, ParameterInfo[] infos) {
        SqlBasicVisitor<Void> visitor = new SqlBasicVisitor<>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                RelDataType type = statement.validator().parameterType(parameter);
                if (type != null && parameter.getIndex() < infos.length) {
                    infos[parameter.getIndex()] = info(type);
                }
                return null;
            }

            @Override
            public @Nullable Void visit(SqlCall call) {
                SqlNode source = source(call);
                if (source != null) {
                    source.accept(this);
                }
                return super.visit(call);
            }
        };
        statement.node().accept(visitor);
    }

    /** A changing statement is validated as a query of its own. */
    private static @Nullable SqlNode source(SqlCall call) {
        if (call instanceof SqlUpdate update) {
            return update.getSourceSelect();
        }
        if (call instanceof SqlDelete delete) {
            return delete.getSourceSelect();
        }
        return call instanceof SqlInsert insert ? insert.getSource() : null;
    }

    private static ParameterInfo info(RelDataType type) {
        if (type instanceof VectorSqlType vector) {
            return new ParameterInfo(Types.ARRAY, vector.sql(), 0, 0, vector.dimension(), true);
        }
        if (type instanceof ScalarSqlType scalar) {
            ScalarType mirror = scalar.mirrorType();
            return new ParameterInfo(mirror.jdbcType(), mirror.name(), mirror.precision(), mirror.scale(), 0, false);
        }
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> new ParameterInfo(Types.BOOLEAN, "BOOLEAN", 0, 0, 0, false);
            case INTEGER, BIGINT -> new ParameterInfo(Types.BIGINT, "BIGINT", 0, 0, 0, false);
            case ARRAY -> new ParameterInfo(Types.ARRAY, "ARRAY", 0, 0, 0, false);
            default -> UNKNOWN;
        };
    }
}
