package io.vectra.sql.catalog;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.ArraySqlType;
import org.jspecify.annotations.Nullable;

/** The type {@code VECTOR(n)}: an array of REAL that knows its length. Immutable. */
public final class VectorSqlType extends ArraySqlType {
    /** The dimension of a vector whose length is not known before it is computed. */
    public static final int UNKNOWN = 0;

    private final int dimension;

    VectorSqlType(RelDataType elementType, int dimension, boolean isNullable) {
        super(elementType, isNullable);
        this.dimension = dimension;
        computeDigest();
    }

    /** Returns how many floats each vector has, or {@link #UNKNOWN}. */
    public int dimension() {
        return dimension;
    }

    /** Returns the type as users write it. */
    public String sql() {
        return dimension == UNKNOWN ? "VECTOR" : "VECTOR(" + dimension + ")";
    }

    /** Returns whether vectors of both types can be of one length. */
    public boolean fits(VectorSqlType other) {
        return dimension == UNKNOWN || other.dimension == UNKNOWN || dimension == other.dimension;
    }

    VectorSqlType withNullable(boolean nullable) {
        return nullable == isNullable() ? this : new VectorSqlType(getComponentType(), dimension, nullable);
    }

    @Override
    protected void generateTypeString(StringBuilder sb, boolean withDetail) {
        sb.append(sql());
    }

    @Override
    public boolean deepEquals(@Nullable Object obj) {
        return obj instanceof VectorSqlType other && super.deepEquals(obj) && dimension == other.dimension;
    }

    @Override
    public int deepHashCode() {
        return super.deepHashCode() * 31 + dimension;
    }
}
