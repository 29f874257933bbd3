package io.vectra.storage.vector;

import java.util.Random;

/** A program for a JVM of its own: prints which kernel is chosen, and checks it if a seed is given. */
final class KernelProgram {
    private KernelProgram() {}

    public static void main(String[] arguments) {
        VectorKernel kernel = VectorKernels.best();
        System.out.println("kernel " + kernel.name());
        if (arguments.length > 0) {
            var random = new Random(Long.parseLong(arguments[0]));
            var check = new KernelCheck(kernel, random);
            check.sumsAreWithinTheStatedBound();
            check.distancesAreWithinTheirIntervals();
            var rows = new ScatteredRowsCheck(kernel, random);
            rows.floatsAreRight();
            rows.codesAreRight();
            var searches = new SearchCheck(kernel, random);
            for (int i = 0; i < 60; i++) {
                searches.searchOneColumn(600);
            }
            System.out.println("checked");
        }
    }
}
