package io.vectra.storage.graph;

import io.vectra.storage.io.Directory;

/**
 * Where a graph's file is.
 *
 * @param name the file's, in the directory
 * @param identity what the file says that it belongs to
 */
public record GraphTarget(Directory directory, String name, GraphIdentity identity) {}
