package io.vectra.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is remembered of rows is right, and takes a bounded space. */
class KnownRowsTest {
    private static final SeenState SEEN = new SeenState(1, List.of());

    private final KnownRows known = new KnownRows(Set.of(1), List.of());

    private long knownCount(long[] rowIds) {
        return Arrays.stream(known.of(SEEN, rowIds)).filter(Objects::nonNull).count();
    }

    private void putAll(long[] rowIds) {
        for (int from = 0; from < rowIds.length; from += 64) {
            known.put(SEEN, Arrays.copyOfRange(rowIds, from, Math.min(rowIds.length, from + 64)), Set.of(rowIds[from]));
        }
    }

    @Test
    void rowsAreKnownAsTheyWereSaidToBe() {
        known.put(SEEN, new long[] {3, 5, 1L << 40}, Set.of(5L));

        assertThat(known.of(SEEN, new long[] {5, 3, 4, 1L << 40})).containsExactly(true, false, null, false);
        assertThat(known.of(new SeenState(2, List.of()), new long[] {5})).containsExactly((Boolean) null);
    }

    @Test
    void aMillionRowsWithIdsCloseTogetherAreRemembered() {
        long[] rowIds = LongStream.range(0, 1_000_000).toArray();

        putAll(rowIds);

        assertThat(knownCount(rowIds)).isEqualTo(rowIds.length);
    }

    @Test
    void ofRowsWithIdsFarApartFewerAreRemembered() {
        long[] rowIds = LongStream.range(0, 50_000).map(i -> i << 20).toArray();

        putAll(rowIds);

        assertThat(knownCount(rowIds)).isBetween(5_000L, 15_000L);
        assertThat(known.of(SEEN, new long[] {0, 1L << 20})).containsExactly(true, false);
    }
}
