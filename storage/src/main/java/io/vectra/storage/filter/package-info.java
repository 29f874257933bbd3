/**
 * Filters: the columns of segments and of the delta in a form on which {@link io.vectra.storage.Filter}s are evaluated
 * fast, and the result of every evaluation is a bitmap of slots.
 *
 * <p>{@link io.vectra.storage.filter.SegmentColumns} is a segment's mapped file,
 * {@link io.vectra.storage.filter.DeltaColumns} grows in memory. Both have rows in chunks, and give for a
 * {@link io.vectra.storage.filter.Condition} one bit for each row of a chunk. What they answer equals what the
 * relational mirror answers for the same WHERE; a filter of which that is not sure is refused beforehand.
 */
@NullMarked
package io.vectra.storage.filter;

import org.jspecify.annotations.NullMarked;
