package io.vectra.sql;

import io.vectra.sql.execute.BoundPlan;
import io.vectra.sql.parser.LiftedText;
import io.vectra.sql.parser.VectorText;
import io.vectra.sql.plan.PlanCache;
import io.vectra.sql.plan.PlanCache.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the plan of a text in a cache, or makes it, for one version and current schema of what a session sees. */
final class Preparation {
    private final PlanCache plans;
    private final long schemaVersion;
    private final String schema;
    private final Function<String, Plan> planning;

    /**
     * Prepares for one text.
     *
     * @param schemaVersion of the catalog
     * @param schema of names without one
     * @param planning plans a text by that catalog or a newer one
     */
    Preparation(PlanCache plans, long schemaVersion, String schema, Function<String, Plan> planning) {
        this.plans = plans;
        this.schemaVersion = schemaVersion;
        this.schema = schema;
        this.planning = planning;
    }

    Plan prepare(String sql) {
        Optional<Plan> known = plans.find(key(sql), schemaVersion);
        if (known != null && known.isPresent()) {
            return known.get();
        }
        Plan shared = prepareShared(sql);
        if (shared != null) {
            return shared;
        }
        Plan plan = planning.apply(sql);
        if (isKept(plan)) {
            plans.keep(key(sql), plan);
        }
        return plan;
    }

    private Key key(String text) {
        return new Key(text, schema);
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
        Optional<Plan> known = plans.find(key(lifted.text()), schemaVersion);
        if (known == null) {
            known = planLifted(lifted);
        }
        return known.map(plan -> bind(plan, lifted)).orElse(null);
    }

    private Optional<Plan> planLifted(LiftedText lifted) {
        Plan plan;
        try {
            plan = planning.apply(lifted.text());
        } catch (SqlFailure e) {
            // The statement is planned again as it was written, so that the message's position is right.
            plans.keepUnplannable(key(lifted.text()));
            return Optional.empty();
        }
        if (!isKept(plan)) {
            plans.keepUnplannable(key(lifted.text()));
            return Optional.empty();
        }
        for (int i = 0; i < lifted.literals().size(); i++) {
            if (lifted.literals().get(i) != null && !plan.parameters().get(i).isVector()) {
                plans.keepUnplannable(key(lifted.text()));
                return Optional.empty();
            }
        }
        plans.keep(key(lifted.text()), plan);
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
}
