package io.vectra.sql.setting;

import io.vectra.sql.StatementLimits;
import io.vectra.storage.Catalog;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.UpkeepSettings;

/**
 * The values of all settings at one moment, as one session sees them. Immutable.
 *
 * @param search how hard the session's searches try
 * @param limits how long the session's statements may run, how many rows they may give
 * @param schema the schema of the session's names without one
 * @param upkeep what the database does in the background
 */
public record SettingValues(SearchOptions search, StatementLimits limits, String schema, UpkeepSettings upkeep) {
    /** What holds where nothing was set. */
    public static final SettingValues DEFAULT = new SettingValues(
            SearchOptions.DEFAULT, StatementLimits.NONE, Catalog.DEFAULT_SCHEMA, UpkeepSettings.DEFAULT);

    SettingValues with(SearchOptions newSearch) {
        return new SettingValues(newSearch, limits, schema, upkeep);
    }

    SettingValues with(StatementLimits newLimits) {
        return new SettingValues(search, newLimits, schema, upkeep);
    }

    SettingValues with(UpkeepSettings newUpkeep) {
        return new SettingValues(search, limits, schema, newUpkeep);
    }

    /** Returns these values with another schema of names without one, which exists. */
    public SettingValues withSchema(String newSchema) {
        return new SettingValues(search, limits, newSchema, upkeep);
    }
}
