package io.vectra.storage.filter;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Filter;
import io.vectra.storage.filter.ColumnsFile.Section;
import io.vectra.storage.filter.ColumnsFile.Trailer;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The columns of a segment's rows, mapped, for filters.
 *
 * <p>Each part of the file is verified when it is first used. On the heap are the statistics, and some bytes for each
 * 65 536 rows. Thread rule: any number of threads.
 */
public final class SegmentColumns {
    private final String name;
    private final ColumnsIdentity identity;
    private final Trailer trailer;
    private final ByteBuffer entries;
    private final List<ColumnDescription> descriptions;
    private final List<ColumnType> types;

    /** Where each mapped region of sections begins in the file, ascending. */
    private final long[] regionPositions;

    private final ByteBuffer[] regions;

    /** Written racily: a thread that does not see a verified section verifies it once more. */
    private final boolean[] verified;

    private SegmentColumns(
            String name, ColumnsIdentity identity, Trailer trailer, Contents contents, List<ColumnType> types) {
        this.name = name;
        this.identity = identity;
        this.trailer = trailer;
        this.entries = contents.entries();
        this.descriptions = contents.descriptions();
        this.types = types;
        this.regionPositions = contents.regionPositions();
        this.regions = contents.regions().toArray(ByteBuffer[]::new);
        this.verified = new boolean[trailer.chunkCount() * trailer.columnCount()];
    }

    private record Contents(
            ByteBuffer entries,
            List<ColumnDescription> descriptions,
            long[] regionPositions,
            List<ByteBuffer> regions) {}

    /**
     * Opens a file: checks header, directory, and description.
     *
     * @param types the columns' types now, in the order of the row images; a column that was written with another type
     *     is not filtered by
     * @throws CorruptStoreException if the file is damaged, missing, or another segment's
     */
    public static SegmentColumns open(
            Directory directory, String name, ColumnsIdentity identity, List<ColumnType> types) throws IOException {
        Trailer trailer = ColumnsFile.read(directory, name, identity);
        ByteBuffer entries =
                directory.map(name, trailer.directoryPosition(), Math.toIntExact(trailer.directoryBytes()));
        ColumnsFile.checkCrc(entries.duplicate(), trailer.directoryCrc(), name, trailer.directoryPosition());
        List<ColumnDescription> descriptions = descriptions(directory, name, trailer);
        List<Long> positions = new ArrayList<>();
        List<ByteBuffer> regions = new ArrayList<>();
        mapRegions(directory, name, entries, positions, regions);
        List<ColumnType> usable = new ArrayList<>();
        for (int column = 0; column < types.size() && column < descriptions.size(); column++) {
            ColumnType written = descriptions.get(column).usableType();
            usable.add(written.equals(types.get(column)) ? written : ColumnType.NULLITY);
        }
        long[] regionPositions = positions.stream().mapToLong(Long::longValue).toArray();
        return new SegmentColumns(
                name, identity, trailer, new Contents(entries, descriptions, regionPositions, regions), usable);
    }

    private static List<ColumnDescription> descriptions(Directory directory, String name, Trailer trailer)
            throws IOException {
        ByteBuffer bytes = directory.map(name, trailer.descriptionPosition(), trailer.descriptionBytes());
        ColumnsFile.checkCrc(bytes.duplicate(), trailer.descriptionCrc(), name, trailer.descriptionPosition());
        try {
            return ColumnDescription.decode(bytes, trailer.columnCount());
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new CorruptStoreException(
                    name, trailer.descriptionPosition(), "the description of the columns is cut off.", e);
        }
    }

    /** Maps the sections in regions of whole sections, as few as possible. */
    private static void mapRegions(
            Directory directory, String name, ByteBuffer entries, List<Long> positions, List<ByteBuffer> regions)
            throws IOException {
        long start = ColumnsFile.HEADER_BYTES;
        long end = start;
        for (int index = 0; index < entries.capacity(); index += ColumnsFile.ENTRY_BYTES) {
            Section section = Section.decode(entries, index);
            if (section.position() + section.bytes() - start > Directory.MAPPED_BYTES_MAX) {
                positions.add(start);
                regions.add(directory.map(name, start, (int) (end - start)));
                start = section.position();
            }
            end = section.position() + section.bytes();
        }
        positions.add(start);
        regions.add(directory.map(name, start, (int) (end - start)));
    }

    /** Returns which segment's columns these are. */
    public ColumnsIdentity identity() {
        return identity;
    }

    /** Returns how many rows, and thus slots, there are. */
    public int rowCount() {
        return Math.toIntExact(trailer.rowCount());
    }

    /** Returns whether a filter gives here exactly what it gives in the relational mirror. */
    public boolean canEvaluate(Filter filter) {
        return Condition.isPossible(filter, types);
    }

    /**
     * Returns the slots whose rows meet a filter.
     *
     * @throws IllegalArgumentException if it {@linkplain #canEvaluate cannot be evaluated}
     * @throws CorruptStoreException if a part of the file that is needed is damaged
     */
    public RoaringBitmap evaluate(Filter filter) {
        Condition condition = condition(filter);
        var words = new long[RowBits.wordCount(rowCount())];
        Condition.Evaluation evaluation = condition.evaluation();
        for (int chunk = 0; chunk < trailer.chunkCount(); chunk++) {
            var rows = new SegmentChunk(this, chunk, trailer.rowsOf(chunk));
            System.arraycopy(
                    evaluation.rows(rows), 0, words, chunk * (ColumnChunk.ROWS_MAX / Long.SIZE), rows.wordCount());
        }
        return Condition.bitmap(words);
    }

    /**
     * Estimates how many rows meet a filter, from statistics.
     *
     * @throws IllegalArgumentException if it {@linkplain #canEvaluate cannot be evaluated}
     */
    public double estimate(Filter filter) {
        if (rowCount() == 0) {
            return 0;
        }
        return rowCount() * condition(filter).share(this::share);
    }

    private double share(Condition.Node node) {
        int column = node.column();
        return column < 0
                ? node instanceof Condition.Everything ? 1 : 0
                : descriptions.get(column).statistics().share(node, rowCount());
    }

    private Condition condition(Filter filter) {
        @Nullable Condition condition = Condition.of(filter, types);
        if (condition == null) {
            throw new IllegalArgumentException(
                    "the filter " + filter + " cannot be evaluated on these columns; ask canEvaluate beforehand");
        }
        return condition;
    }

    Section section(int chunk, int column) {
        return Section.decode(entries, (chunk * trailer.columnCount() + column) * ColumnsFile.ENTRY_BYTES);
    }

    /** Returns the region of a section, which is verified unless that was done. */
    ByteBuffer bytes(int chunk, int column, Section section) {
        ByteBuffer bytes = regions[region(section)];
        int number = chunk * trailer.columnCount() + column;
        if (!verified[number]) {
            int index = index(section);
            ColumnsFile.checkCrc(
                    bytes.duplicate().limit(index + section.bytes()).position(index),
                    section.crc(),
                    name,
                    section.position());
            verified[number] = true;
        }
        return bytes;
    }

    /** Returns where a section begins in its region. */
    int index(Section section) {
        return (int) (section.position() - regionPositions[region(section)]);
    }

    private int region(Section section) {
        int region = regionPositions.length - 1;
        while (regionPositions[region] > section.position()) {
            region--;
        }
        return region;
    }
}
