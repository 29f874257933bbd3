package io.vectra.sql.catalog;

import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** One version of the storage engine's catalog, as Calcite reads it. Thread rule: any number of threads. */
public final class CatalogView {
    private final Catalog catalog;
    private final VectraTypeFactory typeFactory = new VectraTypeFactory();
    private final CalciteCatalogReader reader;

    public CatalogView(Catalog catalog) {
        this.catalog = catalog;
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        for (String schema : catalog.schemas()) {
            Map<String, Table> tables = new HashMap<>();
            for (TableInfo table : catalog.tables()) {
                if (table.schema().equals(schema)) {
                    tables.put(table.name(), new CatalogTable(table));
                }
            }
            root.add(schema, new FixedSchema(Map.copyOf(tables)));
        }
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
        reader = new CalciteCatalogReader(
                root, List.of(Catalog.DEFAULT_SCHEMA), typeFactory, new CalciteConnectionConfigImpl(properties));
    }

    /** Returns the catalog. */
    public Catalog catalog() {
        return catalog;
    }

    /** Returns the maker of all types of this catalog. */
    public VectraTypeFactory typeFactory() {
        return typeFactory;
    }

    /** Returns Calcite's reader. */
    public CalciteCatalogReader reader() {
        return reader;
    }

    /** Returns the table of a name with or without schema, or null. */
    public @Nullable TableInfo table(SqlIdentifier name) {
        int parts = name.names.size();
        return switch (parts) {
            case 1 -> catalog.table(Catalog.DEFAULT_SCHEMA, name.names.get(0));
            case 2 -> catalog.table(name.names.get(0), name.names.get(1));
            default -> null;
        };
    }

    /** Returns the table that has an HNSW index of this name, or null. */
    public @Nullable TableInfo vectorIndexTable(String schema, String index) {
        for (TableInfo table : catalog.tables()) {
            boolean isHolder = table.schema().equals(schema)
                    && table.vectorIndexes().stream()
                            .anyMatch(each -> each.name().equals(index));
            if (isHolder) {
                return table;
            }
        }
        return null;
    }

    /** Returns the table that has a full-text index of this name, or null. */
    public @Nullable TableInfo textIndexTable(String schema, String index) {
        for (TableInfo table : catalog.tables()) {
            boolean isHolder = table.schema().equals(schema)
                    && table.textIndexes().stream().anyMatch(each -> each.name().equals(index));
            if (isHolder) {
                return table;
            }
        }
        return null;
    }

    /** A schema whose tables are given. */
    private static final class FixedSchema extends AbstractSchema {
        private final Map<String, Table> tables;

        FixedSchema(Map<String, Table> tables) {
            this.tables = tables;
        }

        @Override
        protected Map<String, Table> getTableMap() {
            return tables;
        }
    }
}
