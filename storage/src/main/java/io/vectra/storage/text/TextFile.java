package io.vectra.storage.text;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.FileBundle;
import io.vectra.storage.segment.FileBundleWriter;
import io.vectra.storage.segment.SegmentFileIdentity;
import java.io.IOException;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/**
 * The full-text index of one segment of rows: one of Lucene's indexes with one leaf, whose documents are the slots of
 * the segment, in a {@link FileBundle}. Derived from the rows.
 *
 * <p>Thread rule: any number of threads.
 */
public final class TextFile {
    private static final double BUFFER_MB = 32;
    private static final int ROWS_UNASKED = 1024;
    private static final int COPIED_BYTES = 1 << 16;

    /** Indexes of no more text than that are made on the heap. */
    static final long HEAP_BYTES_MAX = 32L << 20;

    private final String name;
    private final FileBundle bundle;
    private final int count;
    private @Nullable DirectoryReader reader;
    private volatile LivingCounts counts = LivingCounts.of(null);

    private TextFile(String name, FileBundle bundle, int count) {
        this.name = name;
        this.bundle = bundle;
        this.count = count;
    }

    /**
     * Where an index lies, and what it is of.
     *
     * @param name the file's path
     * @param columnCount how many columns it has
     * @param analyzer the name of its analyzer
     */
    public record Target(
            Directory directory, String name, SegmentFileIdentity identity, int columnCount, String analyzer) {
        int tag() {
            return 31 * analyzer.hashCode() + columnCount;
        }
    }

    /** The rows to index. */
    public interface Source {
        /** Returns how many rows there are. */
        int count();

        /** Returns about how many bytes the texts of all rows have. */
        long sizeBytes();

        /** Returns a row's texts, one for each column of the index, null for NULL. */
        @Nullable
        String[] texts(int row);

        /** Is told how many rows are done; may throw to end the work. */
        void advance(int done);
    }

    /**
     * Writes an index, and forces it; a file that was not finished is deleted.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public static void write(Target target, Source source) throws IOException {
        boolean isSmall = source.sizeBytes() <= HEAP_BYTES_MAX;
        try (var work = isSmall ? new ByteBuffersDirectory() : new WorkDirectory(target.directory(), target.name());
                var documents = new TextDocuments(work, target.analyzer(), BUFFER_MB)) {
            for (int row = 0; row < source.count(); row++) {
                documents.add(source.texts(row));
                if ((row + 1) % ROWS_UNASKED == 0) {
                    source.advance(row + 1);
                }
            }
            documents.finish();
            documents.close();
            try (FileBundleWriter bundle =
                    FileBundleWriter.create(target.directory(), target.name(), target.identity(), target.tag())) {
                for (String each : work.listAll()) {
                    copy(work, each, bundle);
                }
                bundle.finish();
            }
        }
    }

    private static void copy(org.apache.lucene.store.Directory work, String file, FileBundleWriter bundle)
            throws IOException {
        try (IndexInput input = work.openInput(file, IOContext.READONCE)) {
            bundle.begin(file, input.length());
            byte[] bytes = new byte[COPIED_BYTES];
            for (long left = input.length(); left > 0; left -= bytes.length) {
                int length = (int) Math.min(left, bytes.length);
                input.readBytes(bytes, 0, length);
                bundle.put(bytes, length);
            }
        }
    }

    /**
     * Opens an index; its bytes are verified when it is first searched.
     *
     * @param count how many rows it has
     * @throws CorruptStoreException if there is none, or it is damaged as far as that is seen now
     */
    public static TextFile open(Target target, int count) throws IOException {
        FileBundle bundle = FileBundle.open(target.directory(), target.name(), target.identity(), target.tag());
        return new TextFile(target.name(), bundle, count);
    }

    /** Returns the file's size in bytes. */
    public long sizeBytes() {
        return bundle.sizeBytes();
    }

    /** Returns the file's path. */
    public String name() {
        return name;
    }

    /**
     * Returns the rows as a part of a search.
     *
     * @param living the rows that a reader sees, a bit each; null for all
     * @param rowIds tells their ids, which ascend
     * @throws CorruptStoreException if the file is damaged
     */
    public TextPart part(long @Nullable [] living, IntToLongFunction rowIds) {
        LivingCounts known = counts;
        if (known.living() != living) {
            known = LivingCounts.of(living);
            counts = known;
        }
        return new TextPart(verified(), rowIds, true, known);
    }

    private synchronized DirectoryReader verified() {
        if (reader == null) {
            try {
                DirectoryReader opened = DirectoryReader.open(new BundleDirectory(bundle.verified()));
                if (opened.maxDoc() != count || opened.leaves().size() > 1) {
                    throw new CorruptStoreException(
                            name,
                            0,
                            "it has " + opened.maxDoc() + " rows in "
                                    + opened.leaves().size() + " leaves, but the segment has " + count + ".");
                }
                reader = opened;
            } catch (IOException e) {
                throw new CorruptStoreException(name, 0, "Lucene cannot read it: " + e.getMessage(), e);
            }
        }
        return Objects.requireNonNull(reader, "reader");
    }
}
