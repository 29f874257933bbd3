package io.vectra.sql.setting;

import io.vectra.sql.StatementLimits;
import io.vectra.storage.Database;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.Session;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;

/**
 * Keeps what sessions have set, for as long as they live; the database keeps what was set for all.
 *
 * <p>Thread rule: any number of threads; changes are guarded by the monitor.
 */
public final class SettingStore {
    private final Map<Session, SessionValues> sessions = Collections.synchronizedMap(new WeakHashMap<>());

    /** Returns how hard a session's searches try. */
    public SearchOptions search(Session session) {
        return of(session).search();
    }

    /** Returns how long a session's statements may run, how many rows they may give. */
    public StatementLimits limits(Session session) {
        return of(session).limits();
    }

    /** Returns the schema of a session's names without one. */
    public String schema(Session session) {
        return of(session).schema();
    }

    private SessionValues of(Session session) {
        return sessions.isEmpty() ? SessionValues.DEFAULT : sessions.getOrDefault(session, SessionValues.DEFAULT);
    }

    /** Returns the values of all settings for a session. */
    public SettingValues values(Session session) {
        return new SettingValues(
                search(session),
                limits(session),
                schema(session),
                session.database().upkeep());
    }

    /** Replaces a session's values by what {@code change} makes of them. */
    public synchronized void change(Session session, UnaryOperator<SettingValues> change) {
        SettingValues before = values(session);
        SettingValues after = change.apply(before);
        if (!after.upkeep().equals(before.upkeep())) {
            Database database = session.database();
            database.setUpkeep(after.upkeep());
        }
        SessionValues own = new SessionValues(after.search(), after.limits(), after.schema());
        if (own.equals(SessionValues.DEFAULT)) {
            sessions.remove(session);
        } else {
            sessions.put(session, own);
        }
    }
}
