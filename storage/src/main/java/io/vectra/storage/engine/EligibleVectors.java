package io.vectra.storage.engine;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.filter.DeltaColumns;
import io.vectra.storage.graph.AcceptedOrdinals;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one column whose rows meet a WHERE and are visible: as nodes of segments, and as ordinals that are not
 * sealed. Thread rule: one thread.
 */
final class EligibleVectors {
    private final VectorColumn column;
    private final Segments segments;
    private final long lsn;
    private final @Nullable OwnVectors own;
    private final OrdinalList unsealed = new OrdinalList();
    private final OrdinalList ownOrdinals = new OrdinalList();
    private NodeSets nodes = new NodeSets();

    private EligibleVectors(ReadState state, int columnId, long lsn, @Nullable OwnVectors own) {
        this.column = state.schema().vectorColumn(columnId);
        this.segments = state.segments();
        this.lsn = lsn;
        this.own = own;
    }

    /** Returns those of the rows that the mirror has found. */
    static EligibleVectors of(ReadState state, int columnId, long lsn, @Nullable OwnVectors own, EligibleRows rows) {
        var eligible = new EligibleVectors(state, columnId, lsn, own);
        eligible.add(rows, null);
        return eligible;
    }

    /**
     * Returns those of the rows that meet a filter.
     *
     * @param rows the only rows that count, or null for all
     */
    static EligibleVectors of(ReadState state, int columnId, long lsn, Matches matches, @Nullable EligibleRows rows) {
        var filtered = new EligibleVectors(state, columnId, lsn, null);
        filtered.nodes = matches.sealed(state, columnId, lsn);
        filtered.addUnsealed(matches.table(), matches.filter());
        if (rows == null) {
            return filtered;
        }
        var both = new EligibleVectors(state, columnId, lsn, null);
        both.add(rows, filtered);
        return both;
    }

    private void add(EligibleRows rows, @Nullable EligibleVectors others) {
        Set<Long> unsealedOthers = new HashSet<>();
        for (int i = 0; others != null && i < others.unsealed.count(); i++) {
            unsealedOthers.add(others.unsealed.get(i));
        }
        for (int i = 0; i < rows.count(); i++) {
            long reference = rows.reference(i);
            if (VectorReference.columnId(reference) != column.columnId()) {
                throw new IllegalArgumentException("reference " + reference + " belongs to column "
                        + VectorReference.columnId(reference) + ", but column " + column.columnId() + " is searched");
            }
            long ordinal = VectorReference.ordinal(reference);
            if (others == null || others.contains(ordinal, unsealedOthers)) {
                add(ordinal);
            }
        }
    }

    private boolean contains(long ordinal, Set<Long> unsealedOrdinals) {
        VectorSegment segment = segment(ordinal);
        return segment == null
                ? unsealedOrdinals.contains(ordinal)
                : nodes.contains(segment, segment.node(column.position(ordinal)));
    }

    private @Nullable VectorSegment segment(long ordinal) {
        if (ordinal >= column.count()) {
            return null;
        }
        long position = column.position(ordinal);
        return SegmentPosition.isSegment(position) ? segments.byNumber().get(SegmentPosition.segment(position)) : null;
    }

    private void addUnsealed(TableRows table, Filter filter) {
        int vectorColumn = table.vectorColumn(column.columnId());
        for (DeltaRows delta : table.deltas()) {
            DeltaColumns columns = delta.columns();
            if (columns == null) {
                throw new IllegalStateException("a filter was not asked for before it is evaluated");
            }
            int end = Math.min(delta.count(), columns.rowCount());
            columns.evaluate(filter, end).forEach((int slot) -> {
                long reference = delta.reference(slot, vectorColumn);
                if (reference != Long.MIN_VALUE && delta.isVisible(slot, lsn)) {
                    add(VectorReference.ordinal(reference));
                }
            });
        }
    }

    /** Adds a vector; one that is not visible is left out. */
    private void add(long ordinal) {
        if (own != null && own.isOwn(ordinal)) {
            ownOrdinals.add(ordinal);
        } else if (column.isVisible(ordinal, lsn) && (own == null || !own.isDeleted(ordinal))) {
            VectorSegment segment = segment(ordinal);
            if (segment == null) {
                unsealed.add(ordinal);
            } else {
                nodes = nodes.with(segment, segment.node(column.position(ordinal)));
            }
        }
    }

    /** Returns how many there are. */
    long count() {
        return nodes.count() + unsealed.count() + ownOrdinals.count();
    }

    /** Returns the eligible nodes of a segment; null if there is none. */
    @Nullable
    AcceptedOrdinals nodes(VectorSegment segment) {
        return nodes.of(segment);
    }

    int count(VectorSegment segment) {
        return nodes.count(segment);
    }

    OrdinalList unsealed() {
        return unsealed;
    }

    OrdinalList own() {
        return ownOrdinals;
    }
}
