package io.vectra.storage.engine;

import io.vectra.storage.text.TextFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The full-text indexes of one segment of rows, by their files' names.
 *
 * <p>Thread rule: any number of threads. Its monitor is held while an index is made, so that it is made once; whoever
 * holds it takes no other lock.
 */
final class SegmentTexts {
    private volatile Map<String, TextFile> files = Map.of();

    /** Returns an index, or null if it is not made yet. */
    @Nullable
    TextFile file(String name) {
        return files.get(name);
    }

    Map<String, TextFile> files() {
        return files;
    }

    synchronized void put(String name, TextFile file) {
        Map<String, TextFile> more = new HashMap<>(files);
        more.put(name, file);
        files = Map.copyOf(more);
    }

    /** Forgets an index, if it is still this one. */
    synchronized boolean remove(String name, TextFile file) {
        Map<String, TextFile> fewer = new HashMap<>(files);
        boolean isRemoved = fewer.remove(name, file);
        files = Map.copyOf(fewer);
        return isRemoved;
    }

    /** Returns the size of the files in bytes. */
    long sizeBytes() {
        return files.values().stream().mapToLong(TextFile::sizeBytes).sum();
    }
}
