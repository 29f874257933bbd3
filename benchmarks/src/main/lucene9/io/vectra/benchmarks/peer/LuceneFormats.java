package io.vectra.benchmarks.peer;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** The HNSW formats of Lucene 9.12. */
final class LuceneFormats {
    private LuceneFormats() {}

    static KnnVectorsFormat floats(int m, int efConstruction) {
        return new Lucene99HnswVectorsFormat(m, efConstruction);
    }

    static KnnVectorsFormat int8(int m, int efConstruction) {
        return new Lucene99HnswScalarQuantizedVectorsFormat(m, efConstruction);
    }
}
