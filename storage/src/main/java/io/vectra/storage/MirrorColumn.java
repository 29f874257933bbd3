package io.vectra.storage;

import org.jspecify.annotations.Nullable;

/**
 * The values that a query of the relational mirror has in its one column, as the mirror compares them; of a query with
 * more columns, its rows.
 *
 * <p>Thread rule: the thread of the statement that has read them only.
 */
public interface MirrorColumn {
    /** Returns how many rows the query had. */
    int count();

    /** Returns the value of the first row, to be bound to a parameter; null if it is NULL or there is no row. */
    @Nullable
    Object first();

    /**
     * Returns whether an index of a column finds the rows that have these values. Not so where the comparison converts
     * what is in the index, as texts that are compared with numbers.
     *
     * @param jdbcType the column's, of {@link java.sql.Types}
     */
    boolean isFoundByIndex(int jdbcType);

    /**
     * Returns the column's type as SQL of the mirror; null if there is none, or it is CHAR or BINARY, to whose length a
     * cast fills the value up.
     */
    @Nullable
    String type();

    /** Returns whether a cast to the column's type leaves the first value as it is; it may add digits to a NUMERIC. */
    boolean isKeptByCast();

    /** Returns all values as an array, to be bound to the parameter of {@code = ANY(?)}. */
    Object array();
}
