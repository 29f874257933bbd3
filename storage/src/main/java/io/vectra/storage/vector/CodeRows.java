package io.vectra.storage.vector;

/**
 * The layout of a row of codes: a vector's elements as numbers of 7 bits.
 *
 * <pre>
 *    0  d  codes, each from 0 to 127; d is the dimension
 *    d  …  zeros up to a multiple of 16
 * </pre>
 *
 * <p>Seven bits, because then four products fit into the 16-bit lanes of one 64-bit multiplication, which is how a JVM
 * without the Vector API compares codes faster than floats. Nothing but codes, so that rows of the usual dimensions
 * begin at the beginning of a cache line: comparing waits for memory, a line at a time.
 *
 * <p>Thread rule: stateless.
 */
public final class CodeRows {
    /** The largest code. */
    public static final int CODE_MAX = 127;

    /** Codes are padded to a multiple of this. */
    static final int PADDING = 16;

    private CodeRows() {}

    /** Returns how many bytes a row has. */
    public static int rowBytes(int dimension) {
        return (dimension + PADDING - 1) / PADDING * PADDING;
    }
}
