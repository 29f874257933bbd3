package io.vectra.storage.engine;

import io.vectra.storage.graph.AcceptedOrdinals;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.VectorAccess;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.segment.Tombstones;
import io.vectra.storage.segment.VectorFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed segment of a vector column, with what was deleted of it since, and its graphs.
 *
 * <p>Thread rule: any number of threads; graphs are added and removed by one at a time.
 */
final class VectorSegment {
    private volatile SegmentEntry entry;
    private final VectorFile file;
    private final Tombstones tombstones;
    private volatile @Nullable Alive lastAlive;
    private volatile Map<String, GraphIndex> graphs = Map.of();

    VectorSegment(SegmentEntry entry, VectorFile file, Tombstones tombstones) {
        this.entry = entry;
        this.file = file;
        this.tombstones = tombstones;
    }

    /** Returns the name of the vectors' file. */
    static String vectorsName(int columnId) {
        return "vectors." + columnId;
    }

    SegmentEntry entry() {
        return entry;
    }

    /** Takes what the next manifest will say. */
    void useEntry(SegmentEntry newEntry) {
        entry = newEntry;
    }

    int number() {
        return entry.number();
    }

    int columnId() {
        return entry.columnId();
    }

    /** Returns the vectors as a graph reads them. */
    VectorAccess access() {
        return file;
    }

    /** Returns the size of the vectors and graphs, in bytes. */
    long sizeBytes() {
        return file.sizeBytes()
                + graphs.values().stream()
                        .mapToLong(graph -> graph.statistics().fileBytes())
                        .sum();
    }

    VectorFile file() {
        return file;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    /** Returns the graph of an index, or null if it is not built yet. */
    @Nullable
    GraphIndex graph(String fileName) {
        return graphs.get(fileName);
    }

    /** Returns the graphs by their files' names. */
    Map<String, GraphIndex> graphs() {
        return graphs;
    }

    synchronized void addGraph(String fileName, GraphIndex graph) {
        Map<String, GraphIndex> more = new HashMap<>(graphs);
        more.put(fileName, graph);
        graphs = Map.copyOf(more);
    }

    synchronized void removeGraph(String fileName) {
        Map<String, GraphIndex> fewer = new HashMap<>(graphs);
        fewer.remove(fileName);
        graphs = Map.copyOf(fewer);
    }

    /** Returns the nodes that are not deleted at an LSN; null if that is all of them. */
    @Nullable
    AcceptedOrdinals alive(long lsn) {
        long[] words = tombstones.aliveWords(lsn);
        if (words == null) {
            return null;
        }
        Alive known = lastAlive;
        if (known == null || known.words() != words) {
            known = new Alive(words, AcceptedOrdinals.of(words, file.count()));
            lastAlive = known;
        }
        return known.nodes();
    }

    /** The nodes that were alive when they were last asked for, which mostly are the same again. */
    private record Alive(long[] words, AcceptedOrdinals nodes) {}

    /** Returns the position of a node's vector. */
    long position(int node) {
        return SegmentPosition.of(number(), (long) node * file.strideBytes());
    }

    /** Returns the node whose vector is at a position. */
    int node(long position) {
        return (int) (SegmentPosition.offset(position) / file.strideBytes());
    }
}
