package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.TableInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which schemas and objects a metadata call asks for.
 *
 * @param catalog its name, which is no pattern; null and the empty name fit, too
 * @param schema null for every schema
 * @param name null for every object
 */
record NameFilter(@Nullable String catalog, NamePattern schema, NamePattern name) {
    NameFilter(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
        this(catalog, new NamePattern(schemaPattern), new NamePattern(namePattern));
    }

    /** Asks for one object by its name, which is no pattern; null means any. */
    static NameFilter exact(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
        return new NameFilter(catalog, quoted(schema), quoted(name));
    }

    private static @Nullable String quoted(@Nullable String name) {
        return name == null ? null : name.replaceAll("([%_\\\\])", "\\\\$1");
    }

    boolean hasSchema(String schemaName) {
        boolean isCatalog = catalog == null || catalog.isEmpty() || catalog.equalsIgnoreCase(SqlEngine.CATALOG);
        return isCatalog && schema.matches(schemaName);
    }

    boolean has(String schemaName, String objectName) {
        return hasSchema(schemaName) && name.matches(objectName);
    }

    boolean has(TableInfo table) {
        return has(table.shownSchema(), table.name());
    }
}
