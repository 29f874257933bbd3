package io.vectra.sql.setting;

import io.vectra.sql.StatementLimits;
import io.vectra.storage.SearchOptions;

/**
 * What holds for one session alone. Immutable.
 *
 * @param search how hard its searches try
 * @param limits how long its statements may run, how many rows they may give
 */
record SessionValues(SearchOptions search, StatementLimits limits) {
    static final SessionValues DEFAULT = new SessionValues(SearchOptions.DEFAULT, StatementLimits.NONE);
}
