package io.vectra.jdbc;

import io.vectra.storage.Session.SavepointMark;
import java.sql.SQLException;
import java.sql.Savepoint;

/** A point in a connection's transaction. Thread rule: immutable. */
final class VectraSavepoint implements Savepoint {
    private final VectraConnection connection;
    private final SavepointMark mark;

    VectraSavepoint(VectraConnection connection, SavepointMark mark) {
        this.connection = connection;
        this.mark = mark;
    }

    /** Returns the session's mark, if the savepoint belongs to the connection. */
    SavepointMark mark(VectraConnection user) throws SQLException {
        if (user != connection) {
            throw SqlErrors.of("90063", "The savepoint belongs to another connection");
        }
        return mark;
    }

    @Override
    public int getSavepointId() throws SQLException {
        if (mark.name() != null) {
            throw SqlErrors.of("90065", "The savepoint is named \"" + mark.name() + "\"; ask for its name");
        }
        return mark.id();
    }

    @Override
    public String getSavepointName() throws SQLException {
        String name = mark.name();
        if (name == null) {
            throw SqlErrors.of("90064", "The savepoint has no name; ask for its id, " + mark.id());
        }
        return name;
    }
}
