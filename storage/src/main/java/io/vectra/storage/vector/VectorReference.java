package io.vectra.storage.vector;

/**
 * The BIGINT that the relational mirror holds in place of a vector: {@code columnId << 43 | ordinal}, never negative.
 *
 * <p>Negative numbers are the vectors that a running statement staged; they are no business of this class.
 */
public final class VectorReference {
    /** The largest ordinal: 2<sup>43</sup> − 1. */
    public static final long ORDINAL_MAX = (1L << 43) - 1;

    /** The largest column id: 2<sup>20</sup> − 1. */
    public static final int COLUMN_ID_MAX = (1 << 20) - 1;

    private static final int ORDINAL_BITS = 43;

    private VectorReference() {}

    /**
     * Returns the reference of a column's vector.
     *
     * @param columnId from 0 to {@link #COLUMN_ID_MAX}
     * @param ordinal from 0 to {@link #ORDINAL_MAX}
     */
    public static long of(int columnId, long ordinal) {
        if (columnId < 0 || columnId > COLUMN_ID_MAX) {
            throw new IllegalArgumentException("column id must be from 0 to " + COLUMN_ID_MAX + ", but is " + columnId);
        }
        if (ordinal < 0 || ordinal > ORDINAL_MAX) {
            throw new IllegalArgumentException("ordinal must be from 0 to " + ORDINAL_MAX + ", but is " + ordinal);
        }
        return ((long) columnId << ORDINAL_BITS) | ordinal;
    }

    /**
     * Returns the column that a reference belongs to.
     *
     * @param reference at least 0
     */
    public static int columnId(long reference) {
        return (int) (checked(reference) >>> ORDINAL_BITS);
    }

    /**
     * Returns the ordinal that a reference names in its column.
     *
     * @param reference at least 0
     */
    public static long ordinal(long reference) {
        return checked(reference) & ORDINAL_MAX;
    }

    private static long checked(long reference) {
        if (reference < 0) {
            throw new IllegalArgumentException("a stored vector's reference must be at least 0, but is " + reference);
        }
        return reference;
    }
}
