package io.vectra.sql.catalog;

import io.vectra.storage.Catalog;
import io.vectra.storage.TableInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/** One version of the storage engine's catalog, as Calcite reads it. Thread rule: any number of threads. */
public final class CatalogView {
    private final Catalog catalog;
    private final VectraTypeFactory typeFactory = new VectraTypeFactory();
    private final CalciteSchema root;
    private final CalciteCatalogReader reader;
    private final Map<String, TableInfo> temporary;
    private final String currentSchema;

    /** Shows a catalog in which names without a schema are in the default one. */
    public CatalogView(Catalog catalog) {
        this.catalog = catalog;
        root = CalciteSchema.createRootSchema(false, false);
        temporary = catalog.tables().stream()
                .filter(TableInfo::isTemporary)
                .collect(Collectors.toUnmodifiableMap(TableInfo::name, Function.identity()));
        Map<String, Table> temporaryTables = new HashMap<>();
        temporary.forEach((name, table) -> temporaryTables.put(name, new CatalogTable(table)));
        for (String schema : catalog.schemas()) {
            Map<String, Table> tables = new HashMap<>();
            for (TableInfo table : catalog.tables()) {
                if (table.schema().equals(schema)) {
                    tables.put(table.name(), new CatalogTable(table));
                }
            }
            if (schema.equals(Catalog.DEFAULT_SCHEMA)) {
                temporaryTables.forEach(tables::putIfAbsent);
            }
            root.add(schema, new FixedSchema(Map.copyOf(tables)));
        }
        root.add(Catalog.TEMPORARY_SCHEMA, new FixedSchema(Map.copyOf(temporaryTables)));
        currentSchema = Catalog.DEFAULT_SCHEMA;
        reader = new PathReader(root, currentSchema, typeFactory);
    }

    private CatalogView(CatalogView other, String schema) {
        catalog = other.catalog;
        root = other.root;
        temporary = other.temporary;
        currentSchema = schema;
        reader = new PathReader(root, schema, typeFactory);
    }

    /** Returns the same catalog, in which names without a schema are in the one given, whether that exists or not. */
    public CatalogView in(String schema) {
        return schema.equals(currentSchema) ? this : new CatalogView(this, schema);
    }

    /** Returns the schema of names without one. */
    public String currentSchema() {
        return currentSchema;
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

    /**
     * Returns the table of a name with or without schema, or null. A name alone means a temporary table before one of
     * the current schema; in the default schema it means a temporary one where there is no other.
     */
    public @Nullable TableInfo table(SqlIdentifier name) {
        int parts = name.names.size();
        if (parts > 2) {
            return null;
        }
        String last = name.names.get(parts - 1);
        String schema = parts == 2 ? name.names.get(0) : currentSchema;
        TableInfo hiding = parts == 1 ? temporary.get(last) : null;
        TableInfo table = hiding == null ? catalog.table(schema, last) : hiding;
        return table == null && schema.equals(Catalog.DEFAULT_SCHEMA) ? temporary.get(last) : table;
    }

    /** Returns whether there is an HNSW or full-text index of this name, which the mirror does not know. */
    public boolean hasSearchIndex(String schema, String index) {
        return vectorIndexTable(schema, index) != null || textIndexTable(schema, index) != null;
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

    /** Finds a name alone among the temporary tables first, then in the current schema. */
    private static final class PathReader extends CalciteCatalogReader {
        PathReader(CalciteSchema root, String currentSchema, VectraTypeFactory types) {
            super(
                    root,
                    SqlNameMatchers.withCaseSensitive(true),
                    List.of(List.of(Catalog.TEMPORARY_SCHEMA), List.of(currentSchema), List.of()),
                    types,
                    configuration());
        }

        private static CalciteConnectionConfig configuration() {
            Properties properties = new Properties();
            properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
            return new CalciteConnectionConfigImpl(properties);
        }
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
