/**
 * Vectors: the directory of each vector column, the distances, the float kernels, and exact search over them.
 *
 * <p>A vector lies in the log, as little-endian floats; this package finds it through a
 * {@link io.vectra.storage.vector.VectorSource} and never writes one. What a search answers equals
 * {@link io.vectra.storage.vector.Distances} evaluated row by row, to the last digit.
 */
@NullMarked
package io.vectra.storage.vector;

import org.jspecify.annotations.NullMarked;
