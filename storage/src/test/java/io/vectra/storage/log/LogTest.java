package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.HeapDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogTest {
    @Test
    void smoke() throws Exception {
        var d = new HeapDirectory();
        UUID id = new UUID(1, 2);
        Log log = Log.create(d, id, new LogSettings(SyncPolicy.COMMIT, 4096, 1024));
        TransactionEncoder e = new TransactionEncoder();
        List<Long> positions = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            e.reset(i);
            e.vector(1, i, i, new float[] {i, 2, 3});
            e.put(1, i, new Object[] {"a" + i, null, 5L, new Object[] {1, "x"}});
            positions.add(log.append(e).vectorsPosition());
        }
        log.force(100);
        for (int i = 0; i < 100; i++) {
            LogPieces p = log.pieces();
            assertThat(p.bufferAt(positions.get(i)).getFloat(p.indexAt(positions.get(i))))
                    .isEqualTo(i + 1);
        }
        long end = log.end();
        log.close();
        int[] count = {0};
        Log again = Log.open(
                d,
                id,
                new LogStart(1, LogPosition.firstFrame(1), 0, end),
                new LogSettings(SyncPolicy.COMMIT, 4096, 1024),
                new FrameVisitor() {
                    @Override
                    public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
                        record.accept(new TransactionRecord.Visitor() {
                            @Override
                            public void put(int tableId, long rowId, Object[] values) {
                                assertThat(values[0]).isEqualTo("a" + lsn);
                                count[0]++;
                            }
                        });
                    }

                    @Override
                    public void schema(long lsn, SchemaRecord record) {}
                });
        assertThat(count[0]).isEqualTo(100);
        assertThat(again.end()).isEqualTo(end);
        again.close();
        again = Log.open(
                d,
                id,
                new LogStart(1, end, 100, end),
                new LogSettings(SyncPolicy.COMMIT, 4096, 1024),
                FrameVisitor.NONE);
        for (int i = 0; i < 100; i++) {
            LogPieces p = again.pieces();
            assertThat(p.bufferAt(positions.get(i)).getFloat(p.indexAt(positions.get(i))))
                    .isEqualTo(i + 1);
        }
    }
}
