package io.vectra.storage.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * An index on the heap of rows that come one after the other. A row's text is analysed when it is first searched, or
 * when somebody has time.
 *
 * <p>Thread rule: one thread adds; any number search.
 */
public final class GrowingTexts {
    private static final double BUFFER_MB = 8;

    private final String analyzer;
    private final Directory directory;
    private final List<@Nullable String[]> waiting = new ArrayList<>();
    private final Object indexing = new Object();
    private @Nullable TextDocuments documents;
    private @Nullable DirectoryReader reader;
    private LivingCounts counts = LivingCounts.of(null);
    /** The LSN and the rows that the counts are of. */
    private long countsLsn = -1;

    private @Nullable DirectoryReader countsOf;

    /** Begins without rows. */
    public GrowingTexts(String analyzer) {
        this(analyzer, new ByteBuffersDirectory());
    }

    /** @param directory an empty one, on the heap */
    GrowingTexts(String analyzer, Directory directory) {
        this.analyzer = analyzer;
        this.directory = directory;
    }

    /**
     * Adds the next row.
     *
     * @param texts of each column of the index, null for NULL; kept
     */
    public void add(@Nullable String[] texts) {
        synchronized (waiting) {
            waiting.add(texts);
        }
    }

    private List<@Nullable String[]> takeWaiting() {
        synchronized (waiting) {
            List<@Nullable String[]> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        }
    }

    /** Indexes what waits. */
    public void catchUp() throws IOException {
        synchronized (indexing) {
            refreshed();
        }
    }

    /**
     * Readers are of commits, and never closed: what they read lies on the heap as long as one of them does. A reader
     * of the writer itself would have that keep every file that was ever read, until it is closed.
     */
    private DirectoryReader refreshed() throws IOException {
        DirectoryReader known = reader;
        List<@Nullable String[]> rows = takeWaiting();
        if (known != null && rows.isEmpty()) {
            return known;
        }
        TextDocuments open = documents;
        if (open == null) {
            open = new TextDocuments(directory, analyzer, BUFFER_MB);
            documents = open;
        }
        for (@Nullable String[] row : rows) {
            open.add(row);
        }
        open.writer().commit();
        DirectoryReader changed = known == null ? null : DirectoryReader.openIfChanged(known);
        DirectoryReader newest = changed != null ? changed : known != null ? known : DirectoryReader.open(directory);
        reader = newest;
        return newest;
    }

    /**
     * Returns all rows added so far.
     *
     * @param lsn the reader's; which of some rows live never changes at one; -1 if it is not told by it
     * @param living tells which of them a reader sees, a bit each, for at least as many rows as it is given
     * @param isAscending whether the rows' ids ascend
     */
    public TextPart part(long lsn, Living living, IntToLongFunction rowIds, boolean isAscending) throws IOException {
        synchronized (indexing) {
            DirectoryReader newest = refreshed();
            if (lsn < 0 || lsn != countsLsn || newest != countsOf) {
                long[] bits = living.of(newest.maxDoc());
                countsLsn = lsn;
                countsOf = newest;
                counts = LivingCounts.of(bits);
            }
            return new TextPart(newest, rowIds, isAscending, counts);
        }
    }

    /** Tells which rows live. */
    @FunctionalInterface
    public interface Living {
        /** Returns a bit for each of the first rows, null if all live. */
        long @Nullable [] of(int count);
    }
}
