package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            false,
            (byte) -128,
            (short) -32768,
            0,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new BigDecimal("0"),
            new BigDecimal("-12345678901234567890.123456789"),
            new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
            new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE),
            0f,
            -0f,
            Float.NaN,
            Float.intBitsToFloat(0x7FC0_0001),
            Double.MIN_VALUE,
            Double.NEGATIVE_INFINITY,
            -0d,
            "",
            "plain",
            "grüße, 世界, 😀, \u0000, \uFFFD, \uFEFF",
            "lone \uD800 surrogate",
            "\uDC00\uD800",
            "x".repeat(100_000),
            new byte[0],
            new byte[] {1, 0, -1},
            LocalDate.MIN,
            LocalDate.MAX,
            LocalTime.MIDNIGHT,
            LocalTime.MAX,
            OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutesSeconds(-18, 0, 0)),
            LocalDateTime.MIN,
            LocalDateTime.of(2026, 2, 28, 23, 59, 59, 999_999_999),
            OffsetDateTime.MAX,
            OffsetDateTime.of(LocalDateTime.of(1, 1, 1, 0, 0), ZoneOffset.ofTotalSeconds(1)),
            new UUID(-1, 1),
            new Object[0],
            new Object[] {1, null, new Object[] {"nested", new byte[] {5}}},
            new TextValue("INTERVAL DAY", "INTERVAL '1' DAY"),
            new TextValue("", "\uD800"));

    private static byte[] encoded(Object value) {
        GrowingBytes bytes = new GrowingBytes();
        ValueCodec.write(value, bytes);
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(copy, 0);
        return copy;
    }

    private static Object decoded(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        FrameReader source = new FrameReader(file, 1, 0, bytes.length);
        Object value = ValueCodec.read(source);
        source.expectEnd();
        return value;
    }

    @Test
    void everyValueComesBack() {
        for (Object value : VALUES) {
            Object[] both = {decoded(encoded(value)), value};
            assertThat(Arrays.deepEquals(new Object[] {both[0]}, new Object[] {both[1]}))
                    .as(() -> Arrays.deepToString(both))
                    .isTrue();
            assertThat(both[0] == null ? null : both[0].getClass()).isEqualTo(value == null ? null : value.getClass());
        }
    }

    @Test
    void bitsOfFloatsComeBack() {
        assertThat(Float.floatToRawIntBits((Float) decoded(encoded(Float.intBitsToFloat(0x7FC0_0001)))))
                .isEqualTo(0x7FC0_0001);
        assertThat(Double.doubleToRawLongBits(
                        (Double) decoded(encoded(Double.longBitsToDouble(0x7FF8_0000_0000_0001L)))))
                .isEqualTo(0x7FF8_0000_0000_0001L);
    }

    @Test
    void cutValueIsDamage() {
        for (Object value : VALUES) {
            byte[] bytes = encoded(value);
            for (int length = 0; length < Math.min(bytes.length, 200); length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> decoded(cut))
                        .isInstanceOf(CorruptStoreException.class)
                        .hasMessageContaining("log/000001.log");
            }
            assertThatThrownBy(() -> decoded(Arrays.copyOf(bytes, bytes.length + 1)))
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void arbitraryBytesAreAValueOrDamage() {
        SplittableRandom random = new SplittableRandom(SeededCommits.seed(51));
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(24)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(24);
            try {
                Object value = decoded(bytes);
                assertThat(Arrays.deepEquals(new Object[] {decoded(encoded(value))}, new Object[] {value}))
                        .isTrue();
            } catch (CorruptStoreException e) {
                assertThat(e.offset()).isBetween(0L, (long) bytes.length);
            }
        }
    }

    @Test
    void endlessNestingIsRefusedBothWays() {
        Object[] nested = {};
        for (int i = 0; i < 100; i++) {
            nested = new Object[] {nested};
        }
        Object[] tooDeep = nested;
        byte[] bytes = new byte[5 * 100_000];
        for (int i = 0; i < bytes.length; i += 5) {
            bytes[i] = 19;
            bytes[i + 1] = 1;
        }

        assertThatThrownBy(() -> encoded(tooDeep)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void unknownTypeIsNamed() {
        assertThatThrownBy(() -> encoded(new StringBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.StringBuilder");
        assertThatThrownBy(() -> encoded(BigInteger.ONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
