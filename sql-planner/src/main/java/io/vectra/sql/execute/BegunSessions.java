package io.vectra.sql.execute;

import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Remembers the sessions whose auto-commit was switched off by BEGIN, to switch it on again at the transaction's end.
 *
 * <p>Thread rule: any number of threads.
 */
public final class BegunSessions {
    private final Set<Session> sessions = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    void begin(Session session) throws SQLException {
        if (session.isAutoCommit()) {
            session.setAutoCommit(false);
            sessions.add(session);
        }
    }

    void end(Session session) throws SQLException {
        if (sessions.remove(session)) {
            session.setAutoCommit(true);
        }
    }
}
