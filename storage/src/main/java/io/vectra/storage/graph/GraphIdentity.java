package io.vectra.storage.graph;

import java.util.UUID;

/**
 * What a graph belongs to.
 *
 * @param columnId the vector column's number
 * @param segment the number of the segment whose vectors it links
 */
public record GraphIdentity(UUID databaseId, int columnId, long segment) {}
