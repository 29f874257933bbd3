package io.vectra.sql.setting;

import io.vectra.sql.StatementLimits;
import io.vectra.storage.Catalog;
import io.vectra.storage.SearchOptions;

/**
 * What holds for one session alone. Immutable.
 *
 * @param search how hard its searches try
 * @param limits how long its statements may run, how many rows they may give
 * @param schema the schema of names without one
 */
record SessionValues(SearchOptions search, StatementLimits limits, String schema) {
    static final SessionValues DEFAULT =
            new SessionValues(SearchOptions.DEFAULT, StatementLimits.NONE, Catalog.DEFAULT_SCHEMA);
}
