package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Distance;
import io.vectra.benchmarks.data.Vectors;
import io.vectra.storage.Metric;
import java.nio.file.Path;

/**
 * What a contestant is given.
 *
 * @param m links of a node on the upper levels; twice as many on the lowest
 * @param efConstruction candidates kept while a node is inserted
 * @param threads that may build
 * @param folder that belongs to the contestant alone
 */
public record Workload(DataSet set, Metric metric, int m, int efConstruction, int threads, Path folder) {
    /** Returns the number of rows. */
    int count() {
        return set.count();
    }

    /**
     * Returns the base vectors as the peers are given them: for cosine of length 1, so that they can use the inner
     * product, which is less work.
     */
    Vectors peerVectors() {
        return metric == Metric.COSINE ? new UnitVectors(set.base()) : set.base();
    }

    /** Returns a query as the peers are given it. */
    float[] peerQuery(float[] query) {
        return metric == Metric.COSINE ? Distance.normalise(query.clone()) : query;
    }

    /** Vectors scaled to length 1 as they are read. */
    private record UnitVectors(Vectors vectors) implements Vectors {
        @Override
        public int count() {
            return vectors.count();
        }

        @Override
        public int dimension() {
            return vectors.dimension();
        }

        @Override
        public void read(int row, float[] into) {
            vectors.read(row, into);
            Distance.normalise(into);
        }
    }
}
