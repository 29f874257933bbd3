package io.vectra.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.storage.Filter;
import io.vectra.storage.Filter.Operator;
import io.vectra.storage.filter.ColumnType.Kind;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** The cache of bitmaps stays within its bounds, and gives the bitmap of the segment asked for. */
class FilterCacheTest {
    private static final List<ColumnType> TYPES = List.of(ColumnType.of(Kind.INTEGER));

    @Test
    void aKnownFilterIsNotEvaluatedAgain() throws IOException {
        var cache = new FilterCache(1 << 20);
        SegmentColumns segment = segment(1);

        assertThat(cache.evaluate(segment, Filter.compare(0, Operator.EQUAL, 5)))
                .isSameAs(cache.evaluate(segment, Filter.compare(0, Operator.EQUAL, 5)));
    }

    @Test
    void segmentsAreKeptApart() throws IOException {
        var cache = new FilterCache(1 << 20);
        Filter filter = Filter.compare(0, Operator.LESS, 5);

        assertThat(cache.evaluate(segment(0), filter).getCardinality()).isEqualTo(5);
        assertThat(cache.evaluate(segment(3), filter).getCardinality()).isEqualTo(2);
    }

    @Test
    void bytesStayWithinTheBound() throws IOException {
        var cache = new FilterCache(20_000);
        SegmentColumns segment = segment(0);
        for (int i = 0; i < 200; i++) {
            cache.evaluate(segment, Filter.compare(0, Operator.NOT_EQUAL, i));

            assertThat(cache.sizeBytes()).isBetween(1L, 20_000L);
        }
    }

    @Test
    void theConstantsOfFiltersCountToo() throws IOException {
        var cache = new FilterCache(1 << 20);
        SegmentColumns segment = segment(0);
        for (int i = 0; i < 30; i++) {
            List<Integer> values = IntStream.range(i, i + 5_000).boxed().toList();
            cache.evaluate(segment, Filter.in(0, values));

            assertThat(cache.sizeBytes()).isBetween(200_000L, 1L << 20);
        }
    }

    @Test
    void smallFiltersAreNotKeptWithoutNumber() throws IOException {
        var cache = new FilterCache(Long.MAX_VALUE);
        SegmentColumns segment = segment(0);
        Filter first = Filter.compare(0, Operator.LESS, 1);
        RoaringBitmap bitmap = cache.evaluate(segment, first);
        for (int i = 2; i < 10_000; i++) {
            cache.evaluate(segment, Filter.compare(0, Operator.EQUAL, -i));
        }

        assertThat(cache.evaluate(segment, first)).isNotSameAs(bitmap).isEqualTo(bitmap);
        assertThat(cache.sizeBytes()).isLessThan(4L << 20);
    }

    @Test
    void aForgottenSegmentTakesNoRoom() throws IOException {
        var cache = new FilterCache(1 << 20);
        SegmentColumns segment = segment(0);
        cache.evaluate(segment, Filter.compare(0, Operator.LESS, 5));

        cache.forget(segment.identity());

        assertThat(cache.sizeBytes()).isZero();
    }

    private static SegmentColumns segment(int first) throws IOException {
        var directory = new HeapDirectory();
        var identity = new ColumnsIdentity(new UUID(1, 1), 1, first);
        try (SegmentColumnsWriter writer = SegmentColumnsWriter.create(directory, "columns", identity, TYPES)) {
            for (int i = 0; i < 1000; i++) {
                writer.append(new @Nullable Object[] {first + i});
            }
            writer.finish();
        }
        return SegmentColumns.open(directory, "columns", identity, TYPES);
    }
}
