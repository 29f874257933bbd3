package io.vectra.storage;

import java.sql.SQLException;

/** What one statement does with its view of the database. */
@FunctionalInterface
public interface StatementWork<R> {
    /**
     * Runs the statement.
     *
     * @param view the statement's view, not to be used after this method returns, except through a {@link VectorLookup}
     * @throws SQLException if the relational mirror refuses; the statement's changes are then undone
     */
    R run(StatementView view) throws SQLException;
}
