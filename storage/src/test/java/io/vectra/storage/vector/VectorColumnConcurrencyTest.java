package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Every commit replaces one vector by another, so that a reader at any LSN must count the same number of them, and
 * finds in each row id what the position says.
 */
class VectorColumnConcurrencyTest {
    private static final int ALIVE = 300;
    private static final int COMMITS = 30_000;

    private final AtomicLong publishedLsn = new AtomicLong();

    @Test
    void readersBesideAWriterSeeWholeCommits() throws Exception {
        run(new VectorColumn(1, 1, 1));
    }

    @Test
    void readersBesideAWriterToAMappedColumnSeeWholeCommits() throws Exception {
        VectorColumn column = new VectorColumn(1, 1, 1);
        fill(column);
        for (int i = 0; i < Chunk.CAPACITY; i++) {
            replaceOldest(column);
        }

        run(mapped(column));
    }

    private VectorColumn mapped(VectorColumn column) throws IOException {
        var directory = new HeapDirectory();
        UUID databaseId = UUID.randomUUID();
        column.writeTo(directory, "column", databaseId, publishedLsn.get());
        return VectorColumn.map(directory, "column", databaseId);
    }

    private void run(VectorColumn column) throws InterruptedException, ExecutionException {
        if (column.count() == 0) {
            fill(column);
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> readUntilTheEnd(column)));
            }
            threads.submit(() -> {
                        for (int i = 0; i < COMMITS; i++) {
                            replaceOldest(column);
                        }
                        publishedLsn.set(-publishedLsn.get());
                    })
                    .get();
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void fill(VectorColumn column) {
        for (int i = 0; i < ALIVE; i++) {
            column.append(i, -i, 1, i);
        }
        publishedLsn.set(1);
    }

    private void replaceOldest(VectorColumn column) {
        long lsn = publishedLsn.get() + 1;
        long ordinal = column.count();
        column.append(ordinal, -ordinal, lsn, ordinal);
        column.delete(ordinal - ALIVE, lsn);
        publishedLsn.set(lsn);
    }

    /** Reads at the newest LSN until the writer has made it negative. */
    private void readUntilTheEnd(VectorColumn column) {
        var scratch = new long[Chunk.CAPACITY];
        long lsn;
        do {
            lsn = publishedLsn.get();
            VectorColumn.View view = column.view(Math.abs(lsn));
            long chunkStart = Math.max(0, view.count() - 2 * ALIVE) / Chunk.CAPACITY * Chunk.CAPACITY;
            int alive = 0;
            for (; chunkStart < view.count(); chunkStart += Chunk.CAPACITY) {
                Chunk chunk = view.chunk(chunkStart);
                long[] positions = chunk.positions(scratch);
                int end = (int) Math.min(Chunk.CAPACITY, view.count() - chunkStart);
                int from = chunk.firstAlive(0, end, view.lsn());
                while (from < end) {
                    int to = chunk.firstDeleted(from, end, view.lsn());
                    for (int i = from; i < to; i++) {
                        assertThat(positions[i]).isEqualTo(chunkStart + i);
                        assertThat(column.rowId(chunkStart + i)).isEqualTo(-chunkStart - i);
                        assertThat(view.isVisible(chunkStart + i)).isTrue();
                    }
                    alive += to - from;
                    from = chunk.firstAlive(to, end, view.lsn());
                }
            }
            assertThat(alive).as("alive at LSN " + lsn).isEqualTo(ALIVE);
        } while (lsn > 0);
    }
}
