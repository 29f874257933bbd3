package io.vectra.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Filter;
import io.vectra.storage.Filter.Operator;
import io.vectra.storage.filter.ColumnType.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** The columns of the delta: what readers see of a growing one. */
class DeltaColumnsTest {
    private static final List<ColumnType> TYPES =
            List.of(ColumnType.of(Kind.INTEGER), ColumnType.of(Kind.TEXT), ColumnType.NULLITY);

    @Test
    void onlyTheSlotsAskedForAreLookedAt() {
        var delta = new DeltaColumns(TYPES);
        append(delta, 5);

        assertThat(delta.rowCount()).isEqualTo(5);
        assertThat(delta.evaluate(Filter.compare(0, Operator.GREATER, 1), 4).toArray())
                .containsExactly(2, 3);
        assertThatThrownBy(() -> delta.evaluate(Filter.isNull(0), 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aValueThatDoesNotFitLeavesItsColumnToTheMirror() {
        var delta = new DeltaColumns(List.of(ColumnType.of(Kind.DATE)));
        delta.append(new @Nullable Object[] {"+1000000000-01-01"});

        assertThat(delta.canEvaluate(Filter.compare(0, Operator.EQUAL, java.time.LocalDate.EPOCH)))
                .isFalse();
        assertThat(delta.evaluate(Filter.isNotNull(0), 1).getCardinality()).isEqualTo(1);
    }

    @Test
    void aValueThatDoesNotFitChangesNothingForTheRowsBefore() {
        var delta = new DeltaColumns(List.of(ColumnType.of(Kind.INTEGER)));
        delta.append(new @Nullable Object[] {7});
        Filter filter = Filter.compare(0, Operator.LESS_OR_EQUAL, 7);
        boolean couldBefore = delta.canEvaluate(filter);
        delta.append(new @Nullable Object[] {"no number"});

        assertThat(couldBefore).isTrue();
        assertThat(delta.evaluate(filter, 2).toArray()).containsExactly(0);
        assertThat(delta.evaluate(Filter.isNull(0), 2).isEmpty()).isTrue();
    }

    @Test
    void readersSeeEveryPublishedRowWhileOthersAreAppended() throws Exception {
        var delta = new DeltaColumns(TYPES);
        int count = 50_000;
        Filter filter = Filter.and(
                Filter.compare(0, Operator.GREATER_OR_EQUAL, 0), Filter.like(1, "text%", null), Filter.isNull(2));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Boolean> reader = () -> {
                int end = 0;
                while (end < count) {
                    end = delta.rowCount();
                    RoaringBitmap slots = delta.evaluate(filter, end);
                    if (slots.getCardinality() != end) {
                        return false;
                    }
                }
                return true;
            };
            Future<Boolean> one = threads.submit(reader);
            Future<Boolean> other = threads.submit(reader);
            append(delta, count);

            assertThat(one.get()).isTrue();
            assertThat(other.get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void append(DeltaColumns delta, int count) {
        for (int i = 0; i < count; i++) {
            delta.append(new @Nullable Object[] {i, "text " + i, null});
        }
    }
}
