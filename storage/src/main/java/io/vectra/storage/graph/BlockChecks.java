package io.vectra.storage.graph;

import java.util.function.IntConsumer;

/**
 * Which blocks of rows were found intact.
 *
 * <p>Thread rule: any number of threads; a block may be verified by several at once.
 */
final class BlockChecks {
    private final int blockShift;
    private final IntConsumer verifier;

    /** Written racily: a thread that does not see a verified block verifies it once more. */
    private final boolean[] verified;

    /**
     * Takes rows of which no block is verified.
     *
     * @param blockShift how many rows each block but the last has, as a power of two
     * @param verifier throws if the block of a number is damaged
     */
    BlockChecks(int rowCount, int blockShift, IntConsumer verifier) {
        this.blockShift = blockShift;
        this.verifier = verifier;
        this.verified = new boolean[rowCount == 0 ? 0 : (rowCount - 1 >>> blockShift) + 1];
    }

    /** Returns checks that always pass. */
    static BlockChecks none(int rowCount) {
        return new BlockChecks(rowCount, Integer.SIZE - 2, block -> {});
    }

    int blockRows() {
        return 1 << blockShift;
    }

    /** Verifies the block of a row unless that was done. */
    void verify(int row) {
        if (!verified[row >>> blockShift]) {
            verifyBlock(row >>> blockShift);
        }
    }

    private void verifyBlock(int block) {
        verifier.accept(block);
        verified[block] = true;
    }
}
