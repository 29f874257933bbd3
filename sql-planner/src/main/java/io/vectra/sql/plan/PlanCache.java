package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the plans of the statements used last, by their text: as many as are bounded both in number and in the length
 * of their texts, which plans grow with.
 *
 * <p>Thread rule: any number of threads; guarded by its monitor.
 */
public final class PlanCache {
    private static final int PLANS_MAX = 512;
    private static final int TEXT_LENGTH_MAX = 64 << 10;
    private static final int TEXTS_LENGTH_MAX = 2 << 20;

    /** The least recently used first. */
    private final Map<String, Optional<Plan>> plans = new LinkedHashMap<>(64, 0.75f, true);

    private int textsLength;

    /**
     * Returns the plan of a text; empty if it is known that the text has none; null if nothing is known or the schema
     * has changed since.
     *
     * @param schemaVersion of the catalog that the statement is to be run with
     */
    public synchronized @Nullable Optional<Plan> find(String text, long schemaVersion) {
        Optional<Plan> found = plans.get(text);
        if (found != null && found.isPresent() && found.get().schemaVersion() != schemaVersion) {
            plans.remove(text);
            textsLength -= text.length();
            return null;
        }
        return found;
    }

    /** Keeps a plan; texts of extraordinary length are not kept. */
    public synchronized void keep(String text, Plan plan) {
        put(text, Optional.of(plan));
    }

    /** Remembers that a text whose literals were lifted has no plan. */
    public synchronized void keepUnplannable(String text) {
        put(text, Optional.empty());
    }

    private void put(String text, Optional<Plan> plan) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return;
        }
        textsLength += plans.put(text, plan) == null ? text.length() : 0;
        Iterator<String> oldest = plans.keySet().iterator();
        while (plans.size() > PLANS_MAX || textsLength > TEXTS_LENGTH_MAX) {
            textsLength -= oldest.next().length();
            oldest.remove();
        }
    }

    /** Returns how many plans are kept. */
    public synchronized int size() {
        return plans.size();
    }
}
