package io.vectra.storage.manifest;

import java.util.List;

/**
 * What is kept in segments, so that the log before it could go: the database as of one commit.
 *
 * @param lsn the last commit that the segments hold
 * @param position the log position after that commit, where the log to be read begins; the start of a file
 * @param tables all tables as of {@code lsn}
 * @param nextTableId the number that the next table gets after it
 * @param nextColumnId the number that the next vector column gets
 * @param definitions the mirror's statements, in order, that make these tables and all else in its schema
 * @param identities where the tables' identities stand
 * @param columns how many ordinals each vector column had given out
 * @param segments the live segments
 * @param nextSegment the number that the next segment gets
 */
public record Sealed(
        long lsn,
        long position,
        List<TableDefinition> tables,
        int nextTableId,
        int nextColumnId,
        List<String> definitions,
        List<Identity> identities,
        List<ColumnCount> columns,
        List<SegmentEntry> segments,
        int nextSegment) {
    public Sealed {
        tables = List.copyOf(tables);
        definitions = List.copyOf(definitions);
        identities = List.copyOf(identities);
        columns = List.copyOf(columns);
        segments = List.copyOf(segments);
    }

    /** Returns a database without anything. */
    public static Sealed nothing(long firstFrame) {
        return new Sealed(0, firstFrame, List.of(), 1, 1, List.of(), List.of(), List.of(), List.of(), 1);
    }

    /** Returns the same with other segments, which hold the same rows or fewer dead ones. */
    public Sealed withSegments(List<SegmentEntry> newSegments, int newNextSegment) {
        return new Sealed(
                lsn,
                position,
                tables,
                nextTableId,
                nextColumnId,
                definitions,
                identities,
                columns,
                newSegments,
                newNextSegment);
    }

    /**
     * Where an identity stands.
     *
     * @param next the value that it hands out next
     */
    public record Identity(int tableId, int columnIndex, long next) {}

    /**
     * How many ordinals a vector column has given out.
     *
     * @param count the next ordinal; those below it are in segments, or dead
     */
    public record ColumnCount(int columnId, long count) {}
}
