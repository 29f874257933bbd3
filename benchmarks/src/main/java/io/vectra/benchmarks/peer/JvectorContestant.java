package io.vectra.benchmarks.peer;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import io.vectra.benchmarks.data.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * jvector with its graph and full-precision vectors on the heap, in layers as HNSW's: 2 m links on the lowest, m above,
 * with the overflow of 1.2 and alpha of 1.2 that its examples use.
 */
final class JvectorContestant implements Contestant {
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private @Nullable Workload workload;
    private @Nullable RandomAccessVectorValues values;
    private @Nullable ImmutableGraphIndex graph;

    @Override
    public String description() {
        return "jvector 4.0.2, floats on the heap";
    }

    @Override
    public void load(Workload given) {
        workload = given;
        Vectors vectors = given.peerVectors();
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        List<VectorFloat<?>> copies = new ArrayList<>(vectors.count());
        for (int row = 0; row < vectors.count(); row++) {
            copies.add(types.createFloatVector(vectors.vector(row)));
        }
        values = new ListRandomAccessVectorValues(copies, vectors.dimension());
    }

    @Override
    public void build() throws IOException {
        Workload given = Peers.loaded(workload);
        RandomAccessVectorValues loaded = Peers.loaded(values);
        BuildScoreProvider scores = BuildScoreProvider.randomAccessScoreProvider(loaded, similarity(given));
        ForkJoinPool pool = new ForkJoinPool(given.threads());
        try (GraphIndexBuilder builder = new GraphIndexBuilder(
                scores,
                loaded.dimension(),
                List.of(2 * given.m(), given.m()),
                given.efConstruction(),
                OVERFLOW,
                ALPHA,
                true,
                true,
                pool,
                pool)) {
            graph = builder.build(loaded);
        } finally {
            pool.shutdown();
        }
    }

    private static VectorSimilarityFunction similarity(Workload workload) {
        return switch (workload.metric()) {
            case COSINE, DOT_PRODUCT -> VectorSimilarityFunction.DOT_PRODUCT;
            case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
            case MANHATTAN -> throw new UnsupportedOperationException("jvector has no Manhattan distance");
        };
    }

    @Override
    public Searcher searcher() {
        Workload given = Peers.loaded(workload);
        RandomAccessVectorValues loaded = Peers.loaded(values).copy();
        VectorSimilarityFunction similarity = similarity(given);
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        GraphSearcher searcher = new GraphSearcher(Peers.loaded(graph));
        return new Searcher() {
            @Override
            public int[] search(float[] query, int k, int effort) {
                var scores = DefaultSearchScoreProvider.exact(
                        types.createFloatVector(given.peerQuery(query)), similarity, loaded);
                SearchResult found = searcher.search(scores, k, Math.max(k, effort), 0f, 0f, Bits.ALL);
                return Arrays.stream(found.getNodes()).mapToInt(hit -> hit.node).toArray();
            }

            @Override
            public void close() throws IOException {
                searcher.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (graph != null) {
            graph.close();
        }
    }
}
