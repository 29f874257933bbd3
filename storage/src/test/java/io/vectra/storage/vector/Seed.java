package io.vectra.storage.vector;

import java.util.Random;

/** Randomness of tests that can be repeated: prints the seed, and takes it from {@code -Dvectra.seed}. */
public final class Seed {
    private Seed() {}

    /** Returns the randomness of a test. */
    public static Random random(String test) {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println(test + ": -Dvectra.seed=" + seed);
        return new Random(seed);
    }
}
