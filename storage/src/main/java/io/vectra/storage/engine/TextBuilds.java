package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.text.TextFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the full-text indexes of segments.
 *
 * <p>An index is written under another name, and renamed when it is whole, so that a crash leaves it entirely or not at
 * all. One that a statement needs before it is there is made by the statement. Thread rule: any number of threads.
 */
final class TextBuilds {
    private static final System.Logger LOGGER = System.getLogger(TextBuilds.class.getName());
    private static final IntConsumer UNHURRIED = done -> {};

    private final Directory directory;
    private final UUID databaseId;

    TextBuilds(Directory directory, UUID databaseId) {
        this.directory = directory;
        this.databaseId = databaseId;
    }

    /** Makes the indexes of a segment that is not live yet; the folder is not synced. */
    void makeAll(RowSegment segment, List<TextColumns> indexes, IntConsumer progress) throws IOException {
        for (TextColumns columns : indexes) {
            make(segment, columns, progress);
            name(segment, columns);
        }
    }

    /**
     * Opens the indexes that a segment has; damaged ones are made anew later.
     *
     * @param names the names of the files in the segments' folder
     */
    void openAll(RowSegment segment, List<String> names, List<TextColumns> indexes) throws IOException {
        for (TextColumns columns : indexes) {
            String path = path(segment, columns.name());
            if (names.contains(path.substring(SegmentEntry.FOLDER.length() + 1))) {
                TextFile.Target target = target(directory, segment, columns, path);
                try {
                    segment.texts()
                            .put(
                                    columns.name(),
                                    TextFile.open(target, segment.file().count()));
                } catch (CorruptStoreException e) {
                    LOGGER.log(System.Logger.Level.WARNING, anew(e));
                    deleteDamaged(target.name());
                }
            }
        }
    }

    private static String anew(CorruptStoreException e) {
        return "A full-text index is damaged and is made anew: " + e.getMessage();
    }

    private void deleteDamaged(String path) throws IOException {
        if (!directory.isReadOnly()) {
            directory.delete(path);
        }
    }

    /** Returns an index of a segment, which is made if it is not there. */
    TextFile get(RowSegment segment, TextColumns columns, BooleanSupplier cancelled) throws IOException {
        TextFile file = segment.texts().file(columns.name());
        return file != null ? file : make(segment, columns, done -> Tasks.check(cancelled));
    }

    private TextFile make(RowSegment segment, TextColumns columns, IntConsumer progress) throws IOException {
        SegmentTexts texts = segment.texts();
        synchronized (texts) {
            TextFile known = texts.file(columns.name());
            if (known != null) {
                return known;
            }
            TextFile file = directory.isReadOnly()
                    ? write(new HeapDirectory(), segment, columns, progress)
                    : writeBeside(segment, columns, progress);
            texts.put(columns.name(), file);
            return file;
        }
    }

    /**
     * Writes an index beside its segment; in memory if the segment was merged away meanwhile, with all of its files,
     * and only statements that began before still read it.
     */
    private TextFile writeBeside(RowSegment segment, TextColumns columns, IntConsumer progress) throws IOException {
        try {
            return write(directory, segment, columns, progress);
        } catch (CorruptStoreException e) {
            if (directory.exists(path(segment, GraphFiles.unfinished(columns.name())))) {
                throw e;
            }
            LOGGER.log(System.Logger.Level.DEBUG, "A full-text index is made in memory: " + e.getMessage());
            return write(new HeapDirectory(), segment, columns, progress);
        }
    }

    private TextFile write(Directory in, RowSegment segment, TextColumns columns, IntConsumer progress)
            throws IOException {
        TextFile.Target target = target(in, segment, columns, path(segment, GraphFiles.unfinished(columns.name())));
        target.directory().delete(target.name());
        TextFile.write(target, new TextFile.Source() {
            @Override
            public int count() {
                return segment.file().count();
            }

            @Override
            public long sizeBytes() {
                return segment.file().sizeBytes();
            }

            @Override
            public @Nullable String[] texts(int row) {
                return columns.texts(segment.file().image(row));
            }

            @Override
            public void advance(int done) {
                progress.accept(done);
            }
        });
        return TextFile.open(target, segment.file().count());
    }

    /** Leaves a damaged index aside, so that it is made anew. */
    void damaged(RowSegment segment, TextColumns columns, TextFile file, CorruptStoreException failure) {
        if (segment.texts().remove(columns.name(), file)) {
            LOGGER.log(System.Logger.Level.WARNING, anew(failure));
        }
    }

