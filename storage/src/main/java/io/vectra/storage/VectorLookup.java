package io.vectra.storage;

/**
 * Reads the vectors that a statement's relational rows refer to.
 *
 * <p>A lookup stays valid until its session's statement result is closed; after that, results of {@link #vector} are
 * undefined. Thread rule: any number of threads.
 */
@FunctionalInterface
public interface VectorLookup {
    /**
     * Returns the vector behind a reference.
     *
     * @param reference the BIGINT that the relational mirror holds in a vector column or that a vector function
     *     returned
     * @return float[dimension], a copy that the caller owns
     * @throws CorruptStoreException if the vector's bytes fail their checksum
     */
    float[] vector(long reference);
}
