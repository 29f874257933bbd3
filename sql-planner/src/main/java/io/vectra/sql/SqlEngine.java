package io.vectra.sql;

import io.vectra.sql.execute.BoundPlan;
import io.vectra.sql.parser.LiftedText;
import io.vectra.sql.parser.StatementTexts;
import io.vectra.sql.parser.VectorText;
import io.vectra.sql.plan.PlanCache;
import io.vectra.sql.plan.Planner;
import io.vectra.sql.plan.WarmUp;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.system.SystemTable;
import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns SQL text into plans for one database, and keeps the plans of recent statements.
 *
 * <p>Thread rule: any number of threads.
 */
public final class SqlEngine {
    private final Database database;
    private final Planner planner;
    private final PlanCache plans = new PlanCache();

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

    /** Returns the newest schema, with the system tables in the schema VECTRA. */
    public Catalog catalog() {
        return SystemTable.in(database.catalog());
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
        return schema.equals(SystemTable.SCHEMA);
    }

    /**
     * Parses, validates and plans a statement, or finds its plan in the cache.
     *
     * @param sql one statement, with or without a trailing semicolon
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan prepare(String sql) {
        Optional<Plan> known = plans.find(sql);
        if (known != null && known.isPresent()) {
            return known.get();
        }
        Plan shared = prepareShared(sql);
        if (shared != null) {
            return shared;
        }
        Plan plan = planner.plan(sql);
        if (isKept(plan)) {
            plans.keep(sql, plan);
        }
        return plan;
    }

    private static boolean isKept(Plan plan) {
        return plan.kind() == Plan.Kind.QUERY || plan.kind() == Plan.Kind.UPDATE;
    }

    /**
     * Plans the statement with its long vector literals taken out; returns null if it has none or they are not all
     * vectors.
     */
    private @Nullable Plan prepareShared(String sql) {
        LiftedText lifted = LiftedText.lift(sql);
        if (lifted == null) {
            return null;
        }
        Optional<Plan> known = plans.find(lifted.text());
        if (known == null) {
            known = planLifted(lifted);
        }
        return known.map(plan -> bind(plan, lifted)).orElse(null);
    }

    private Optional<Plan> planLifted(LiftedText lifted) {
        Plan plan;
        try {
            plan = planner.plan(lifted.text());
        } catch (SqlFailure e) {
            // The statement is planned again as it was written, so that the message's position is right.
            plans.keepUnplannable(lifted.text());
            return Optional.empty();
        }
        if (!isKept(plan)) {
            plans.keepUnplannable(lifted.text());
            return Optional.empty();
        }
        for (int i = 0; i < lifted.literals().size(); i++) {
            if (lifted.literals().get(i) != null && !plan.parameters().get(i).isVector()) {
                plans.keepUnplannable(lifted.text());
                return Optional.empty();
            }
        }
        plans.keep(lifted.text(), plan);
        return Optional.of(plan);
    }

    /** Returns null if a literal is no right vector: planning the statement as it was written says so. */
    private static @Nullable Plan bind(Plan plan, LiftedText lifted) {
        List<float @Nullable []> vectors = new ArrayList<>();
        for (int i = 0; i < lifted.literals().size(); i++) {
            String literal = lifted.literals().get(i);
            float[] vector = null;
            if (literal != null) {
                int dimension = plan.parameters().get(i).dimension();
                vector = vector(literal);
                if (vector == null || (dimension != 0 && vector.length != dimension)) {
                    return null;
                }
            }
            vectors.add(vector);
        }
        return new BoundPlan(plan, vectors);
    }

    private static float @Nullable [] vector(String literal) {
        try {
            return VectorText.parse(literal);
        } catch (SqlFailure e) {
            return null;
        }
    }

    /** Loads the planner's classes on a background thread, so that the first statement does not wait for them. */
    public void warmUp() {
        WarmUp.start();
    }
}
