package io.vectra.sql.execute;

import io.vectra.storage.Filter;
import org.jspecify.annotations.Nullable;

/**
 * A filter of the storage engine that waits for the values of its parameters.
 *
 * <p>Thread rule: immutable.
 */
public final class FilterTemplate {
    private final Part part;
    private final String sql;

    /**
     * Creates a template.
     *
     * @param sql the condition as text, for people
     */
    public FilterTemplate(Part part, String sql) {
        this.part = part;
        this.sql = sql;
    }

    /** Makes a filter of the values of the user's parameters. Immutable. */
    @FunctionalInterface
    public interface Part {
        /**
         * Makes the filter.
         *
         * @param values the user's parameters
         * @throws UnfitValueException if the filter would not surely be what the mirror makes of these values
         */
        Filter bind(@Nullable Object[] values) throws UnfitValueException;
    }

    /** Returns the filter, or null if the mirror has to evaluate the condition for these values. */
    public @Nullable Filter bind(@Nullable Object[] values) {
        try {
            return part.bind(values);
        } catch (UnfitValueException e) {
            return null;
        }
    }

    /** Returns the condition as text. */
    @Override
    public String toString() {
        return sql;
    }
}
