package io.vectra.storage.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A sealed segment: the rows of one table, or the vectors of one vector column.
 *
 * @param number the segment's number, never used again; the names of its files, in the folder {@code segments}, begin
 *     with it
 * @param tableId the table
 * @param columnId the vector column, or 0 for rows
 * @param count how many rows or vectors it holds
 * @param deleted how many of them were deleted when the manifest was written
 * @param deletedLsn the commit up to which the file {@code deleted-<lsn>} tells what is deleted; 0 if nothing is
 * @param firstLsn the oldest commit that it holds something of
 * @param lastLsn the newest
 */
public record SegmentEntry(
        int number, int tableId, int columnId, int count, long deleted, long deletedLsn, long firstLsn, long lastLsn) {
    /** The folder of all segments. */
    public static final String FOLDER = "segments";

    public SegmentEntry {
        if (number <= 0 || tableId <= 0 || columnId < 0 || count < 0 || deleted < 0 || deleted > count) {
            throw new IllegalArgumentException("segment " + number + " of table " + tableId + " and column " + columnId
                    + " cannot hold " + count + " entries, " + deleted + " of them deleted");
        }
    }

    /** Returns the same segment with other deletions. */
    public SegmentEntry withDeleted(long newDeleted, long newDeletedLsn) {
        return new SegmentEntry(number, tableId, columnId, count, newDeleted, newDeletedLsn, firstLsn, lastLsn);
    }

    /** Returns the path of one of a segment's files, such as {@code segments/000003.rows}. */
    public static String path(int number, String file) {
        return String.format(java.util.Locale.ROOT, FOLDER + "/%06d.", number) + file;
    }

    /** Returns the path of one of the segment's files, such as {@code segments/000003.rows}. */
    @JsonIgnore
    public String path(String file) {
        return path(number, file);
    }

    /** Returns the path of the file that tells what is deleted. */
    @JsonIgnore
    public String deletedPath() {
        return path("deleted-" + deletedLsn);
    }

    /** Returns whether it holds rows, not vectors. */
    @JsonIgnore
    public boolean isRows() {
        return columnId == 0;
    }
}
