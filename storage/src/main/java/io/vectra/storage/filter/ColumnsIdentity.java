package io.vectra.storage.filter;

import java.util.Objects;
import java.util.UUID;

/**
 * Which segment's columns a file holds.
 *
 * @param tableId the table, as in its definition
 * @param segment the segment's number
 */
public record ColumnsIdentity(UUID databaseId, int tableId, long segment) {
    public ColumnsIdentity {
        Objects.requireNonNull(databaseId, "databaseId");
    }
}
