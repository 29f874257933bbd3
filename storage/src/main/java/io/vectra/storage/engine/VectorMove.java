package io.vectra.storage.engine;

import io.vectra.storage.vector.ColumnRewrite;
import io.vectra.storage.vector.VectorColumn;
import org.jspecify.annotations.Nullable;

/**
 * Points a column at a new segment: vectors that are in it move there, with what was deleted of them meanwhile; others
 * were dead when it was written, and are dropped.
 *
 * <p>Thread rule: one thread, under the writer lock.
 */
final class VectorMove {
    private final VectorColumn column;
    private final @Nullable VectorSegment target;
    private final ColumnRewrite rewrite;
    private int node;

    /**
     * Begins a move.
     *
     * @param target null if none of the vectors lives
     */
    VectorMove(VectorColumn column, @Nullable VectorSegment target) {
        this.column = column;
        this.target = target;
        this.rewrite = new ColumnRewrite(column);
    }

    /** Moves or drops a vector; called in the order in which the target was written. */
    void next(long ordinal) {
        if (target == null || node == target.file().count() || target.file().ordinal(node) != ordinal) {
            rewrite.drop(ordinal);
            return;
        }
        rewrite.move(ordinal, target.position(node));
        long deletedLsn = column.deletedLsn(ordinal);
        if (deletedLsn != VectorColumn.ALIVE) {
            target.tombstones().delete(node, deletedLsn);
        }
        node++;
    }

    /** Returns the column as it is then. */
    VectorColumn finish() {
        return rewrite.finish();
    }
}
