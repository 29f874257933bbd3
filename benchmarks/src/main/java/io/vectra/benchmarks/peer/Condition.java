package io.vectra.benchmarks.peer;

import java.util.List;

/**
 * A condition of a WHERE.
 *
 * @param sql with {@code ?} for each value; empty for none
 * @param values in the order of their places
 */
public record Condition(String sql, List<Object> values) {
    /** No condition. */
    public static final Condition NONE = new Condition("", List.of());

    public Condition {
        values = List.copyOf(values);
    }
}
