package io.vectra.storage.engine;

import io.vectra.storage.Metric;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.RecallCalibration;
import io.vectra.storage.vector.QueryDistances;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps, for each graph and wanted recall, the {@code ef} that gives it: measured in the background once it was asked
 * for, estimated until then.
 *
 * <p>Thread rule: any number of threads ask, one measures.
 */
final class RecallTargets {
    private static final int SAMPLES = 100;
    private static final int K = 10;

    /** Which share of the nearest rows the default effort misses at the most, with room for what falls slower. */
    private static final double MISSED_BY_DEFAULT = 0.06;

    /**
     * By how much more inner products need. The nearest by them are long vectors, which are not near to one another: 1M
     * clustered vectors gave 0.87 with 100 candidates, 0.96 with 200, 0.987 with 600.
     */
    private static final double INNER_PRODUCT = 3.8;

    private static final int UNKNOWN = 0;

    private final Map<Key, Integer> known = new ConcurrentHashMap<>();

    /** What was asked for: recalls in steps of 0.0001. */
    private record Key(VectorSegment segment, String graph, int recall) {
        /**
         * What is measured for: with a third of the misses, since those who ask do not ask for what is made up here.
         * Inner products of 200k clustered vectors gave 0.979 where 0.99 had been measured, and 0.984 with half of
         * them.
         */
        double aim() {
            return 1 - (1 - recall / 10_000.0) / 3;
        }
    }

    /** Returns the {@code ef} for a search of several segments. */
    int ef(VectorIndexInfo index, double recall, List<VectorSegment> segments) {
        String graph = GraphFiles.name(index);
        int estimate = estimate(recall, index.settings().metric());
        int ef = 0;
        for (VectorSegment segment : segments) {
            if (segment.graph(graph) != null) {
                int measured = known.computeIfAbsent(key(segment, graph, recall), key -> UNKNOWN);
                ef = Math.max(ef, measured == UNKNOWN ? estimate : measured);
            }
        }
        return ef == 0 ? estimate : ef;
    }

    private static Key key(VectorSegment segment, String graph, double recall) {
        return new Key(segment, graph, (int) Math.round(recall * 10_000));
    }

    /** On measured data the share of missed rows falls about as the square of {@code ef} grows. */
    static int estimate(double recall, Metric metric) {
        double missed = Math.max(1e-4, 1 - recall);
        double usual = SearchEffort.EF_DEFAULT * Math.sqrt(MISSED_BY_DEFAULT / missed);
        return (int)
                Math.max(SearchEffort.EF_MIN, Math.round(metric == Metric.DOT_PRODUCT ? INNER_PRODUCT * usual : usual));
    }

    /** Measures what was asked for and is not known yet; forgets segments that are gone. */
    void measure(ReadState state, BooleanSupplier cancelled) {
        known.keySet()
                .removeIf(key -> state.segments().byNumber().get(key.segment().number()) != key.segment());
        for (Map.Entry<Key, Integer> entry : known.entrySet()) {
            Key key = entry.getKey();
            GraphIndex graph = key.segment().graph(key.graph());
            if (entry.getValue() == UNKNOWN && graph != null && !cancelled.getAsBoolean()) {
                known.replace(key, ef(key.segment(), graph, key.aim(), cancelled));
            }
        }
    }

    private static int ef(VectorSegment segment, GraphIndex graph, double recall, BooleanSupplier cancelled) {
        Random random = new Random(segment.number());
        List<RecallCalibration.ExactAnswer> answers = new ArrayList<>();
        int samples = Math.min(SAMPLES, segment.file().count());
        for (int i = 0; i < samples && !cancelled.getAsBoolean(); i++) {
            float[] query = query(segment, random);
            answers.add(new RecallCalibration.ExactAnswer(
                    query, nearest(segment, graph.statistics().metric(), query)));
        }
        return new RecallCalibration(graph, answers, null).efFor(recall).ef();
    }

    /**
     * Makes a query: a stored vector, moved in any direction as far as its nearest neighbour is. Stored ones themselves
     * are linked to their answers, and are found with half the effort that others take.
     */
    private static float[] query(VectorSegment segment, Random random) {
        float[] query = read(segment, random.nextInt(segment.file().count()));
        double[] distances = nearest(segment, Metric.EUCLIDEAN, query);
        double step = 0;
        for (int i = 0; i < distances.length && step == 0; i++) {
            step = distances[i];
        }
        double[] direction = random.doubles(query.length, -1, 1).toArray();
        double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        for (int i = 0; i < query.length && norm > 0; i++) {
            query[i] += (float) (direction[i] / norm * step);
        }
        return query;
    }

    private static float[] read(VectorSegment segment, int node) {
        segment.file().verify(node);
        ByteBuffer bytes = segment.file().bufferOf(node);
        int index = segment.file().indexOf(node);
        float[] vector = new float[segment.file().dimension()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = bytes.getFloat(index + i * Float.BYTES);
        }
        return vector;
    }

    /** Compares all vectors of a segment, dead ones too, for they are walked through as well. */
    private static double[] nearest(VectorSegment segment, Metric metric, float[] query) {
        int count = segment.file().count();
        double[] nearest = new double[Math.min(K, count)];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        var queryDistances = new QueryDistances(metric, query);
        for (int node = 0; node < count; node++) {
            segment.file().verify(node);
            double distance = queryDistances.to(
                    segment.file().bufferOf(node), segment.file().indexOf(node));
            int place = nearest.length;
            while (place > 0 && distance < nearest[place - 1]) {
                place--;
            }
            if (place < nearest.length) {
                System.arraycopy(nearest, place, nearest, place + 1, nearest.length - place - 1);
                nearest[place] = distance;
            }
        }
        return nearest;
    }
}
