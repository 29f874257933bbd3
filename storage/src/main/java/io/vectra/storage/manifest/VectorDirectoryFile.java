package io.vectra.storage.manifest;

import java.util.Objects;

/**
 * A file that holds one vector column's directory as of the checkpoint.
 *
 * @param columnId the vector column
 * @param name the file's name inside the database folder
 * @param sizeBytes the file's exact size
 * @param crc the CRC32C of the whole file
 */
public record VectorDirectoryFile(int columnId, String name, long sizeBytes, int crc) {
    public VectorDirectoryFile {
        Objects.requireNonNull(name, "name");
    }
}
