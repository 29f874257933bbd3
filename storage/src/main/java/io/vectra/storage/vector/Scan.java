package io.vectra.storage.vector;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One exact search: walks the rows in the order of the log, a block at a time.
 *
 * <p>A candidate's id is its ordinal; that of the transaction's own vector {@code i} is {@code ~i}.
 *
 * <p>Thread rule: used once, by one thread.
 */
final class Scan implements Candidates.Rows {
    /** How many vectors are read between two questions whether the search was cancelled. */
    private static final int VECTORS_UNASKED = 4096;

    private final SearchInput in;
    private final @Nullable LocalVectors own;
    private final VectorColumn.View view;
    private final QueryDistances distances;
    private final Estimates estimates;
    private final Candidates candidates;
    private final VectorBlock block;
    private final int[] near = new int[VectorBlock.CAPACITY];
    private long compared;
    private int vectorsUnasked = VECTORS_UNASKED;

    Scan(SearchInput in, VectorKernel kernel) {
        this.in = in;
        this.own = in.own();
        this.view = in.column().view(in.lsn());
        this.distances = new QueryDistances(in.metric(), in.query());
        this.estimates = isEveryDistanceNeeded()
                ? Estimates.none(kernel, in.query())
                : Estimates.of(in.metric(), kernel, in.query());
        this.candidates = new Candidates(in.k(), this, in.radius());
        this.block = new VectorBlock(in.source(), in.column().dimension());
        if (in.radius() < Double.POSITIVE_INFINITY) {
            estimates.cutAt(in.radius());
        }
    }

    NearestRows nearest() {
        SearchScope scope = in.scope();
        searchSingle(scope.ordinals());
        searchFrom(scope.fromOrdinal());
        searchOwn(scope.own());
        return candidates.nearest(compared);
    }

    private boolean isEveryDistanceNeeded() {
        return in.radius() == Double.POSITIVE_INFINITY && in.scope().countMax(view.count()) <= in.k();
    }

    private void searchFrom(long fromOrdinal) {
        if (fromOrdinal >= view.count()) {
            return;
        }
        var scratch = new long[Chunk.CAPACITY];
        long firstChunk = fromOrdinal - Chunk.indexOf(fromOrdinal);
        for (long chunkStart = firstChunk; chunkStart < view.count(); chunkStart += Chunk.CAPACITY) {
            Chunk chunk = view.chunk(chunkStart);
            int from = (int) Math.max(0, fromOrdinal - chunkStart);
            estimates.beginGroup(chunk.squaredNormMax(in.lsn()));
            searchChunk(chunk, chunkStart, from, chunk.positions(scratch));
            boolean isWhole = from == 0
                    && in.radius() == Double.POSITIVE_INFINITY
                    && own == null
                    && view.count() - chunkStart >= Chunk.CAPACITY;
            if (isWhole && !Double.isNaN(estimates.squaredNormMax())) {
                chunk.learnSquaredNormMax(in.lsn(), estimates.squaredNormMax());
            }
        }
    }

    private void searchChunk(Chunk chunk, long chunkStart, int first, long[] positions) {
        int end = (int) Math.min(Chunk.CAPACITY, view.count() - chunkStart);
        int from = chunk.firstAlive(first, end, in.lsn());
        while (from < end) {
            int to = chunk.firstDeleted(from, end, in.lsn());
            if (own == null) {
                search(chunkStart, positions, from, to);
            } else {
                searchOthers(chunkStart, positions, from, to);
            }
            from = chunk.firstAlive(to, end, in.lsn());
        }
        compareBlock();
    }

    private void searchOthers(long chunkStart, long[] positions, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isOwnDeleted(chunkStart + i)) {
                search(chunkStart, positions, i, i + 1);
            }
        }
    }

    private boolean isOwnDeleted(long ordinal) {
        return own != null && own.isDeleted(ordinal);
    }

    /** Searches the vectors at some indexes of {@code positions}; an ordinal is such an index and the base. */
    private void search(long ordinalBase, long[] positions, int from, int to) {
        int next = from;
        while (next < to) {
            next = block.add(ordinalBase, positions, next, to);
            if (next < to || block.isFull()) {
                compareBlock();
            }
        }
    }

    private void searchSingle(long[] ordinals) {
        var position = new long[1];
        for (long ordinal : ordinals) {
            if (view.isVisible(ordinal) && !isOwnDeleted(ordinal)) {
                position[0] = in.column().position(ordinal);
                search(ordinal, position, 0, 1);
            }
        }
        compareBlock();
    }

    /** @param eligible ascending, or null for all */
    private void searchOwn(long @Nullable [] eligible) {
        for (int i = 0; own != null && i < own.count(); i++) {
            if (own.isLive(i) && (eligible == null || Arrays.binarySearch(eligible, own.ordinal(i)) >= 0)) {
                double distance = distance(~i);
                candidates.add(~i, distance, distance);
            }
        }
    }

    private void compareBlock() {
        int count = block.count();
        if (count == 0) {
            return;
        }
        compared += count;
        countVectors(count);
        block.verify();
        estimates.compute(block.buffer(), block.byteIndexes(), count);
        int found = estimates.near(count, near);
        for (int i = 0; i < found; i++) {
            offer(near[i]);
        }
        block.clear();
    }

    private void offer(int index) {
        double lower;
        double upper;
        if (estimates.isBounded(index)) {
            lower = estimates.lower(index);
            upper = estimates.upper(index);
        } else {
            lower = distances.to(block.buffer(), block.byteIndexes()[index]);
            upper = lower;
        }
        if (candidates.add(block.ordinal(index), lower, upper)) {
            estimates.cutAt(candidates.cut());
        }
    }

    @Override
    public double distance(long id) {
        countVectors(1);
        if (id < 0) {
            return distances.to(ownVectors().vector((int) ~id));
        }
        long position = in.column().position(id);
        VectorSource source = in.source();
        return distances.to(source.bufferAt(position), source.indexAt(position));
    }

    @Override
    public long rowId(long id) {
        return id < 0 ? ownVectors().rowId((int) ~id) : in.column().rowId(id);
    }

    private LocalVectors ownVectors() {
        return Objects.requireNonNull(own, "own");
    }

    private void countVectors(int count) {
        vectorsUnasked += count;
        if (vectorsUnasked >= VECTORS_UNASKED) {
            vectorsUnasked = 0;
            if (in.cancelled().getAsBoolean()) {
                throw new StoreException(
                        StoreError.CANCELLED, "The statement was cancelled while it searched vectors.");
            }
        }
    }
}
