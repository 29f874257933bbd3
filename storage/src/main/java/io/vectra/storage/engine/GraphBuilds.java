package io.vectra.storage.engine;

import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorIndexSettings;
import io.vectra.storage.graph.GraphBase;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphSettings;
import io.vectra.storage.graph.GraphTarget;
import io.vectra.storage.graph.HnswlibBuilder;
import io.vectra.storage.graph.Quantization;
import io.vectra.storage.io.Directory;
import io.vectra.storage.manifest.SegmentEntry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Builds graphs of segments, beside readers and writers.
 *
 * <p>A graph is written under another name and renamed when it is whole, so that a crash leaves it entirely or not at
 * all. Thread rule: any number of threads, each for other segments.
 */
final class GraphBuilds {
    private final EngineDatabase database;

    GraphBuilds(EngineDatabase database) {
        this.database = database;
    }

    /**
     * Builds an index's graph of a segment that is not live yet.
     *
     * @param base the graph of one of the segments that it was merged of, or null
     */
    void build(VectorSegment segment, VectorIndexInfo index, @Nullable GraphBase base, Tasks.Task task)
            throws IOException {
        String name = GraphFiles.name(index);
        write(segment, index, base, task);
        GraphIndex graph = put(segment, name);
        segment.addGraph(name, graph);
    }

    /** Builds an index's graph of a live segment; does nothing more if the segment or the index is gone afterwards. */
    void buildLive(VectorSegment segment, VectorIndexInfo index, Tasks.Task task) throws IOException {
        String name = GraphFiles.name(index);
        write(segment, index, null, task);
        database.swapLock().lock();
        try {
            boolean isLive = database.state().segments().byNumber().get(segment.number()) == segment
                    && database.graphNames(segment.columnId()).contains(name);
            if (isLive) {
                segment.addGraph(name, put(segment, name));
            } else {
                directory().delete(segment.entry().path(GraphFiles.unfinished(name)));
            }
        } finally {
            database.swapLock().unlock();
        }
    }

    private void write(VectorSegment segment, VectorIndexInfo index, @Nullable GraphBase base, Tasks.Task task)
            throws IOException {
        String path = segment.entry().path(GraphFiles.unfinished(GraphFiles.name(index)));
        directory().delete(path);
        task.step("graph of segment " + segment.number(), segment.file().count());
        GraphIndex.build(target(segment, path), segment.access(), settings(index.settings()), base, task);
    }

    private GraphIndex put(VectorSegment segment, String name) throws IOException {
        String path = segment.entry().path(name);
        directory().rename(segment.entry().path(GraphFiles.unfinished(name)), path);
        directory().syncFolder(SegmentEntry.FOLDER);
        return GraphIndex.open(target(segment, path), segment.access());
    }

    private GraphTarget target(VectorSegment segment, String path) {
        return new GraphTarget(
                directory(),
                path,
                StoredSegments.graphIdentity(database.folder().databaseId(), segment));
    }

    private static GraphSettings settings(VectorIndexSettings settings) {
        GraphSettings graph = GraphSettings.of(settings.metric())
                .withLinks(settings.m(), settings.efConstruction())
                .withThreads(Math.max(1, Runtime.getRuntime().availableProcessors()))
                .withQuantization(
                        settings.quantization() == VectorIndexSettings.Quantization.INT8
                                ? Quantization.INT8
                                : Quantization.NONE);
        return settings.builder() == VectorIndexSettings.Builder.HNSWLIB
                ? graph.withBuilder(new HnswlibBuilder())
                : graph;
    }

    private Directory directory() {
        return database.folder().directory();
    }

    /** Removes the graphs that no index has any more. */
    void removeUnused() {
        database.swapLock().lock();
        try {
            for (VectorSegment segment : database.state().segments().byNumber().values()) {
                for (String name : segment.graphs().keySet()) {
                    if (!database.graphNames(segment.columnId()).contains(name)) {
                        segment.removeGraph(name);
                        database.deleteQuietly(segment.entry().path(name));
                    }
                }
            }
        } finally {
            database.swapLock().unlock();
        }
    }
}
