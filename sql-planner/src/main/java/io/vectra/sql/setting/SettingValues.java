package io.vectra.sql.setting;

import io.vectra.sql.StatementLimits;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.UpkeepSettings;

/**
 * The values of all settings at one moment, as one session sees them. Immutable.
 *
 * @param search how hard the session's searches try
 * @param limits how long the session's statements may run, how many rows they may give
 * @param upkeep what the database does in the background
 */
public record SettingValues(SearchOptions search, StatementLimits limits, UpkeepSettings upkeep) {
    /** What holds where nothing was set. */
    public static final SettingValues DEFAULT =
            new SettingValues(SearchOptions.DEFAULT, StatementLimits.NONE, UpkeepSettings.DEFAULT);

    SettingValues with(SearchOptions newSearch) {
        return new SettingValues(newSearch, limits, upkeep);
    }

    SettingValues with(StatementLimits newLimits) {
        return new SettingValues(search, newLimits, upkeep);
    }

    SettingValues with(UpkeepSettings newUpkeep) {
        return new SettingValues(search, limits, newUpkeep);
    }
}
