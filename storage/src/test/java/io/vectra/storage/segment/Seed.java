package io.vectra.storage.segment;

import java.util.SplittableRandom;

/** Randomness of tests that can be repeated: prints the seed, and takes it from {@code -Dvectra.seed}. */
final class Seed {
    private Seed() {}

    static SplittableRandom random(String test) {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println(test + ": -Dvectra.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
