package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.Distances;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Vectors for tests of graphs, and the exact answers about them. */
final class GraphVectors {
    private final float[][] vectors;

    GraphVectors(float[]... vectors) {
        this.vectors = vectors;
    }

    /** Returns vectors without any structure. */
    static GraphVectors gaussian(Random random, int count, int dimension) {
        return new GraphVectors(IntStream.range(0, count)
                .mapToObj(i -> point(random, dimension))
                .toArray(float[][]::new));
    }

    /** Returns vectors around some centers. */
    static GraphVectors clustered(Random random, int count, int dimension, int clusters) {
        float[][] centers = gaussian(random, clusters, dimension).vectors;
        return new GraphVectors(IntStream.range(0, count)
                .mapToObj(i -> around(random, centers[random.nextInt(clusters)]))
                .toArray(float[][]::new));
    }

    /** Returns vectors whose lengths differ much. */
    static GraphVectors ofManyLengths(Random random, int count, int dimension) {
        GraphVectors vectors = clustered(random, count, dimension, 20);
        for (float[] vector : vectors.vectors) {
            float factor = (float) Math.exp(random.nextGaussian() / 2);
            for (int i = 0; i < dimension; i++) {
                vector[i] *= factor;
            }
        }
        return vectors;
    }

    private static float[] point(Random random, int dimension) {
        var point = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            point[i] = (float) random.nextGaussian();
        }
        return point;
    }

    private static float[] around(Random random, float[] center) {
        float[] point = point(random, center.length);
        for (int i = 0; i < point.length; i++) {
            point[i] = center[i] + 0.4f * point[i];
        }
        return point;
    }

    /** Returns these vectors with norm 1. */
    GraphVectors normalized() {
        return new GraphVectors(Arrays.stream(vectors)
                .map(vector -> {
                    var unit = vector.clone();
                    for (int i = 0; i < unit.length; i++) {
                        unit[i] *= NodeVectors.inverseNorm(vector);
                    }
                    return unit;
                })
                .toArray(float[][]::new));
    }

    /** Returns vectors near some of these. */
    List<float[]> queries(Random random, int count) {
        List<float[]> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] query = vectors[random.nextInt(vectors.length)].clone();
            for (int j = 0; j < query.length; j++) {
                query[j] += (float) (0.3 * random.nextGaussian());
            }
            queries.add(query);
        }
        return queries;
    }

    int count() {
        return vectors.length;
    }

    int dimension() {
        return vectors[0].length;
    }

    float[] get(int ordinal) {
        return vectors[ordinal];
    }

    /** Returns these vectors, one after the other in one buffer. */
    VectorAccess access() {
        int dimension = vectors.length == 0 ? 3 : vectors[0].length;
        ByteBuffer buffer = ByteBuffer.allocateDirect(vectors.length * dimension * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] vector : vectors) {
            for (float element : vector) {
                buffer.putFloat(element);
            }
        }
        return new BufferVectors(vectors.length, dimension, buffer.clear().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Returns these vectors in pieces, with a gap after each vector. */
    VectorAccess accessInPieces(int pieceShift, int gapFloats) {
        int stride = (dimension() + gapFloats) * Float.BYTES;
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int first = 0; first < vectors.length; first += 1 << pieceShift) {
            ByteBuffer piece = ByteBuffer.allocateDirect(stride << pieceShift).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = first; i < Math.min(vectors.length, first + (1 << pieceShift)); i++) {
                for (int j = 0; j < dimension(); j++) {
                    piece.putFloat((i - first) * stride + j * Float.BYTES, vectors[i][j]);
                }
            }
            pieces.add(piece);
        }
        return new BufferVectors(vectors.length, dimension(), stride, pieceShift, pieces);
    }

    double distance(Metric metric, int ordinal, float[] query) {
        return Distances.distance(metric, vectors[ordinal], query);
    }

    /** Returns the nearest of the accepted vectors. */
    List<Integer> nearest(Metric metric, float[] query, int k, IntPredicate isAccepted) {
        var distances = new double[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            distances[i] = distance(metric, i, query);
        }
        return IntStream.range(0, vectors.length)
                .filter(isAccepted)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .limit(k)
                .toList();
    }

    /**
     * Returns which part of the nearest vectors a search has found. A vector counts as found if it is no farther than
     * the last of the nearest, so that equal ones are as good as one another.
     */
    double recall(Metric metric, float[] query, int k, IntPredicate isAccepted, GraphHits hits) {
        List<Integer> nearest = nearest(metric, query, k, isAccepted);
        if (nearest.isEmpty()) {
            return 1;
        }
        double last = distance(metric, nearest.get(nearest.size() - 1), query);
        double tolerance = 1e-5 * Math.max(1, Math.abs(last));
        long found = IntStream.of(hits.ordinals())
                .filter(ordinal -> distance(metric, ordinal, query) <= last + tolerance)
                .count();
        return Math.min(1.0, found / (double) nearest.size());
    }

    /** Returns these vectors in another order. */
    GraphVectors shuffled(Random random) {
        List<float[]> all = new ArrayList<>(Arrays.asList(vectors));
        Collections.shuffle(all, random);
        return new GraphVectors(all.toArray(float[][]::new));
    }
}
