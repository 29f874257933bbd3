package io.vectra.sql.catalog;

import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table or view of the storage engine's catalog, as Calcite wants it. Immutable. */
public final class CatalogTable extends AbstractTable {
    private final TableInfo info;

    CatalogTable(TableInfo info) {
        this.info = info;
    }

    /** Returns the table in the storage engine's catalog. */
    public TableInfo info() {
        return info;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        RelDataTypeFactory.Builder row = typeFactory.builder();
        for (ColumnInfo column : info.columns()) {
            row.add(column.name(), ((VectraTypeFactory) typeFactory).column(column));
        }
        return row.build();
    }
}
