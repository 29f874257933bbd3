package io.vectra.storage;

import java.util.Objects;

/**
 * How an HNSW index is doing.
 *
 * @param schema the table's schema
 * @param table the table's name
 * @param index its definition
 * @param segments how many sealed segments its column has
 * @param graphs how many of them have a graph
 * @param nodes how many vectors the graphs hold, deleted ones included
 * @param deleted how many of those are deleted
 * @param unindexedRows how many living vectors have no graph yet, and are scanned
 * @param bytes the size of the graphs' files
 * @param buildMs how long building the graphs took, in milliseconds
 * @param efSearch the {@code ef} that searches use where nothing is said
 * @param sampledRecall the mean recall of sampled queries of users, answered exactly afterwards; NaN before the first
 * @param samples how many queries were sampled
 */
public record IndexStatus(
        String schema,
        String table,
        VectorIndexInfo index,
        int segments,
        int graphs,
        long nodes,
        long deleted,
        long unindexedRows,
        long bytes,
        long buildMs,
        int efSearch,
        double sampledRecall,
        long samples) {
    public IndexStatus {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(index, "index");
    }
}
