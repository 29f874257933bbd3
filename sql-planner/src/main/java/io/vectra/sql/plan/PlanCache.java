package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the plans of the statements used last, by their text and the schema of its names: as many as are bounded both
 * in number and in the length of their texts, which plans grow with.
 *
 * <p>Thread rule: any number of threads; guarded by its monitor.
 */
public final class PlanCache {
    private static final int PLANS_MAX = 512;
    private static final int TEXT_LENGTH_MAX = 64 << 10;
    private static final int TEXTS_LENGTH_MAX = 2 << 20;

    /** The least recently used first. */
    private final Map<Key, Optional<Plan>> plans = new LinkedHashMap<>(64, 0.75f, true);

    private int textsLength;

    /**
     * What a plan is found by.
     *
     * @param schema that of the text's names without one
     */
    public record Key(String text, String schema) {}

    /**
     * Returns the plan of a text; empty if it is known that the text has none; null if nothing is known or the schema
     * has changed since.
     *
     * @param schemaVersion of the catalog that the statement is to be run with
     */
    public synchronized @Nullable Optional<Plan> find(Key key, long schemaVersion) {
        Optional<Plan> found = plans.get(key);
        if (found != null && found.isPresent() && found.get().schemaVersion() != schemaVersion) {
            plans.remove(key);
            textsLength -= key.text().length();
            return null;
        }
        return found;
    }

    /** Keeps a plan; texts of extraordinary length are not kept. */
    public synchronized void keep(Key key, Plan plan) {
        put(key, Optional.of(plan));
    }

    /** Remembers that a text whose literals were lifted has no plan. */
    public synchronized void keepUnplannable(Key key) {
        put(key, Optional.empty());
    }

    private void put(Key key, Optional<Plan> plan) {
        if (key.text().length() > TEXT_LENGTH_MAX) {
            return;
        }
        textsLength += plans.put(key, plan) == null ? key.text().length() : 0;
        Iterator<Key> oldest = plans.keySet().iterator();
        while (plans.size() > PLANS_MAX || textsLength > TEXTS_LENGTH_MAX) {
            textsLength -= oldest.next().text().length();
            oldest.remove();
        }
    }

    /** Returns how many plans are kept. */
    public synchronized int size() {
        return plans.size();
    }
}
