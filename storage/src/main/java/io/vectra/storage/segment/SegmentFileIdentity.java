package io.vectra.storage.segment;

import java.util.UUID;

/**
 * What a file of a segment belongs to.
 *
 * @param subject what {@code id} is a number of
 * @param id the table's or the vector column's
 * @param segment the number of the segment
 */
public record SegmentFileIdentity(UUID databaseId, Subject subject, int id, long segment) {
    /** What is numbered. */
    public enum Subject {
        /** A table: the file is about rows. */
        TABLE,
        /** A vector column: the file is about vectors. */
        VECTOR_COLUMN
    }

    /** Returns the identity of a file about a table's rows. */
    public static SegmentFileIdentity ofTable(UUID databaseId, int tableId, long segment) {
        return new SegmentFileIdentity(databaseId, Subject.TABLE, tableId, segment);
    }

    /** Returns the identity of a file about a column's vectors. */
    public static SegmentFileIdentity ofColumn(UUID databaseId, int columnId, long segment) {
        return new SegmentFileIdentity(databaseId, Subject.VECTOR_COLUMN, columnId, segment);
    }

    void expect(Subject expected) {
        if (subject != expected) {
            throw new IllegalArgumentException("the file belongs to a " + expected + ", but is said to belong to a "
                    + subject + " with number " + id);
        }
    }
}
