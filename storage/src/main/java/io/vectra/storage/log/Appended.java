package io.vectra.storage.log;

/**
 * Where a frame went.
 *
 * @param lsn the frame's LSN
 * @param vectorsPosition where its vectors begin; the first vector lies there, the next after it, each stride rounded
 *     up to 16 bytes
 * @param end the position after the frame
 */
public record Appended(long lsn, long vectorsPosition, long end) {}