    /**
     * Makes the indexes of live segments that are missing, and puts in place what statements have made.
     *
     * @param rows whose segments
     * @param progress is told how many rows are done
     */
    void makeMissing(EngineDatabase database, TableRows rows, IntConsumer progress) throws IOException {
        List<TextColumns> indexes = TextColumns.of(rows.table());
        for (RowSegment segment : rows.segments()) {
            for (TextColumns columns : indexes) {
                make(segment, columns, progress);
                place(database, segment, columns);
            }
        }
    }

    /** Makes an index anew, segment by segment; statements that need it meanwhile wait. */
    void makeAnew(EngineDatabase database, TableRows rows, TextIndexInfo index, IntConsumer progress)
            throws IOException {
        TextColumns columns = TextColumns.of(rows.table(), index);
        for (RowSegment segment : rows.segments()) {
            TextFile old = segment.texts().file(columns.name());
            if (old != null) {
                segment.texts().remove(columns.name(), old);
            }
            make(segment, columns, progress);
            place(database, segment, columns);
        }
    }

    /** Returns whether an index of a live segment is missing, or not in place. */
    boolean isAnyMissing(TableRows rows) {
        if (rows.table().textIndexes().isEmpty()) {
            return false;
        }
        for (RowSegment segment : rows.segments()) {
            for (TextColumns columns : TextColumns.of(rows.table())) {
                TextFile file = segment.texts().file(columns.name());
                boolean isInPlace = file != null && !isUnplaced(file);
                if (!isInPlace) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUnplaced(TextFile file) {
        return GraphFiles.isUnfinished(file.name());
    }

    /** Gives a file its name; deletes it if the segment or the index is gone. */
    private void place(EngineDatabase database, RowSegment segment, TextColumns columns) throws IOException {
        database.swapLock().lock();
        try {
            TextFile file = segment.texts().file(columns.name());
            String unfinished = path(segment, GraphFiles.unfinished(columns.name()));
            if (file == null || !isUnplaced(file) || !directory.exists(unfinished)) {
                return;
            }
            TableRows rows = database.state().segments().ofTable(segment.entry().tableId());
            boolean isWanted = rows != null
                    && TextColumns.of(rows.table()).contains(columns)
                    && rows.segments().stream().anyMatch(each -> each.file() == segment.file());
            if (!isWanted) {
                discard(database, segment, columns.name(), file);
                return;
            }
            name(segment, columns);
            directory.syncFolder(SegmentEntry.FOLDER);
        } finally {
            database.swapLock().unlock();
        }
    }

    private void name(RowSegment segment, TextColumns columns) throws IOException {
        String path = path(segment, columns.name());
        directory.rename(path(segment, GraphFiles.unfinished(columns.name())), path);
        TextFile.Target target = target(directory, segment, columns, path);
        segment.texts().put(columns.name(), TextFile.open(target, segment.file().count()));
    }

    /** Removes the files that no index has any more. */
    void removeUnused(EngineDatabase database) {
        database.swapLock().lock();
        try {
            for (TableRows rows : database.state().segments().rows().values()) {
                Set<String> used = new HashSet<>();
                TextColumns.of(rows.table()).forEach(columns -> used.add(columns.name()));
                for (RowSegment segment : rows.segments()) {
                    segment.texts().files().forEach((name, file) -> {
                        if (!used.contains(name)) {
                            discard(database, segment, name, file);
                        }
                    });
                }
            }
        } finally {
            database.swapLock().unlock();
        }
    }

    /** Forgets and deletes an index, whether it is in place or not, before anybody can begin it anew. */
    private static void discard(EngineDatabase database, RowSegment segment, String name, TextFile file) {
        synchronized (segment.texts()) {
            if (segment.texts().remove(name, file)) {
                database.deleteQuietly(file.name());
            }
        }
    }

    /** Analyses the texts of rows that are not sealed, so that no statement has to. */
    void catchUp(TableRows rows) throws IOException {
        for (DeltaRows delta : rows.deltas()) {
            delta.catchUpTexts();
        }
    }

    private static String path(RowSegment segment, String name) {
        return segment.entry().path(name);
    }

    private TextFile.Target target(Directory in, RowSegment segment, TextColumns columns, String path) {
        return new TextFile.Target(
                in,
                path,
                StoredSegments.rowIdentity(databaseId, segment.entry()),
                columns.columns().size(),
                columns.analyzer());
    }

    static IntConsumer unhurried() {
        return UNHURRIED;
    }
}
