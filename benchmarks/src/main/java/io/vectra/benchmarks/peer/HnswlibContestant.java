package io.vectra.benchmarks.peer;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import io.vectra.benchmarks.data.Vectors;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search of hnswlib-core, on its heap.
 *
 * <p>The effort is a field of its index: threads that search with different efforts disturb each other.
 */
final class HnswlibContestant implements Contestant {
    private @Nullable Workload workload;
    private @Nullable HnswIndex<Integer, float[], Row, Float> index;

    /** A row as hnswlib-core keeps it. */
    private record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1;

        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    @Override
    public String description() {
        return "hnswlib-core 1.2.1, its own search";
    }

    @Override
    public void load(Workload given) {
        workload = given;
    }

    @Override
    public void build() throws InterruptedException {
        Workload given = Peers.loaded(workload);
        Vectors vectors = given.peerVectors();
        HnswIndex<Integer, float[], Row, Float> built = HnswIndex.newBuilder(
                        vectors.dimension(), distance(given), vectors.count())
                .withM(given.m())
                .withEfConstruction(given.efConstruction())
                .build();
        List<Row> rows = new AbstractList<>() {
            @Override
            public Row get(int row) {
                return new Row(row, vectors.vector(row));
            }

            @Override
            public int size() {
                return vectors.count();
            }
        };
        built.addAll(rows, given.threads(), (done, total) -> {}, 100_000);
        index = built;
    }

    private static DistanceFunction<float[], Float> distance(Workload workload) {
        return switch (workload.metric()) {
            case COSINE, DOT_PRODUCT -> DistanceFunctions.FLOAT_INNER_PRODUCT;
            case EUCLIDEAN -> DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE;
            case MANHATTAN -> DistanceFunctions.FLOAT_MANHATTAN_DISTANCE;
        };
    }

    @Override
    public Searcher searcher() {
        Workload given = Peers.loaded(workload);
        HnswIndex<Integer, float[], Row, Float> built = Peers.loaded(index);
        return (query, k, effort) -> {
            if (built.getEf() != effort) {
                built.setEf(effort);
            }
            return built.findNearest(given.peerQuery(query), k).stream()
                    .mapToInt(hit -> hit.item().id())
                    .toArray();
        };
    }

    @Override
    public void close() {
        index = null;
    }
}
