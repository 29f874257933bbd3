package io.vectra.storage.vector;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.SearchResult;
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
    private final Estimates estimates;
    private final Candidates candidates;
    private final VectorBlock block;
    private final int[] near = new int[VectorBlock.CAPACITY];
    private int vectorsUnasked = VECTORS_UNASKED;

    Scan(SearchInput in, VectorKernel kernel) {
        this.in = in;
        this.own = in.own();
        this.view = in.column().view(in.lsn());
        this.estimates = isEveryDistanceNeeded()
                ? Estimates.none(kernel, in.query())
                : Estimates.of(in.metric(), kernel, in.query());
        this.candidates = new Candidates(in.k(), this);
        this.block = new VectorBlock(in.source(), in.column().dimension());
    }

    SearchResult nearest() {
        EligibleRows rows = in.eligible();
        if (rows == null) {
            searchAll();
            searchOwn(null);
        } else {
            long[] ordinals = EligibleOrdinals.sorted(rows, in.column().columnId());
            searchEligible(ordinals);
            searchOwn(ordinals);
        }
        return candidates.nearest();
    }

    private boolean isEveryDistanceNeeded() {
        EligibleRows rows = in.eligible();
        return (rows == null ? view.count() : rows.count()) <= in.k();
    }

    private void searchAll() {
        var ordinals = new long[VectorBlock.CAPACITY];
        var positions = new long[VectorBlock.CAPACITY];
        for (long first = 0; first < view.count(); first += VectorBlock.CAPACITY) {
            int found = view.select(first, Math.min(view.count(), first + VectorBlock.CAPACITY), ordinals, positions);
            search(ordinals, positions, own == null ? found : withoutOwnDeleted(own, ordinals, positions, found));
        }
        compareBlock();
    }

    private static int withoutOwnDeleted(LocalVectors own, long[] ordinals, long[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!own.isDeleted(ordinals[i])) {
                ordinals[kept] = ordinals[i];
                positions[kept++] = positions[i];
            }
        }
        return kept;
    }

    private void search(long[] ordinals, long[] positions, int count) {
        for (int i = 0; i < count; ) {
            i = block.addAll(ordinals, positions, i, count);
            if (i < count || block.isFull()) {
                compareBlock();
            }
        }
    }

    private void searchEligible(long[] eligible) {
        var ordinals = new long[VectorBlock.CAPACITY];
        var positions = new long[VectorBlock.CAPACITY];
        int count = 0;
        for (long ordinal : eligible) {
            if (view.isVisible(ordinal) && (own == null || !own.isDeleted(ordinal))) {
                ordinals[count] = ordinal;
                positions[count++] = in.column().position(ordinal);
                if (count == ordinals.length) {
                    search(ordinals, positions, count);
                    count = 0;
                }
            }
        }
        search(ordinals, positions, count);
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
            lower = Distances.distance(in.metric(), block.buffer(), block.byteIndexes()[index], in.query());
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
            return Distances.distance(in.metric(), ownVectors().vector((int) ~id), in.query());
        }
        long position = in.column().position(id);
        VectorSource source = in.source();
        return Distances.distance(in.metric(), source.bufferAt(position), source.indexAt(position), in.query());
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
