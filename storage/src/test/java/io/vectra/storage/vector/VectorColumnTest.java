package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vectra.storage.StoreException;
import org.junit.jupiter.api.Test;

class VectorColumnTest {
    private final VectorColumn column = new VectorColumn(2, 5, 3);

    @Test
    void aNewColumnIsEmpty() {
        assertThat(column.columnId()).isEqualTo(2);
        assertThat(column.tableId()).isEqualTo(5);
        assertThat(column.dimension()).isEqualTo(3);
        assertThat(column.count()).isZero();
        assertThat(column.mappedLsn()).isZero();
        assertThat(column.view(9).count()).isZero();
        assertThat(column.view(9).isVisible(0)).isFalse();
    }

    @Test
    void entriesComeBackOverManyChunks() {
        int count = 5 * Chunk.CAPACITY + 17;
        for (int i = 0; i < count; i++) {
            column.append(i, 10L * i, 1 + i / 100, 64L * i);
        }

        assertThat(column.count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(column.rowId(i)).isEqualTo(10L * i);
            assertThat(column.createdLsn(i)).isEqualTo(1 + i / 100);
            assertThat(column.deletedLsn(i)).isEqualTo(VectorColumn.ALIVE);
            assertThat(column.position(i)).isEqualTo(64L * i);
        }
    }

    @Test
    void aVectorIsVisibleFromItsCreationUpToItsDeletion() {
        column.append(0, 1, 5, 0);
        column.delete(0, 8);

        for (long lsn = 0; lsn < 12; lsn++) {
            boolean isVisible = lsn >= 5 && lsn < 8;
            assertThat(column.isVisible(0, lsn)).as("lsn " + lsn).isEqualTo(isVisible);
            assertThat(column.view(lsn).isVisible(0)).as("lsn " + lsn).isEqualTo(isVisible);
        }
    }

    @Test
    void aViewCountsWhatWasCreatedByItsLsn() {
        for (int i = 0; i < 10_000; i++) {
            column.append(i, i, 1 + i / 1000, 0);
        }

        for (int lsn = 0; lsn < 12; lsn++) {
            assertThat(column.view(lsn).count()).isEqualTo(Math.min(10_000, 1000L * lsn));
        }
    }

    @Test
    void aViewDoesNotSeeWhatIsAppendedLater() {
        column.append(0, 1, 1, 0);
        VectorColumn.View view = column.view(1);

        column.append(1, 2, 1, 64);

        assertThat(view.count()).isOne();
        assertThat(view.isVisible(1)).isFalse();
    }

    @Test
    void ordinalsMustBeDense() {
        assertThatIllegalArgumentException().isThrownBy(() -> column.append(1, 1, 1, 0));
        column.append(0, 1, 1, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> column.append(0, 1, 1, 0));
    }

    @Test
    void createdLsnsMustNotFall() {
        column.append(0, 1, 5, 0);

        assertThatIllegalArgumentException().isThrownBy(() -> column.append(1, 1, 4, 0));
        assertThat(column.count()).isOne();
    }

    @Test
    void aVectorIsDeletedOnce() {
        column.append(0, 1, 5, 0);
        column.delete(0, 6);

        assertThatIllegalStateException().isThrownBy(() -> column.delete(0, 7));
        assertThat(column.deletedLsn(0)).isEqualTo(6);
    }

    @Test
    void ordinalsThatAreNotThereAreRefused() {
        column.append(0, 1, 5, 0);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> column.rowId(1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> column.position(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> column.delete(1, 6));
    }

    @Test
    void dimensionsOutsideTheLimitsAreRefused() {
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> new VectorColumn(1, 1, 0));
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> new VectorColumn(1, 1, 16_001));
    }
}
