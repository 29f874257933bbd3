package io.vectra.storage.text;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows' texts into one of Lucene's indexes, each row a document, in the order of their numbers.
 *
 * <p>Thread rule: one thread.
 */
final class TextDocuments implements AutoCloseable {
    private static final FieldType TYPE = type();

    private final IndexWriter writer;
    private final Document document = new Document();

    /**
     * Begins an index.
     *
     * @param bufferMb how much is kept on the heap before it goes to the directory, in MiB
     */
    TextDocuments(Directory directory, String analyzer, double bufferMb) throws IOException {
        var policy = new LogDocMergePolicy(); // Merges neighbours only, so that documents stay in their order.
        policy.setNoCFSRatio(0);
        IndexWriterConfig config = new IndexWriterConfig(TextAnalyzers.of(analyzer))
                .setSimilarity(ExactBm25.INSTANCE)
                .setMergePolicy(policy)
                .setMergeScheduler(new SerialMergeScheduler())
                .setUseCompoundFile(false)
                .setCommitOnClose(false)
                .setRAMBufferSizeMB(bufferMb);
        this.writer = new IndexWriter(directory, config);
    }

    private static FieldType type() {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    /** Returns the name of a column's field. */
    static String field(int column) {
        return "c" + column;
    }

    /**
     * Adds a row.
     *
     * @param texts of each column, null for NULL
     */
    void add(@Nullable String[] texts) throws IOException {
        document.clear();
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            if (text != null) {
                document.add(new Field(field(i), text, TYPE));
            }
        }
        writer.addDocument(document);
    }

    IndexWriter writer() {
        return writer;
    }

    /** Brings everything into one leaf, and completes the files. */
    void finish() throws IOException {
        writer.forceMerge(1);
        writer.commit();
    }

    /** Ends the writing; what was not finished is lost. Lucene waits for itself here, which an interrupt would end. */
    @Override
    public void close() throws IOException {
        boolean isInterrupted = false;
        try {
            while (writer.isOpen()) {
                isInterrupted |= Thread.interrupted();
                try {
                    writer.rollback();
                } catch (ThreadInterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
