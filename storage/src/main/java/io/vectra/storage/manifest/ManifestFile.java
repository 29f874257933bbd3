package io.vectra.storage.manifest;

import io.vectra.storage.io.Directory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads or replaces {@code MANIFEST.json}.
 *
 * <p>Thread rule: stateless; one writer at a time for a directory.
 */
public final class ManifestFile {
    /** The manifest's name in the database folder. */
    public static final String NAME = "MANIFEST.json";

    private ManifestFile() {}

    /**
     * Reads the manifest.
     *
     * @return null if the directory holds no database: it has no manifest, and no more of a log than an interrupted
     *     creation leaves behind
     * @throws io.vectra.storage.CorruptStoreException if the manifest is damaged, or missing beside a log
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static @Nullable Manifest read(Directory directory) throws IOException {
        throw new AssertionError("not built yet " + directory);
    }

    /**
     * Replaces the manifest atomically; it is on the disk when this method returns, and after a failure either the old
     * or the new one is.
     */
    public static void write(Directory directory, Manifest manifest) throws IOException {
        throw new AssertionError("not built yet " + directory + manifest);
    }
}
