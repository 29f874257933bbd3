package io.vectra.sql.execute;

import io.vectra.storage.Database;

/**
 * The schema that a plan was made for.
 *
 * @param version of the catalog, as {@link io.vectra.storage.Catalog#version()}
 */
public record SchemaVersion(Database database, long version) {
    boolean isCurrent() {
        return database.catalog().version() == version;
    }
}
