package io.vectra.storage.vector;

/** Chooses the kernel of this JVM, once. Thread rule: any number of threads. */
public final class VectorKernels {
    private static final VectorKernel BEST = new ScalarKernel();

    private VectorKernels() {}

    /** Returns the fastest kernel that works here. */
    public static VectorKernel best() {
        return BEST;
    }
}
