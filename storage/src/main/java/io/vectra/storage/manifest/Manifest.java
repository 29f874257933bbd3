package io.vectra.storage.manifest;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What is known about a database beside its log. Immutable.
 *
 * @param formatVersion the version of the files' format, at most {@link #FORMAT_VERSION}
 * @param databaseId a number that every file of the database carries
 * @param tables all tables as of the checkpoint
 * @param nextTableId the number that the next table gets
 * @param nextColumnId the number that the next vector column gets
 * @param firstLogFile the number of the log's first file
 * @param checkpoint where recovery starts
 * @param mirrorSecret the password of the mirror's internal administrator
 * @param catalogVersion rises with every schema change
 * @param sealed what is in segments
 */
public record Manifest(
        int formatVersion,
        UUID databaseId,
        List<TableDefinition> tables,
        int nextTableId,
        int nextColumnId,
        int firstLogFile,
        Checkpoint checkpoint,
        String mirrorSecret,
        long catalogVersion,
        Sealed sealed) {
    /** The version of the files' format that this build writes, and the newest that it reads. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        Objects.requireNonNull(databaseId, "databaseId");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(mirrorSecret, "mirrorSecret");
        Objects.requireNonNull(sealed, "sealed");
        tables = List.copyOf(tables);
    }
}
