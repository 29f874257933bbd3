package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VectorReferenceTest {
    @Test
    void partsComeBack() {
        for (int columnId : new int[] {0, 1, 77, VectorReference.COLUMN_ID_MAX}) {
            for (long ordinal : new long[] {0, 1, 1L << 32, VectorReference.ORDINAL_MAX}) {
                long reference = VectorReference.of(columnId, ordinal);

                assertThat(reference).isNotNegative();
                assertThat(VectorReference.columnId(reference)).isEqualTo(columnId);
                assertThat(VectorReference.ordinal(reference)).isEqualTo(ordinal);
            }
        }
    }

    @Test
    void columnIdIsTheUpperPart() {
        assertThat(VectorReference.of(5, 9)).isEqualTo((5L << 43) + 9);
    }

    @Test
    void partsOutsideTheirRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.of(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.of(VectorReference.COLUMN_ID_MAX + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.of(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.of(0, VectorReference.ORDINAL_MAX + 1));
    }

    @Test
    void stagedReferencesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.columnId(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorReference.ordinal(-1));
    }
}
