package io.vectra.sql.catalog;

import io.vectra.storage.ColumnInfo.ScalarType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The type of every scalar column and expression: Calcite takes it wherever a scalar may stand, because what a scalar
 * expression means, and whether it is right, is decided by the mirror alone (docs/adr/0008). It carries the mirror's
 * type where that is known. Immutable.
 */
public final class ScalarSqlType extends BasicSqlType {
    private final ScalarType mirrorType;

    ScalarSqlType(RelDataTypeSystem typeSystem, ScalarType mirrorType, boolean isNullable) {
        super(typeSystem, SqlTypeName.ANY, isNullable);
        this.mirrorType = mirrorType;
        computeDigest();
    }

    /** Returns the type in the mirror. */
    public ScalarType mirrorType() {
        return mirrorType;
    }

    @Override
    public BasicSqlType createWithNullability(boolean nullable) {
        return nullable == isNullable() ? this : new ScalarSqlType(typeSystem, mirrorType, nullable);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The super constructor asks before the field is set.
    protected void generateTypeString(StringBuilder sb, boolean withDetail) {
        sb.append("SCALAR ").append(mirrorType == null ? "" : mirrorType.sql());
    }
}
