package io.vectra.sql.catalog;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.ScalarType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes Calcite's types, among them {@link VectorSqlType} with its dimension and {@link ScalarSqlType}. Thread rule:
 * any number of threads.
 */
public final class VectraTypeFactory extends SqlTypeFactoryImpl {
    private static final RelDataTypeSystem TYPE_SYSTEM = new RelDataTypeSystemImpl() {
        @Override
        public int getMaxPrecision(SqlTypeName typeName) {
            return switch (typeName) {
                case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ -> 9;
                case DECIMAL -> 100_000;
                case CHAR, VARCHAR, BINARY, VARBINARY -> 1_000_000_000;
                default -> super.getMaxPrecision(typeName);
            };
        }

        @Override
        public int getMaxScale(SqlTypeName typeName) {
            return typeName == SqlTypeName.DECIMAL ? 100_000 : super.getMaxScale(typeName);
        }

        @Override
        public boolean shouldConvertRaggedUnionTypesToVarying() {
            return true;
        }
    };

    private final RelDataType scalar;

    public VectraTypeFactory() {
        super(TYPE_SYSTEM);
        scalar = createTypeWithNullability(createSqlType(SqlTypeName.ANY), true);
    }

    /** Returns the nullable type of a scalar expression of which nothing else is known. */
    public RelDataType scalar() {
        return scalar;
    }

    /** Returns the nullable type of a scalar whose type in the mirror is known. */
    public RelDataType scalar(ScalarType type) {
        return canonize(new ScalarSqlType(TYPE_SYSTEM, type, true));
    }

    /**
     * Returns the nullable type of a vector.
     *
     * @param dimension how many floats, or {@link VectorSqlType#UNKNOWN}
     */
    public RelDataType vector(int dimension) {
        return canonize(new VectorSqlType(createSqlType(SqlTypeName.REAL), dimension, true));
    }

    /** Returns a column's type. Every column is nullable here, because NOT NULL is the mirror's to enforce. */
    RelDataType column(ColumnInfo column) {
        ColumnInfo.VectorInfo vector = column.vector();
        if (vector != null) {
            return vector(vector.dimension());
        }
        if (column.type().jdbcType() == Types.ARRAY) {
            return createTypeWithNullability(createArrayType(scalar, -1), true);
        }
        if (column.type().jdbcType() == Types.BOOLEAN) {
            return createTypeWithNullability(createSqlType(SqlTypeName.BOOLEAN), true);
        }
        return scalar(column.type());
    }

    /** Returns the vector type behind {@code type}, or null if it is not one. */
    public static @Nullable VectorSqlType vectorOf(@Nullable RelDataType type) {
        return type instanceof VectorSqlType vector ? vector : null;
    }

    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
        return type instanceof VectorSqlType vector
                ? canonize(vector.withNullable(nullable))
                : super.createTypeWithNullability(type, nullable);
    }

    @Override
    public RelDataType enforceTypeWithNullability(RelDataType type, boolean nullable) {
        return type instanceof VectorSqlType
                ? createTypeWithNullability(type, nullable)
                : super.enforceTypeWithNullability(type, nullable);
    }

    @Override
    public RelDataType copyType(RelDataType type) {
        return type instanceof VectorSqlType ? type : super.copyType(type);
    }

    /**
     * A vector has a type in common with vectors of its length only; with a scalar, which is ANY to Calcite, it has
     * none.
     */
    @Override
    public @Nullable RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule mappingRule) {
        VectorSqlType common = null;
        for (RelDataType type : types) {
            VectorSqlType vector = vectorOf(type);
            if (vector != null && (common == null || common.dimension() == VectorSqlType.UNKNOWN)) {
                common = vector;
            }
        }
        if (common == null) {
            return super.leastRestrictive(types, mappingRule);
        }
        for (RelDataType type : types) {
            VectorSqlType vector = vectorOf(type);
            boolean fits = vector == null ? type.getSqlTypeName() == SqlTypeName.NULL : vector.fits(common);
            if (!fits) {
                return null;
            }
        }
        return createTypeWithNullability(common, true);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
