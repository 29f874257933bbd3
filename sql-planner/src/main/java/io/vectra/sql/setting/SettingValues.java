package io.vectra.sql.setting;

import io.vectra.storage.SearchOptions;
import io.vectra.storage.UpkeepSettings;

/**
 * The values of all settings at one moment, as one session sees them. Immutable.
 *
 * @param search how hard the session's searches try
 * @param upkeep what the database does in the background
 */
public record SettingValues(SearchOptions search, UpkeepSettings upkeep) {
    /** What holds where nothing was set. */
    public static final SettingValues DEFAULT = new SettingValues(SearchOptions.DEFAULT, UpkeepSettings.DEFAULT);

    SettingValues with(SearchOptions newSearch) {
        return new SettingValues(newSearch, upkeep);
    }

    SettingValues with(UpkeepSettings newUpkeep) {
        return new SettingValues(search, newUpkeep);
    }
}
