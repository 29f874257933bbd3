package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.graph.GraphIdentity;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphTarget;
import io.vectra.storage.io.Directory;
import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.segment.DeletedFile;
import io.vectra.storage.segment.RowFile;
import io.vectra.storage.segment.SegmentFileIdentity;
import io.vectra.storage.segment.Tombstones;
import io.vectra.storage.segment.VectorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The segments that a manifest names, on the disk: opens them, and removes what no manifest names.
 *
 * <p>Thread rule: one thread.
 */
final class StoredSegments {
    private static final System.Logger LOGGER = System.getLogger(StoredSegments.class.getName());

    private final Directory directory;
    private final UUID databaseId;
    private final Sealed sealed;

    StoredSegments(Directory directory, Manifest manifest) {
        this(directory, manifest.databaseId(), manifest.sealed());
    }

    StoredSegments(Directory directory, UUID databaseId, Sealed sealed) {
        this.directory = directory;
        this.databaseId = databaseId;
        this.sealed = sealed;
    }

    /**
     * Opens the segments; no row and no vector is read.
     *
     * @throws CorruptStoreException if a file that is not derived is damaged, as far as that is seen now
     */
    Segments open() throws IOException {
        Map<Integer, List<RowSegment>> rows = new HashMap<>();
        List<VectorSegment> vectors = new ArrayList<>();
        List<String> files = directory.list(SegmentEntry.FOLDER);
        for (SegmentEntry entry : sealed.segments()) {
            if (entry.isRows()) {
                rows.computeIfAbsent(entry.tableId(), id -> new ArrayList<>()).add(openRows(entry));
            } else {
                vectors.add(openVectors(entry, files));
            }
        }
        Map<Integer, TableRows> tables = new HashMap<>();
        for (TableDefinition table : sealed.tables()) {
            tables.put(
                    table.tableId(),
                    TableRows.of(table, table.vectorColumns(), rows.getOrDefault(table.tableId(), List.of())));
        }
        return Segments.of(sealed, tables, vectors);
    }

    /** Opens a segment of rows. */
    private RowSegment openRows(SegmentEntry entry) throws IOException {
        SegmentFileIdentity identity = rowIdentity(databaseId, entry);
        RowFile file = RowFile.open(directory, entry.path(RowSegment.ROWS), identity);
        return new RowSegment(entry, file, null, tombstones(entry, identity), new SegmentTexts());
    }

    /**
     * Opens a segment of vectors, with the graphs that it has.
     *
     * @param files the names of all segments' files
     */
    private VectorSegment openVectors(SegmentEntry entry, List<String> files) throws IOException {
        SegmentFileIdentity identity = vectorIdentity(databaseId, entry);
        VectorFile file = VectorFile.open(directory, entry.path(VectorSegment.vectorsName(entry.columnId())), identity);
        var segment = new VectorSegment(entry, file, tombstones(entry, identity));
        String prefix = String.format(Locale.ROOT, "%06d.", entry.number());
        for (String name : files) {
            if (name.startsWith(prefix) && GraphFiles.isGraph(name.substring(prefix.length()))) {
                openGraph(segment, name.substring(prefix.length()));
            }
        }
        return segment;
    }

    private void openGraph(VectorSegment segment, String name) throws IOException {
        var target = new GraphTarget(directory, segment.entry().path(name), graphIdentity(databaseId, segment));
        try {
            segment.addGraph(name, GraphIndex.open(target, segment.access()));
        } catch (CorruptStoreException | IllegalArgumentException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The graph \"" + target.name() + "\" is damaged and will be built anew: " + e.getMessage());
            if (!directory.isReadOnly()) {
                directory.delete(target.name());
            }
        }
    }

    private Tombstones tombstones(SegmentEntry entry, SegmentFileIdentity identity) throws IOException {
        return entry.deletedLsn() == 0
                ? new Tombstones(entry.count())
                : new Tombstones(DeletedFile.read(directory, entry.deletedPath(), identity));
    }

    /** Removes, at an open, what the manifest does not name: files of crashed seals, builds and vacuums. */
    void removeStale() throws IOException {
        removeIf((entry, number, file) -> entry == null || GraphFiles.isUnfinished(file) || isOldDeletion(entry, file));
    }

    /** Removes some segments that are not live, and deletions that newer files tell. */
    void remove(Set<Integer> retired) throws IOException {
        removeIf((entry, number, file) -> entry == null ? retired.contains(number) : isOldDeletion(entry, file));
    }

    private void removeIf(Staleness staleness) throws IOException {
        Map<Integer, SegmentEntry> live = new HashMap<>();
        sealed.segments().forEach(entry -> live.put(entry.number(), entry));
        for (String name : directory.list(SegmentEntry.FOLDER)) {
            int dot = name.indexOf('.');
            int number = Integer.parseInt(name.substring(0, dot));
            if (staleness.isStale(live.get(number), number, name.substring(dot + 1))) {
                directory.delete(SegmentEntry.FOLDER + "/" + name);
            }
        }
    }

    /** Decides about a file. */
    private interface Staleness {
        boolean isStale(@Nullable SegmentEntry entry, int number, String file);
    }

    private static boolean isOldDeletion(SegmentEntry entry, String name) {
        return name.startsWith("deleted-") && !entry.path(name).equals(entry.deletedPath());
    }

    static SegmentFileIdentity rowIdentity(UUID databaseId, SegmentEntry entry) {
        return SegmentFileIdentity.ofTable(databaseId, entry.tableId(), entry.number());
    }

    static SegmentFileIdentity vectorIdentity(UUID databaseId, SegmentEntry entry) {
        return SegmentFileIdentity.ofColumn(databaseId, entry.columnId(), entry.number());
    }

    static GraphIdentity graphIdentity(UUID databaseId, VectorSegment segment) {
        return new GraphIdentity(databaseId, segment.columnId(), segment.number());
    }
}
