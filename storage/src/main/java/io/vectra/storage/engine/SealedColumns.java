package io.vectra.storage.engine;

import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.segment.VectorFile;
import io.vectra.storage.vector.ColumnRewrite;
import io.vectra.storage.vector.VectorColumn;
import java.util.HashMap;
import java.util.Map;

/** Makes the vector columns' directories again from the segments, as of the commit that was sealed last. */
final class SealedColumns {
    private SealedColumns() {}

    /** Returns the columns that had vectors, by their numbers. */
    static Map<Integer, VectorColumn> of(Segments segments) {
        Sealed sealed = segments.sealed();
        Map<Integer, Long> counts = new HashMap<>();
        sealed.columns().forEach(column -> counts.put(column.columnId(), column.count()));
        Map<Integer, VectorColumn> columns = new HashMap<>();
        for (TableDefinition table : sealed.tables()) {
            for (TableDefinition.Column column : table.columns()) {
                long count = counts.getOrDefault(column.columnId(), 0L);
                if (column.isVector() && count > 0) {
                    var rewrite = ColumnRewrite.dropped(column.columnId(), table.tableId(), column.dimension(), count);
                    segments.ofColumn(column.columnId()).forEach(segment -> restore(segment, rewrite, sealed.lsn()));
                    columns.put(column.columnId(), rewrite.finish());
                }
            }
        }
        return columns;
    }

    private static void restore(VectorSegment segment, ColumnRewrite rewrite, long lsn) {
        VectorFile file = segment.file();
        for (int node = 0; node < file.count(); node++) {
            if (!segment.tombstones().isDeleted(node, lsn)) {
                rewrite.restore(file.ordinal(node), file.rowId(node), file.createdLsn(node), segment.position(node));
            }
        }
    }
}
