package io.vectra.storage.vector;

import org.junit.jupiter.api.Test;

class ScalarKernelTest {
    private final KernelCheck check = new KernelCheck(VectorKernels.scalar(), Seed.random("ScalarKernelTest"));
    private final ScatteredRowsCheck rows =
            new ScatteredRowsCheck(VectorKernels.scalar(), Seed.random("ScalarKernelTest, scattered rows"));

    @Test
    void sumsAreWithinTheStatedBound() {
        check.sumsAreWithinTheStatedBound();
    }

    @Test
    void scatteredFloatsAreRight() {
        rows.floatsAreRight();
    }

    @Test
    void scatteredCodesAreRight() {
        rows.codesAreRight();
    }

    @Test
    void distancesAreWithinTheirIntervals() {
        check.distancesAreWithinTheirIntervals();
    }
}
