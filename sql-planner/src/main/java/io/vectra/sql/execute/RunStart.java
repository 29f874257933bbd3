package io.vectra.sql.execute;

import io.vectra.storage.StatementView;

/** The values of a run, which have been checked before it sees the store. */
@FunctionalInterface
interface RunStart {
    Run in(StatementView view);
}
