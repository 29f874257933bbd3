package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.Vectors;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's vector search by its own API, over one segment in mapped files.
 *
 * <p>One thread indexes into one segment, which is the least work for Lucene: several threads make several graphs, and
 * a merge then makes another one of them. The numbers of the rows are read from doc values once, at opening.
 */
final class LuceneContestant implements Contestant {
    private static final String VECTOR = "vector";
    private static final String ROW = "row";
    private static final double RAM_BUFFER_MIB = 2_000;

    private final boolean isQuantized;
    private @Nullable Workload workload;
    private @Nullable MMapDirectory directory;
    private @Nullable DirectoryReader reader;
    private int[] rows = new int[0];

    LuceneContestant(boolean isQuantized) {
        this.isQuantized = isQuantized;
    }

    @Override
    public String description() {
        return "Lucene " + Version.LATEST + ", " + (isQuantized ? "int8" : "float") + " HNSW, one segment";
    }

    @Override
    public void load(Workload given) {
        workload = given;
    }

    @Override
    public void build() throws IOException {
        Workload given = Peers.loaded(workload);
        directory = new MMapDirectory(given.folder());
        IndexWriterConfig config = new IndexWriterConfig()
                .setCodec(new VectorCodec(format(given)))
                .setUseCompoundFile(false)
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setRAMPerThreadHardLimitMB(2_047)
                .setRAMBufferSizeMB(RAM_BUFFER_MIB);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            index(given, writer);
        }
        reader = DirectoryReader.open(directory);
        rows = rowNumbers(reader);
    }

    private KnnVectorsFormat format(Workload given) {
        return isQuantized
                ? LuceneFormats.int8(given.m(), given.efConstruction())
                : LuceneFormats.floats(given.m(), given.efConstruction());
    }

    private static void index(Workload given, IndexWriter writer) throws IOException {
        Vectors vectors = given.peerVectors();
        VectorSimilarityFunction similarity = switch (given.metric()) {
            case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
            case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
            case DOT_PRODUCT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
            case MANHATTAN -> throw new UnsupportedOperationException("Lucene has no Manhattan distance");
        };
        for (int row = 0; row < vectors.count(); row++) {
            Document document = new Document();
            document.add(new KnnFloatVectorField(VECTOR, vectors.vector(row), similarity));
            document.add(new NumericDocValuesField(ROW, row));
            writer.addDocument(document);
        }
    }

    private static int[] rowNumbers(DirectoryReader reader) throws IOException {
        if (reader.leaves().size() != 1) {
            throw new IllegalStateException("Lucene wrote " + reader.leaves().size()
                    + " segments; expected one: give it more heap, or fewer rows");
        }
        LeafReader leaf = reader.leaves().get(0).reader();
        int[] rows = new int[leaf.maxDoc()];
        NumericDocValues values = leaf.getNumericDocValues(ROW);
        for (int doc = values.nextDoc(); doc < rows.length; doc = values.nextDoc()) {
            rows[doc] = (int) values.longValue();
        }
        return rows;
    }

    @Override
    public Searcher searcher() {
        Workload given = Peers.loaded(workload);
        IndexSearcher searcher = new IndexSearcher(Peers.loaded(reader));
        searcher.setQueryCache(null);
        return (query, k, effort) -> {
            ScoreDoc[] hits = searcher.search(
                            new KnnFloatVectorQuery(VECTOR, given.peerQuery(query), Math.max(k, effort)), k)
                    .scoreDocs;
            int[] found = new int[hits.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = rows[hits[i].doc];
            }
            return found;
        };
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (directory != null) {
            directory.close();
        }
    }

    /** Lucene's default codec with a vector format of its own. */
    private static final class VectorCodec extends FilterCodec {
        private final KnnVectorsFormat format;

        VectorCodec(KnnVectorsFormat format) {
            // The default codec's name: its reader finds the vectors' format by the name in the field's own metadata.
            super(Codec.getDefault().getName(), Codec.getDefault());
            this.format = new SameForAll(format);
        }

        @Override
        public KnnVectorsFormat knnVectorsFormat() {
            return format;
        }
    }

    /** One format for every field, written so that the default codec can read it. */
    private static final class SameForAll extends PerFieldKnnVectorsFormat {
        private final KnnVectorsFormat format;

        SameForAll(KnnVectorsFormat format) {
            this.format = format;
        }

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
        }
    }
}
