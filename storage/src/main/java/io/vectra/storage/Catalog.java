package io.vectra.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tables and views at one version of the schema. Immutable.
 *
 * @param version rises with every schema change
 * @param schemas the names of the users' schemas
 * @param tables every table and view of the users' schemas
 */
public record Catalog(long version, List<String> schemas, List<TableInfo> tables) {
    /** The schema of unqualified names. */
    public static final String DEFAULT_SCHEMA = "PUBLIC";

    public Catalog {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
    }

    /** Returns the table of exactly these names, or null. */
    public @Nullable TableInfo table(String schema, String name) {
        for (TableInfo table : tables) {
            if (table.name().equals(name) && table.schema().equals(schema)) {
                return table;
            }
        }
        return null;
    }
}
