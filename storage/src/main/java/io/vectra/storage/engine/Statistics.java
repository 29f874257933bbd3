package io.vectra.storage.engine;

import io.vectra.storage.IndexStatus;
import io.vectra.storage.SegmentInfo;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.TextIndexStatus;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphStatistics;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.text.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the system tables show of segments and indexes. Thread rule: one use by one thread. */
final class Statistics {
    private final EngineDatabase database;
    private final ReadState state;

    Statistics(EngineDatabase database) {
        this.database = database;
        this.state = database.state();
    }

    List<IndexStatus> indexes() {
        List<IndexStatus> indexes = new ArrayList<>();
        for (TableDefinition table : state.schema().tables().values()) {
            table.vectorIndexes().forEach(index -> indexes.add(status(table, index)));
        }
        return indexes;
    }

    private IndexStatus status(TableDefinition table, VectorIndexInfo index) {
        List<VectorSegment> segments = state.segments().ofColumn(index.columnId());
        String name = GraphFiles.name(index);
        int graphs = 0;
        long nodes = 0;
        long deleted = 0;
        long bytes = 0;
        long buildMs = 0;
        for (VectorSegment segment : segments) {
            GraphIndex graph = segment.graph(name);
            if (graph != null) {
                GraphStatistics statistics = graph.statistics();
                graphs++;
                nodes += statistics.vectorCount();
                deleted += segment.tombstones().count();
                bytes += statistics.fileBytes();
                buildMs += statistics.buildMs();
            }
        }
        RecallSamples.Measured samples = database.searchHelp().samples().of(index);
        return new IndexStatus(
                table.schema(),
                table.name(),
                index,
                segments.size(),
                graphs,
                nodes,
                deleted,
                database.upkeepWork().unindexedRows(index),
                bytes,
                buildMs,
                SearchEffort.byDefault(index, segments, database.searchHelp().targets()),
                samples.recall(),
                samples.samples());
    }

    List<TextIndexStatus> textIndexes() {
        List<TextIndexStatus> indexes = new ArrayList<>();
        for (TableRows rows : state.segments().rows().values()) {
            rows.table().textIndexes().forEach(index -> indexes.add(status(rows, index)));
        }
        return indexes;
    }

    private static TextIndexStatus status(TableRows rows, TextIndexInfo index) {
        String name = TextColumns.of(rows.table(), index).name();
        int files = 0;
        long indexed = 0;
        long deleted = 0;
        long unindexed = 0;
        long bytes = 0;
        for (RowSegment segment : rows.segments()) {
            TextFile file = segment.texts().file(name);
            int dead = segment.tombstones().count();
            if (file == null) {
                unindexed += segment.file().count() - dead;
            } else {
                files++;
                indexed += segment.file().count();
                deleted += dead;
                bytes += file.sizeBytes();
            }
        }
        TableDefinition table = rows.table();
        return new TextIndexStatus(
                table.schema(), table.name(), index, rows.segments().size(), files, indexed, deleted, unindexed, bytes);
    }

    List<SegmentInfo> segments() {
        List<SegmentInfo> segments = new ArrayList<>();
        for (TableRows table : state.segments().rows().values()) {
            for (RowSegment segment : table.segments()) {
                segments.add(info(
                        segment.entry(),
                        "",
                        segment.tombstones().count(),
                        segment.file().sizeBytes() + segment.texts().sizeBytes(),
                        0));
            }
        }
        for (VectorSegment segment : state.segments().byNumber().values()) {
            String column = columnName(segment.columnId());
            segments.add(info(
                    segment.entry(),
                    column,
                    segment.tombstones().count(),
                    segment.sizeBytes(),
                    segment.graphs().size()));
        }
        segments.sort(java.util.Comparator.comparingInt(SegmentInfo::number));
        return segments;
    }

    private SegmentInfo info(SegmentEntry entry, String column, long deleted, long bytes, int graphs) {
        TableDefinition table = state.schema().table(entry.tableId());
        return new SegmentInfo(
                entry.number(),
                table.schema(),
                table.name(),
                column,
                entry.count(),
                deleted,
                bytes,
                graphs,
                entry.firstLsn(),
                entry.lastLsn());
    }

    private String columnName(int columnId) {
        for (TableDefinition table : state.schema().tables().values()) {
            for (TableDefinition.Column column : table.columns()) {
                if (column.columnId() == columnId) {
                    return column.name();
                }
            }
        }
        return "";
    }

    /** Adds the figures of {@code VECTRA.STATS}. */
    void addTo(Map<String, String> stats) {
        stats.put("SEALED_LSN", Long.toString(state.segments().sealed().lsn()));
        List<SegmentInfo> segments = segments();
        stats.put("SEGMENTS", Integer.toString(segments.size()));
        stats.put(
                "SEGMENT_BYTES",
                Long.toString(segments.stream().mapToLong(SegmentInfo::bytes).sum()));
        stats.put("WRITERS_WAITED_MS", Long.toString(database.upkeepWork().throttledNanos() / 1_000_000));
        String failure = database.upkeepWork().failure();
        stats.put("UPKEEP_FAILURE", failure == null ? "" : failure);
    }
}
