/**
 * The log: the truth, one checksummed frame for each commit.
 *
 * <p>{@link io.vectra.storage.log.Log} appends, forces, scans and copies; {@link io.vectra.storage.log.LogPieces} lets
 * vectors be read where they lie. {@code docs/FILE-FORMAT.md} has the bytes, mirrored by the Javadoc of the codecs.
 */
@NullMarked
package io.vectra.storage.log;

import org.jspecify.annotations.NullMarked;
