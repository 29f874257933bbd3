package io.vectra.storage.segment;

/**
 * A file that was written and forced.
 *
 * @param count how many rows or vectors it has
 * @param firstLsn the lowest of their created LSNs, 0 without any
 * @param lastLsn the highest of their created LSNs, 0 without any
 */
public record WrittenFile(String name, int count, long sizeBytes, long firstLsn, long lastLsn) {}
