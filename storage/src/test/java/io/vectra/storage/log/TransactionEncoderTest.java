package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransactionEncoderTest {
    private final TransactionEncoder encoder = new TransactionEncoder();

    private byte[] payload() {
        ByteBuffer all = ByteBuffer.allocate(encoder.sizeBytes());
        for (ByteBuffer piece : encoder.payload()) {
            all.put(piece);
        }
        assertThat(all.hasRemaining()).isFalse();
        return all.array();
    }

    private static TransactionRecord record(byte[] payload, int vectorBytes) {
        ByteBuffer file = ByteBuffer.allocate(64 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(64, payload);
        return new TransactionRecord(file, 1, new Frame(0, Frame.TRANSACTION, 1, payload.length, vectorBytes, 0));
    }

    @Test
    void layoutIsAsDocumented() {
        encoder.reset(3);
        assertThat(encoder.isEmpty()).isTrue();
        assertThat(encoder.vector(5, 6, 7, new float[] {1, 2, 3, 4, 5})).isZero();
        assertThat(encoder.vector(8, 9, 10, new float[] {6})).isEqualTo(32);
        encoder.tombstone(11);
        encoder.delete(12, 13);
        encoder.put(14, 15, new Object[] {true, null});
        encoder.identity(16, 17, 18);

        ByteBuffer bytes = ByteBuffer.wrap(payload()).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(encoder.isEmpty()).isFalse();
        assertThat(encoder.lsn()).isEqualTo(3);
        assertThat(encoder.vectorBytes()).isEqualTo(48);
        assertThat(bytes.getFloat(16)).isEqualTo(5);
        assertThat(bytes.getLong(20) + bytes.getInt(28)).isZero();
        assertThat(bytes.getFloat(32)).isEqualTo(6);
        bytes.position(48);
        assertThat(new int[] {bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt()})
                .containsExactly(2, 1, 1, 1, 1);
        assertThat(new long[] {bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getInt()})
                .containsExactly(5, 6, 7, 5);
        assertThat(new long[] {bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getInt()})
                .containsExactly(8, 9, 10, 1);
        assertThat(bytes.getLong()).isEqualTo(11);
        assertThat(new long[] {bytes.getInt(), bytes.getLong()}).containsExactly(12, 13);
        assertThat(new long[] {bytes.getInt(), bytes.getLong(), bytes.getInt(), bytes.get(), bytes.get()})
                .containsExactly(14, 15, 2, 2, 0);
        assertThat(new long[] {bytes.getInt(), bytes.getInt(), bytes.getLong()}).containsExactly(16, 17, 18);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void countsAreThoseOfWhatWasAdded() {
        encoder.reset(1);
        encoder.put(1, 1, new Object[] {"forgotten"});
        encoder.reset(2);
        encoder.vector(1, 1, 1, new float[] {1});
        encoder.tombstone(1);
        encoder.tombstone(2);
        for (int i = 0; i < 5; i++) {
            encoder.put(1, i, new Object[] {i});
        }

        TransactionRecord record = record(payload(), encoder.vectorBytes());

        assertThat(new int[] {
                    record.vectorCount(),
                    record.tombstoneCount(),
                    record.deleteCount(),
                    record.putCount(),
                    record.identityCount()
                })
                .containsExactly(1, 2, 0, 5, 0);
    }

    @Test
    void alteredPayloadIsReadWithinItsBoundsOrIsDamage() {
        SplittableRandom random = new SplittableRandom(SeededCommits.seed(61));
        encoder.reset(1);
        encoder.vector(1, 1, 1, new float[] {1, 2, 3, 4, 5});
        encoder.tombstone(1);
        encoder.delete(1, 2);
        encoder.put(1, 1, new Object[] {"text", 5, new Object[] {1L}, new byte[3]});
        encoder.identity(1, 2, 3);
        byte[] payload = payload();
        for (int round = 0; round < 50_000; round++) {
            byte[] altered = java.util.Arrays.copyOf(payload, random.nextInt(payload.length) + 1);
            for (int i = random.nextInt(3); i >= 0; i--) {
                altered[random.nextInt(altered.length)] ^= (byte) random.nextInt(256);
            }
            int vectorBytes = Math.min(altered.length, 16 * random.nextInt(4));
            try {
                record(altered, vectorBytes).accept(new TransactionRecord.Visitor() {});
            } catch (CorruptStoreException e) {
                assertThat(e.offset()).isBetween(64L, 64L + altered.length);
            }
        }
    }

    @Test
    void transactionBeyondTheLimitIsRefusedWhileItIsGathered() {
        encoder.reset(1);
        byte[] large = new byte[200 << 20];

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        encoder.put(1, i, new Object[] {large});
                    }
                })
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.LIMIT_EXCEEDED));

        encoder.reset(1);
        assertThat(encoder.isEmpty()).isTrue();
        encoder.put(1, 1, new Object[] {"small"});
        assertThat(payload()).hasSizeLessThan(100);
    }
}
