package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.Vectors;
import io.vectra.storage.graph.BufferVectors;
import io.vectra.storage.graph.BuildProgress;
import io.vectra.storage.graph.GraphIdentity;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphQuery;
import io.vectra.storage.graph.GraphSettings;
import io.vectra.storage.graph.GraphTarget;
import io.vectra.storage.graph.Quantization;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Vectra's graph alone, over vectors in a mapped file: what a search costs without SQL, JDBC and segments. */
final class GraphContestant implements Contestant {
    private static final String VECTORS = "vectors";

    private final Quantization quantization;
    private @Nullable Workload workload;
    private @Nullable Directory directory;
    private @Nullable BufferVectors vectors;
    private @Nullable GraphIndex index;

    GraphContestant(Quantization quantization) {
        this.quantization = quantization;
    }

    @Override
    public String description() {
        return "Vectra's graph alone, " + (quantization == Quantization.NONE ? "floats" : "int8 codes") + ", kernel "
                + VectorKernels.best().name();
    }

    @Override
    public void load(Workload given) throws IOException {
        workload = given;
        Vectors base = given.set().base();
        Directory opened = new DiskDirectory(given.folder(), false);
        directory = opened;
        ByteBuffer row = ByteBuffer.allocate(base.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (AppendFile file = opened.create(VECTORS)) {
            for (int i = 0; i < base.count(); i++) {
                row.clear();
                row.asFloatBuffer().put(base.vector(i));
                file.append(row);
            }
            file.force();
        }
        int bytes = Math.multiplyExact(base.count(), base.dimension() * Float.BYTES);
        vectors = new BufferVectors(base.count(), base.dimension(), opened.map(VECTORS, 0, bytes));
    }

    @Override
    public void build() throws IOException {
        Workload given = Peers.loaded(workload);
        GraphTarget target = new GraphTarget(Peers.loaded(directory), "graph", new GraphIdentity(new UUID(1, 1), 1, 1));
        GraphSettings settings = GraphSettings.of(given.metric())
                .withLinks(given.m(), given.efConstruction())
                .withQuantization(quantization)
                .withThreads(given.threads());
        GraphIndex.build(target, Peers.loaded(vectors), settings, BuildProgress.NONE);
        index = GraphIndex.open(target, Peers.loaded(vectors));
    }

    @Override
    public Searcher searcher() {
        GraphIndex built = Peers.loaded(index);
        return (query, k, effort) ->
                built.nearest(GraphQuery.of(query, k, effort)).ordinals();
    }

    @Override
    public void close() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }
}
