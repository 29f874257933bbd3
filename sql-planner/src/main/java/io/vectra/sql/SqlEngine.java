package io.vectra.sql;

import io.vectra.sql.parser.StatementTexts;
import io.vectra.sql.plan.PlanCache;
import io.vectra.sql.plan.Planner;
import io.vectra.sql.plan.WarmUp;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.system.SystemCatalog;
import io.vectra.sql.validate.MirrorRefusals;
import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns SQL text into plans for one database, and keeps the plans of recent statements.
 *
 * <p>Thread rule: any number of threads.
 */
public final class SqlEngine {
    /** The only user, as CURRENT_USER and INFORMATION_SCHEMA name it. */
    public static final String USER = SystemCatalog.USER;

    /** The only catalog, as INFORMATION_SCHEMA names it. */
    public static final String CATALOG = SystemCatalog.CATALOG;

    private final Database database;
    private final Planner planner;
    private final PlanCache plans = new PlanCache();
    /** The plans of sessions with temporary tables of their own. */
    private final Map<Session, PlanCache> ownPlans = Collections.synchronizedMap(new WeakHashMap<>());

    /** Creates an engine for an open database; the caller closes the database. */
    public SqlEngine(Database database) {
        this(database, new Planner(database, new SettingStore(), true));
    }

    private SqlEngine(Database database, Planner planner) {
        this.database = database;
        this.planner = planner;
    }

    /**
     * Returns an engine for the same database that does, or does not, give vector orders to the vector search. Both
     * give the same rows; without it, the mirror computes every distance.
     */
    public SqlEngine withPushDown(boolean pushesDown) {
        return pushesDown == planner.pushesDown()
                ? this
                : new SqlEngine(database, new Planner(database, planner.settings(), pushesDown));
    }

    /** Returns the database. */
    public Database database() {
        return database;
    }

    /** Returns the newest schema, with the system tables. */
    public Catalog catalog() {
        return SystemCatalog.in(database.catalog());
    }

    /** Returns what {@link #catalog()} does, with the session's temporary tables. */
    public Catalog catalog(Session session) {
        return SystemCatalog.in(session.catalog());
    }

    /** Returns what a session has set as limits of its statements. */
    public StatementLimits limits(Session session) {
        return planner.settings().limits(session);
    }

    /** Returns the statements of a text, which semicolons separate; at least one. */
    public static List<String> statements(String sql) {
        return StatementTexts.split(sql);
    }

    /** Returns whether a schema is that of the system tables. */
    public static boolean isSystemSchema(String schema) {
        return SystemCatalog.isSystemSchema(schema);
    }

    /**
     * Parses, validates and plans a statement, or finds its plan in the cache. It is not for a session with local
     * temporary tables.
     *
     * @param sql one statement, with or without a trailing semicolon
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan prepare(String sql) {
        return prepareShared(sql, Catalog.DEFAULT_SCHEMA);
    }

    private Plan prepareShared(String sql, String schema) {
        return new Preparation(plans, database.catalog().version(), schema, text -> planner.plan(text, schema))
                .prepare(sql);
    }

    /** As {@link #prepare(String)}, for a session, with its current schema and the temporary tables that it sees. */
    public Plan prepare(Session session, String sql) {
        return prepare(session, sql, schema(session));
    }

    /**
     * As {@link #prepare(Session, String)}, whatever the session's current schema is.
     *
     * @param schema the schema of the text's names without one
     */
    public Plan prepare(Session session, String sql, String schema) {
        long version = session.catalog().version();
        if (version >= 0) {
            return prepareShared(sql, schema);
        }
        PlanCache own = ownPlans.computeIfAbsent(session, each -> new PlanCache());
        return new Preparation(own, version, schema, text -> planner.plan(text, session, schema)).prepare(sql);
    }

    /**
     * Returns what the mirror refused in a run as a failure that names the place in the statement's text; null where
     * that is not known.
     */
    public static @Nullable SqlFailure explain(String sql, SQLException refusal) {
        return MirrorRefusals.explain(sql, refusal);
    }

    /** Returns the schema of a session's names without one. */
    public String schema(Session session) {
        return planner.settings().schema(session);
    }

    /**
     * Sets the schema of a session's names without one, for the statements that are prepared from now on.
     *
     * @throws SqlFailure ({@code 90079}) if there is none of this name
     */
    public void setSchema(Session session, String schema) {
        planner.setSchema(session, schema);
    }

    /** Loads the planner's classes on a background thread, so that the first statement does not wait for them. */
    public void warmUp() {
        WarmUp.start();
    }
}
