package io.vectra.sql;

import io.vectra.storage.Database;

/**
 * Turns SQL text into plans for one database, and keeps the plans of recent statements.
 *
 * <p>Thread rule: any number of threads.
 */
public final class SqlEngine {
    private final Database database;

    /** Creates an engine for an open database; the caller closes the database. */
    public SqlEngine(Database database) {
        this.database = database;
    }

    /** Returns the database. */
    public Database database() {
        return database;
    }

    /**
     * Parses, validates and plans a statement, or finds its plan in the cache.
     *
     * @param sql one statement, with or without a trailing semicolon
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan prepare(String sql) {
        throw new AssertionError("not built yet");
    }

    /** Loads the planner's classes on a background thread, so that the first statement does not wait for them. */
    public void warmUp() {}
}
