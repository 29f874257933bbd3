package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;

/**
 * How a sort key follows from the distance that a search computes, where it is not the distance itself. Immutable.
 *
 * @param isFarther the query of the mirror that says whether the key of the value in {@code farSlot} comes strictly
 *     after the key of the one in {@code nearSlot}
 * @param nearSlot where it finds the value of a near row
 * @param farSlot where it finds the value of a row that is farther away
 * @param isSimilarity whether the value is a similarity, one less the distance as far as rounding goes; else the
 *     distance
 * @param isNegated whether the value's sign is changed
 */
public record KeyOrder(MirrorSql isFarther, int nearSlot, int farSlot, boolean isSimilarity, boolean isNegated) {
    /** More than the rounding of one less a number between -1 and 1. */
    private static final double ROUNDING = 1e-15;

    /** Returns the largest value, in the direction away from the query, that a row at this distance may have. */
    double near(double distance) {
        return signed(isSimilarity ? Math.max(-1, 1 - distance - ROUNDING) : distance);
    }

    /** Returns the smallest value, in the direction away from the query, that a row at this distance may have. */
    double far(double distance) {
        return signed(isSimilarity ? Math.min(1, 1 - distance + ROUNDING) : distance);
    }

    private double signed(double value) {
        return isNegated ? -value : value;
    }
}
