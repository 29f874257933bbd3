package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import org.jspecify.annotations.Nullable;

/**
 * How far the rows of a search may be. Immutable.
 *
 * @param query the vector that the bounded distance is measured from
 * @param value what the distance or similarity is compared with
 * @param factor 1 or -1 where the distance itself is compared
 * @param shift the largest distance is {@code shift + factor * value}
 * @param isExact whether that has no rounding
 * @param filterInstead which rows are eligible by the whole WHERE, for a search from another vector
 */
public record SearchBound(
        QueryVector query, BoundValue value, double factor, double shift, boolean isExact, RowFilter filterInstead) {
    /** How much further is searched where the distance follows from the compared value by arithmetic. */
    private static final double ROUNDING = 1e-9;

    /**
     * Returns the largest distance that the search has to find, a little further than what the mirror's comparison will
     * keep.
     */
    double radius(double compared) {
        double radius = shift + factor * compared;
        return isExact || Double.isInfinite(radius)
                ? Math.nextUp(Math.nextUp(radius))
                : radius + ROUNDING * Math.max(1, Math.abs(shift) + Math.abs(factor * compared));
    }

    /**
     * A number: given in the text, by a parameter, or computed by the mirror.
     *
     * @param constant the number, if the other two are null
     * @param parameter the parameter that holds it, or null
     * @param sql a query of the mirror whose one value it is, as a DOUBLE PRECISION; needed for parameters too, which
     *     may be text
     */
    public record BoundValue(
            double constant,
            @Nullable Integer parameter,
            @Nullable MirrorSql sql) {}
}
