package io.vectra.storage.vector;

import org.junit.jupiter.api.Test;

class ScalarKernelTest {
    private final KernelCheck check = new KernelCheck(VectorKernels.scalar(), Seed.random("ScalarKernelTest"));

    @Test
    void sumsAreWithinTheStatedBound() {
        check.sumsAreWithinTheStatedBound();
    }

    @Test
    void distancesAreWithinTheirIntervals() {
        check.distancesAreWithinTheirIntervals();
    }
}
