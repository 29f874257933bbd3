package io.vectra.sql.execute;

import io.vectra.sql.setting.SettingStore;
import io.vectra.storage.Database;

/**
 * The database that a plan was made for.
 *
 * @param schemaVersion of the catalog that it was made by, as {@link io.vectra.storage.Catalog#version()}
 * @param settings what sessions have set
 */
public record Environment(Database database, long schemaVersion, SettingStore settings) {}
