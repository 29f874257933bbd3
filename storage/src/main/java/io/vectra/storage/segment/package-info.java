/**
 * The files of a segment: rows, vectors and deletions, each written once and never changed.
 *
 * <p>{@link io.vectra.storage.segment.RowFile} and {@link io.vectra.storage.segment.VectorFile} are mapped, and
 * verified block by block where they are first read, so opening one costs the same whatever its size, and the heap does
 * not grow with it. What is deleted since a segment was written is in {@link io.vectra.storage.segment.Tombstones}, and
 * goes to a {@link io.vectra.storage.segment.DeletedFile}. Naming files, syncing folders and removing what was left
 * unfinished are the caller's. {@code docs/FILE-FORMAT.md} has the bytes.
 */
@NullMarked
package io.vectra.storage.segment;

import org.jspecify.annotations.NullMarked;
