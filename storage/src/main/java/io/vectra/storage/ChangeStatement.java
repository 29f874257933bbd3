package io.vectra.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A statement of the relational mirror that changes rows. Thread rule: the thread of its {@link StatementView}. */
public interface ChangeStatement extends AutoCloseable {
    /** Returns the statement, to bind and to run any number of times until this is closed. */
    PreparedStatement jdbc();

    /** Gives the statement back; it may be run again by who asks for the same text. */
    @Override
    void close() throws SQLException;
}
