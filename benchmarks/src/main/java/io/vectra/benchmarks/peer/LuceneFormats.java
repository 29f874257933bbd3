package io.vectra.benchmarks.peer;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** The HNSW formats of the Lucene that is on the class path: 9.12, which is compiled with, or 10. */
final class LuceneFormats {
    private static final String NEWEST_INT8 =
            "org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat";

    private LuceneFormats() {}

    static KnnVectorsFormat floats(int m, int efConstruction) {
        return new Lucene99HnswVectorsFormat(m, efConstruction);
    }

    static KnnVectorsFormat int8(int m, int efConstruction) {
        Class<?> newest;
        try {
            newest = Class.forName(NEWEST_INT8);
        } catch (ClassNotFoundException older) {
            return Older.int8(m, efConstruction);
        }
        try {
            return (KnnVectorsFormat)
                    newest.getConstructor(int.class, int.class).newInstance(m, efConstruction);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException(NEWEST_INT8 + " is not as it was in Lucene 10.6", other);
        }
    }

    /** A class of its own, because verifying it loads a format that Lucene 10 does not have. */
    private static final class Older {
        static KnnVectorsFormat int8(int m, int efConstruction) {
            return new Lucene99HnswScalarQuantizedVectorsFormat(m, efConstruction);
        }
    }
}
