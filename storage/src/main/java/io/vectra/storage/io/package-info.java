/**
 * The one seam to files. Nothing else in Vectra opens a file, except H2 its own.
 *
 * <p>{@link io.vectra.storage.io.DiskDirectory} is a folder, {@link io.vectra.storage.io.HeapDirectory} lives in
 * memory, and the test jar's {@code FaultyDirectory} fails, tears and forgets on demand. Failures are
 * {@link java.io.IOException}s, wrapped once by the layer above.
 */
@NullMarked
package io.vectra.storage.io;

import org.jspecify.annotations.NullMarked;
