package io.vectra.sql.execute;

import io.vectra.storage.Isolation;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the sessions whose auto-commit or isolation was changed by BEGIN, to put it back at the transaction's end.
 *
 * <p>Thread rule: any number of threads.
 */
public final class BegunSessions {
    private final Map<Session, Before> sessions = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * What a session had when its transaction was begun.
     *
     * @param isolation null where it was not changed
     */
    private record Before(boolean isAutoCommit, @Nullable Isolation isolation) {}

    /**
     * Begins a transaction.
     *
     * @param isolation of this transaction alone; null for that of the session
     */
    void begin(Session session, @Nullable Isolation isolation) throws SQLException {
        Before before = new Before(session.isAutoCommit(), isolation == null ? null : session.isolation());
        if (isolation != null) {
            session.setIsolation(isolation);
        }
        if (before.isAutoCommit()) {
            session.setAutoCommit(false);
        }
        if (before.isAutoCommit() || isolation != null) {
            sessions.putIfAbsent(session, before);
        }
    }

    void end(Session session) throws SQLException {
        Before before = sessions.remove(session);
        if (before == null) {
            return;
        }
        if (before.isAutoCommit()) {
            session.setAutoCommit(true);
        }
        if (before.isolation() != null) {
            session.setIsolation(before.isolation());
        }
    }
}
