package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExactSearchTest {
    private final Random random = Seed.random("ExactSearchTest");

    @Test
    void everySearchEqualsSortingAllRows() {
        var check = new SearchCheck(VectorKernels.best(), random);
        for (int i = 0; i < 150; i++) {
            check.searchOneColumn(600);
        }
    }

    @Test
    void searchesOverSeveralChunksEqualSortingAllRows() {
        var check = new SearchCheck(VectorKernels.best(), random);
        for (int i = 0; i < 6; i++) {
            check.searchOneColumn(3 * Chunk.CAPACITY);
        }
    }

    @Test
    void anEmptyColumnHasNoNearest() {
        StoredVectors stored = stored(0, 3);

        assertThat(ExactSearch.nearest(stored.search(Metric.COSINE, new float[3], 5, 1))
                        .count())
                .isZero();
    }

    @Test
    void zeroRowsCanBeAskedFor() {
        StoredVectors stored = stored(10, 3);

        assertThat(ExactSearch.nearest(stored.search(Metric.COSINE, new float[3], 0, 1))
                        .count())
                .isZero();
    }

    @Test
    void askingForMoreRowsThanThereAreGivesAll() {
        StoredVectors stored = stored(300, 3);

        assertThat(ExactSearch.nearest(stored.search(Metric.EUCLIDEAN, new float[3], Integer.MAX_VALUE, 1))
                        .count())
                .isEqualTo(300);
    }

    @Test
    void equalDistancesGoByRowId() {
        var stored = new StoredVectors(random, 2, 100);
        for (int i = 0; i < 2000; i++) {
            stored.append(5000 - i, new float[] {1, 1}, 1);
        }

        NearestRows nearest = ExactSearch.nearest(stored.search(Metric.COSINE, new float[] {1, 2}, 3, 1));

        assertThat(nearest.rowIds()).containsExactly(3001, 3002, 3003);
    }

    @Test
    void distancesThatSinglePrecisionCannotTellApartAreOrdered() {
        var stored = new StoredVectors(random, 1, 10_000);
        float[] query = {0};
        for (int i = 0; i < 3000; i++) {
            stored.append(i, new float[] {Float.intBitsToFloat(Float.floatToRawIntBits(1f) + 3000 - i)}, 1);
        }

        NearestRows nearest = ExactSearch.nearest(stored.search(Metric.EUCLIDEAN, query, 3, 1));

        assertThat(nearest.rowIds()).containsExactly(2999, 2998, 2997);
    }

    @Test
    void rowsThatComeNearerAndNearerAreAllSeen() {
        var stored = new StoredVectors(random, 2, 1000);
        for (int i = 0; i < 20_000; i++) {
            stored.append(i, new float[] {20_000 - i, 0}, 1);
        }

        for (Metric metric : new Metric[] {Metric.EUCLIDEAN, Metric.MANHATTAN}) {
            NearestRows nearest = ExactSearch.nearest(stored.search(metric, new float[2], 2, 1));

            assertThat(nearest.rowIds()).containsExactly(19_999, 19_998);
            assertThat(nearest.distances()).containsExactly(1, 2);
        }
    }

    @Test
    void whatASearchLearnedOfNormsDoesNotHideLongVectorsFromEarlierLsns() {
        var stored = new StoredVectors(random, 2, 10_000);
        for (int i = 0; i < 2 * Chunk.CAPACITY; i++) {
            float norm = i == 17 || i == 5000 ? 1e6f : 1;
            stored.append(i, Vectors.scaled(new float[] {1 - i * 1e-5f, i * 1e-5f}, norm), 1);
        }
        stored.delete(17, 5);
        stored.delete(5000, 5);

        for (long lsn : new long[] {9, 9, 4, 4, 9, 4}) {
            SearchInput input = stored.search(Metric.DOT_PRODUCT, new float[] {1, 0}, 3, lsn);

            assertThat(ExactSearch.nearest(input).rowIds())
                    .as("at LSN " + lsn)
                    .isEqualTo(stored.bruteForce(input).rowIds());
        }
    }

    @Test
    void aHundredThousandRowsCanBeAskedFor() {
        StoredVectors stored = stored(120_000, 2);

        SearchInput input = stored.search(Metric.MANHATTAN, new float[] {0.1f, 0.2f}, 100_000, 1);

        assertThat(ExactSearch.nearest(input).rowIds())
                .isEqualTo(stored.bruteForce(input).rowIds());
    }

    @Test
    void aZeroQueryUnderCosineFindsTheSmallestRowIds() {
        StoredVectors stored = stored(1000, 3);

        NearestRows nearest = ExactSearch.nearest(stored.search(Metric.COSINE, new float[3], 2, 1));

        assertThat(nearest.rowIds()).containsExactly(0, 1);
        assertThat(nearest.distances()).containsExactly(1, 1);
    }

    @Test
    void aQueryOfAnotherDimensionIsRefused() {
        StoredVectors stored = stored(10, 3);

        assertThatThrownBy(() -> ExactSearch.nearest(stored.search(Metric.COSINE, new float[4], 1, 1)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.VECTOR_MISMATCH));
    }

    @Test
    void eligibleRowsOfAnotherColumnAreRefused() {
        StoredVectors stored = stored(10, 3);
        var eligible = new EligibleRows();
        eligible.add(VectorReference.of(StoredVectors.COLUMN_ID + 1, 0));

        assertThatIllegalArgumentException().isThrownBy(() -> ExactSearch.nearest(withEligible(stored, eligible)));
    }

    @Test
    void aCancelledSearchEnds() {
        StoredVectors stored = stored(50_000, 2);
        var asked = new AtomicInteger();
        SearchInput all = stored.search(Metric.COSINE, new float[] {1, 2}, 10, 1);
        SearchInput cancelled = new SearchInput(
                all.column(),
                all.source(),
                1,
                all.metric(),
                all.query(),
                10,
                null,
                null,
                () -> asked.incrementAndGet() == 3);

        assertThatThrownBy(() -> ExactSearch.nearest(cancelled))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CANCELLED));
        assertThat(asked).hasValue(3);
    }

    @Test
    void damagedBytesAreReported() {
        StoredVectors stored = stored(1000, 3);
        stored.corrupt(777);

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> ExactSearch.nearest(stored.search(Metric.COSINE, new float[3], 1, 1)));
    }

    @Test
    void damagedBytesBetweenFewEligibleRowsAreNotRead() {
        StoredVectors stored = stored(1000, 3);
        stored.corrupt(500);
        var eligible = new EligibleRows();
        eligible.add(VectorReference.of(StoredVectors.COLUMN_ID, 900));
        eligible.add(VectorReference.of(StoredVectors.COLUMN_ID, 100));
        eligible.add(VectorReference.of(StoredVectors.COLUMN_ID, 900));

        assertThat(ExactSearch.nearest(withEligible(stored, eligible)).rowIds()).containsExactlyInAnyOrder(100, 900);
    }

    private static SearchInput withEligible(StoredVectors stored, EligibleRows eligible) {
        SearchInput all = stored.search(Metric.COSINE, new float[] {1, 2, 3}, 2, 1);
        return new SearchInput(
                all.column(), all.source(), 1, all.metric(), all.query(), 2, eligible, null, () -> false);
    }

    private StoredVectors stored(int rows, int dimension) {
        var stored = new StoredVectors(random, dimension, 2000);
        for (int i = 0; i < rows; i++) {
            stored.append(i, Vectors.gaussian(random, dimension), 1);
        }
        return stored;
    }
}
